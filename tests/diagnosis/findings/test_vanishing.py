import pytest

from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.diagnosis.findings.vanishing import LOST, vanishing
from gruviz.diagnosis.numbers import LayerNumbers
from tests.diagnosis.layers import layer, seen


def test_a_layer_that_hears_less_than_half_of_a_sequence_is_told():
    look = seen(layer(seq_len=60))
    found = vanishing(look)
    assert found.severity == Severity.COSTLY
    assert look.numbers.kept < LOST
    assert found.title == f"The layer rnn hears {look.numbers.horizon} steps back; your sequences have 60."
    assert "gruviz.initialise(model, lag=60)" in found.advice


def test_half_of_a_sequence_is_the_limit():
    looks = [seen(layer(seq_len=steps)) for steps in range(10, 24)]
    told = [vanishing(look) is not None for look in looks]
    assert told == [2 * look.numbers.horizon < look.numbers.seq_len for look in looks]
    assert set(told) == {False, True}


def test_the_lag_that_is_needed_is_the_limit_where_it_is_known():
    run = layer(seq_len=60, update_bias=-2.0)
    horizon = LayerNumbers.of(run).horizon
    assert vanishing(seen(run, needed_lag=horizon)) is None
    found = vanishing(seen(run, needed_lag=horizon + 1))
    assert found.severity == Severity.COSTLY
    assert found.title.endswith(f"your sequences have 60, and the answer lies {horizon + 1} steps back.")
    assert f"lag={horizon + 1}" in found.advice


def test_what_is_lost_where_the_answer_lies_cannot_be_learned():
    assert vanishing(seen(layer(seq_len=60), needed_lag=55)).severity == Severity.BROKEN


def test_a_loss_at_every_step_hides_it_and_it_is_found_all_the_same():
    run = layer(seq_len=60, reads="every")
    found = vanishing(seen(run))
    assert found.severity == Severity.WORTH_KNOWING
    assert "gradient of the last step's loss" in found.evidence
    assert run.flow.ratio().median[1] > 0.1


def test_nothing_is_said_while_another_layer_of_the_module_hears_far_enough():
    run = layer(seq_len=60)
    numbers = LayerNumbers.of(run)
    assert vanishing(Seen(run, numbers, 30)) is None
    assert vanishing(Seen(run, numbers, 29)) is not None


@pytest.mark.parametrize("cell", ["gru_reset_after", "lstm"])
def test_a_layer_that_was_started_for_its_length_is_not_told(cell):
    assert vanishing(seen(layer(cell, seq_len=60, chrono=60, size=16), needed_lag=59)) is None
