from dataclasses import replace

from gruviz.diagnosis.findings.too_short import too_short
from tests.diagnosis.layers import layer, seen


def test_an_answer_before_the_first_step_cannot_be_heard():
    found = too_short(seen(layer(seq_len=20), needed_lag=21))
    assert found.title == "Your sequences have 20 steps, and the answer lies 21 steps back."
    assert too_short(seen(layer(seq_len=20), needed_lag=20)) is None


def test_without_a_known_lag_nothing_is_too_short():
    assert too_short(seen(layer(seq_len=2))) is None


def test_pieces_between_cuts_count_as_long_as_they_are():
    run = layer(seq_len=20)
    cut = replace(run, flow=run.flow.on(run.recording, cuts=[8]))
    assert too_short(seen(cut, needed_lag=13)) is None
    assert too_short(seen(cut, needed_lag=14)).title.startswith("Uncut pieces of your sequences have at most 13 steps")
