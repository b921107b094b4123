from dataclasses import replace

import pytest

from gruviz.diagnosis.findings.cut_windows import costly_cuts, short_window
from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.truncation import Truncation, keeps, kept_by_cuts
from gruviz.wording import percent, share
from tests.diagnosis.layers import layer, seen


@pytest.mark.parametrize("reads", ["last", "every"])
def test_a_window_that_keeps_nearly_all_is_told_with_what_it_keeps(reads):
    run = layer(seq_len=120, reads=reads)
    found = short_window(seen(run))
    window = int(found.title.split("every ")[1].split(" ")[0])
    assert found.severity == Severity.WORTH_KNOWING
    assert keeps(run, window) >= 0.95
    assert f"keeps {share(keeps(run, window))} of ∂L/∂U" in found.title
    assert f"all 120 steps buy {percent(1 - keeps(run, window))} more" in found.title


def test_a_window_of_more_than_half_saves_little():
    assert short_window(seen(layer(seq_len=30, update_bias=-4.0))) is None
    assert short_window(seen(layer(seq_len=19))) is None


def test_what_another_layer_of_the_module_or_the_answer_needs_is_not_cut_away():
    look = seen(layer(seq_len=60))
    window = look.numbers.truncation.enough()
    assert short_window(look._replace(window=window)) is not None
    assert short_window(look._replace(window=window + 1)) is None
    assert short_window(look._replace(needed_lag=window - 1)) is not None
    assert short_window(look._replace(needed_lag=window)) is None


def cut_at(run, *cuts):
    return replace(run, flow=run.flow.on(run.recording, cuts=cuts))


def test_a_loops_own_cuts_are_told_with_what_they_keep():
    run = cut_at(layer(seq_len=30, update_bias=-4.0), 21, 11)
    found = costly_cuts(seen(run))
    assert found.severity == Severity.COSTLY
    assert found.title == (
        f"Backpropagation through rnn is cut before steps 11 and 21, which keeps {share(kept_by_cuts(run))} of ∂L/∂U."
    )
    assert short_window(seen(run)) is None


def test_cuts_that_take_less_than_a_twentieth_are_not():
    run = cut_at(layer(seq_len=60), 30)
    assert kept_by_cuts(run) > 0.99
    assert costly_cuts(seen(run)) is None
    assert costly_cuts(seen(layer())) is None


def test_a_window_that_goes_a_little_beyond_is_told_by_how_far_it_is_off():
    look = seen(layer(seq_len=60))
    truncation = Truncation((1, 10, 60), (0.2, 1.03, 1.0), 4)
    found = short_window(look._replace(numbers=replace(look.numbers, truncation=truncation)))
    assert found.title == "Cutting backpropagation every 10 steps keeps ∂L/∂U in rnn to within 3%."
