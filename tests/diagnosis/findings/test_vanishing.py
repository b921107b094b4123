from dataclasses import replace

import pytest

from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.diagnosis.findings.vanishing import FAINT, LOST, vanishing
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
    assert found.severity == Severity.WORTH_KNOWING
    assert found.title.endswith(f"your sequences have 60, and the answer lies {horizon + 1} steps back.")
    assert f"lag={horizon + 1}" in found.advice


@pytest.mark.parametrize("lag", range(12, 56, 4))
def test_how_bad_it_is_depends_on_what_is_left_where_the_answer_lies(lag):
    look = seen(layer(seq_len=60), needed_lag=lag)
    left = look.numbers.reach.band.median[-1 - lag]
    expected = Severity.BROKEN if left < LOST else Severity.COSTLY if left < FAINT else Severity.WORTH_KNOWING
    assert vanishing(look).severity == expected


def test_a_loss_at_every_step_hides_it_and_it_is_found_all_the_same():
    run = layer(seq_len=60, reads="every")
    found = vanishing(seen(run))
    assert found.severity == Severity.WORTH_KNOWING
    assert "gradient of the last step's loss" in found.evidence
    assert run.flow.ratio().median[1] > 0.1


def test_nothing_is_said_of_a_layer_while_another_hears_farther():
    run = layer(seq_len=60)
    numbers = LayerNumbers.of(run)
    assert vanishing(Seen(run, numbers, numbers.horizon)) is not None
    assert vanishing(Seen(run, numbers, numbers.horizon + 1)) is None


@pytest.mark.parametrize("cell", ["gru_reset_after", "lstm"])
def test_a_layer_that_was_started_for_its_length_is_not_told(cell):
    assert vanishing(seen(layer(cell, seq_len=60, chrono=60, size=16), needed_lag=59)) is None


@pytest.mark.parametrize(("lag", "told"), [(30, True), (58, False), (2, False)])
def test_a_sequence_that_is_read_from_both_ends_needs_the_nearer_one(lag, told):
    run = replace(layer(seq_len=60), directions=2)
    assert LayerNumbers.of(run).horizon < 20
    assert (vanishing(seen(run, needed_lag=lag)) is not None) == told
