"""How far back cells hear, against single runs, the measured anchors and the theory of the leak."""

import math

import numpy as np
import pytest

from gruviz import CELLS, Experiment, gradient_flow, init_weights, record
from gruviz.comparison.memory import BIASES, STARTS, best_start, carry_by_lag, library_start, memories
from gruviz.validation import InvalidValue
from tests.runs import every_cell

updating_cell = pytest.mark.parametrize("cell", [key for key, cell in CELLS.items() if cell.update_block])


def experiment(*cells, **settings):
    return Experiment(cells=cells, reference=False, **{"seq_len": 50, "hidden_size": 32, "seeds": 9} | settings)


@every_cell
def test_every_start_that_a_cell_takes_is_tried_once_the_librarys_first(cell):
    found = memories(experiment(cell, seq_len=12, hidden_size=4, seeds=2))
    assert [one.is_default for one in found] == [True] + [False] * (len(found) - 1)
    assert len({one.label for one in found}) == len(found) <= len(STARTS)
    assert len(found) >= 2, "orthogonal weights are for every cell"
    assert library_start(found, cell) == found[0]
    best = best_start(found, cell)
    for one in found:
        assert 0 <= one.horizon.lower <= one.horizon.median <= one.horizon.upper <= 12
        assert 0 <= one.half_life.lower <= one.half_life.median <= one.half_life.upper <= 12
        assert best.horizon.median >= one.horizon.median


def test_the_spread_is_over_seeds_each_by_itself():
    base = experiment("gru", seq_len=20, hidden_size=8, seeds=5, seed=3)
    inputs = base.make_inputs()
    weights = init_weights("gru", input_size=8, hidden_size=8, seeds=5, seed=3)
    alone = [gradient_flow(record("gru", weights.member(e), inputs)) for e in range(5)]
    readouts = gradient_flow(record("gru", weights, inputs)).gradients[-1]
    alone = [gradient_flow(flow.recording, grad_final=readouts[e : e + 1]).decay() for e, flow in enumerate(alone)]
    [found, *_] = memories(base)
    assert found.half_life.median == pytest.approx(np.median([decay.half_life for decay in alone]))
    assert found.horizon.median == np.median([decay.horizon for decay in alone])


@pytest.mark.parametrize(
    ("label", "half_life", "within"),
    [
        ("RNN (default)", 1.1, 0.2),
        ("RNN (orthogonal)", 3.7, 0.5),
        ("GRU (default)", 1.5, 0.1),
        ("GRU (b_z = −4)", 38, 5),
        ("GRU (chrono)", 23, 4),
        ("LSTM (default)", 1.5, 0.15),
        ("LSTM (chrono)", 23, 4),
    ],
)
def test_half_lives_are_the_measured_ones(label, half_life, within):
    found = {one.label: one for one in memories(experiment("rnn", "gru", "lstm", seeds=16))}
    assert found[label].half_life.median == pytest.approx(half_life, abs=within)


def test_what_lasts_to_the_end_may_last_longer():
    found = memories(experiment("gru", seq_len=10))
    keeping = next(one for one in found if one.label == "GRU (b_z = −4)")
    assert keeping.half_life == (10, 10, 10)
    assert keeping.words("half_life") == "10 steps or more"
    assert keeping.words("horizon") == "10 steps or more"
    assert found[0].words("half_life") == "1.4 steps"


def test_progress_is_told_before_every_run():
    told = []
    found = memories(
        experiment("rnn", "gru", seq_len=5, seeds=1), on_run=lambda done, total: told.append((done, total))
    )
    assert told == [(i, len(found)) for i in range(len(found))]


def test_no_bias_of_the_update_gate_is_best_for_near_and_far():
    carry = carry_by_lag(experiment("gru", seq_len=64, seeds=16))
    assert carry.norms.shape == (len(BIASES), 64)
    for lag in range(3, 64):
        assert carry.best_bias(lag) == pytest.approx(-math.log(lag), abs=0.75), f"z = 1/(k+1) at k = {lag}"


@updating_cell
def test_a_column_holds_what_inputs_so_far_back_count(cell):
    base = experiment(cell, seq_len=12, hidden_size=6, seeds=3)
    carry = carry_by_lag(base, cell)
    weights = init_weights(cell, input_size=8, hidden_size=6, seeds=3, update_bias=-2.0)
    norms = gradient_flow(record(cell, weights, base.make_inputs())).input_norms
    for lag in range(12):
        assert carry.at(-2.0, lag) == pytest.approx(np.median(norms[11 - lag]), rel=1e-12)
    with pytest.raises(ValueError, match="read-only"):
        carry.norms[0] = 1


@pytest.mark.parametrize("cell", [key for key, cell in CELLS.items() if not cell.update_block])
def test_a_cell_without_an_update_gate_is_refused(cell):
    with pytest.raises(InvalidValue, match=f"^cell = '{cell}' is not possible: a cell with an update gate"):
        carry_by_lag(experiment("gru"), cell)
