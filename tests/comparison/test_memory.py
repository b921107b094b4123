"""How far back cells hear, against single runs, the measured anchors and the theory of the leak."""

import math

import numpy as np
import pytest

from gruviz import CELLS, Experiment, gradient_flow, init_weights, record
from gruviz.comparison.memory import (
    BIASES,
    GROWTH_LIMIT,
    STARTS,
    TUNING,
    Memory,
    best_start,
    carry_by_lag,
    default_start,
    first_below,
    longest,
    memories,
)
from gruviz.comparison.spread import Spread
from gruviz.experiments.run import run_experiment
from gruviz.validation import InvalidValue
from tests.runs import every_cell

updating_cell = pytest.mark.parametrize("cell", [key for key, cell in CELLS.items() if cell.update_block])


def experiment(*cells, **settings):
    return Experiment(cells=cells, reference=False, **{"seq_len": 50, "hidden_size": 32, "seeds": 9} | settings)


@every_cell
def test_every_start_that_a_cell_takes_is_tried_once_pytorchs_first(cell):
    found = memories(experiment(cell, seq_len=12, hidden_size=4, seeds=2))
    assert [one.is_default for one in found] == [True] + [False] * (len(found) - 1)
    assert len({one.label for one in found}) == len(found) <= len(STARTS)
    assert default_start(found, cell) == found[0]
    assert [one for one in found if one.is_best] == [best_start(found, cell)]
    for one in found:
        assert one.reach == 11
        assert 0 <= one.horizon.lower <= one.horizon.median <= one.horizon.upper <= 11
        assert 0 <= one.half_life.lower <= one.half_life.median <= one.half_life.upper <= 11
        assert one.half_life.median <= one.horizon.median
        assert one.growth.lower >= (0 if cell == "irnn" else 1), "where counting begins it has its own size"


def test_the_gain_of_a_cell_without_gates_is_tuned_as_the_bias_of_one_with():
    labels = {one.label for one in memories(experiment("rnn", "gru", "lstm", seq_len=10, hidden_size=4, seeds=1))}
    assert {"RNN (orthogonal, gain 1.2)", "RNN (orthogonal, gain 1.4)", "RNN (identity)"} <= labels
    assert {
        "GRU set to hold (gate bias −2)",
        "GRU set to hold (gate bias −4)",
        "GRU set to hold (gate bias −6)",
        "GRU (chrono)",
    } <= labels
    assert {
        "LSTM (forget bias 1)",
        "LSTM set to hold (forget bias 3)",
        "LSTM set to hold (forget bias 5)",
        "LSTM (chrono)",
    } <= labels
    assert "GRU (orthogonal, gain 1.4)" not in labels


def test_the_spread_is_over_seeds_each_by_itself():
    base = experiment("gru", seq_len=20, hidden_size=8, seeds=5, seed=3)
    inputs = base.make_inputs()
    weights = init_weights("gru", input_size=8, hidden_size=8, seeds=5, seed=3)
    readouts = gradient_flow(record("gru", weights, inputs)).gradients[-1]
    half_lives, horizons = [], []
    for e in range(5):
        flow = gradient_flow(record("gru", weights.member(e), inputs), grad_final=readouts[e : e + 1])
        sizes = [float(np.linalg.norm(flow.gradients[t])) for t in range(19, -1, -1)]
        half_lives.append(crossing(sizes, 0.5))
        horizons.append(crossing(sizes, 0.01))
    [found, *_] = memories(base)
    assert found.half_life.median == pytest.approx(np.median(half_lives))
    assert found.horizon.median == pytest.approx(np.median(horizons))


def crossing(sizes, share):
    """By walking: between which steps a size first falls to a share of the first, and how far between, in logs."""
    for k, size in enumerate(sizes):
        if size <= share * sizes[0]:
            before = math.log(sizes[k - 1] / (share * sizes[0]))
            return k - 1 + before / (before + math.log(share * sizes[0] / size))
    return len(sizes) - 1


@pytest.mark.parametrize(
    ("ratios", "share", "steps"),
    [
        ([1, 0.5, 0.25], 0.5, 1),
        ([1, 0.9, 0.1, 5], 0.5, 1 + math.log(1.8) / math.log(9)),
        ([1, 0.4, 3, 3], 0.5, math.log(2) / math.log(2.5)),
        ([1, 2, 4], 0.5, 2),
        ([1, 0.7, 0, 0], 0.5, 1),
        ([1, 0, 0], 0.5, 0),
        ([0, 0, 0], 0.5, 0),
        ([1], 0.5, 0),
    ],
)
def test_a_valley_ends_a_half_life_although_the_gradient_comes_back(ratios, share, steps):
    assert first_below(np.array(ratios, float), share) == pytest.approx(steps)


def test_an_exponential_has_the_half_life_of_its_rate():
    for half_life in (0.3, 1.0, 7.3, 40.0):
        assert first_below(0.5 ** (np.arange(200) / half_life), 0.5) == pytest.approx(half_life)


def test_a_half_life_is_the_laboratorys_from_one_step_back_on():
    base = experiment("lstm", seq_len=40, hidden_size=8, seeds=5)
    [run] = run_experiment(base)
    alone = [run.flow.decay(member=seed, since=1).half_life for seed in range(5)]
    assert memories(base)[0].half_life.median == pytest.approx(np.median(np.minimum(alone, 39)))


@pytest.mark.parametrize(
    ("label", "half_life", "within"),
    [
        ("RNN", 1.1, 0.3),
        ("RNN (orthogonal)", 3.8, 0.5),
        ("GRU", 1.3, 0.2),
        ("GRU set to hold (gate bias −4)", 38, 5),
        ("GRU (chrono)", 36, 6),
        ("LSTM", 1.2, 0.2),
        ("LSTM (chrono)", 35, 6),
    ],
)
def test_half_lives_are_the_measured_ones(label, half_life, within):
    found = {one.label: one for one in memories(experiment("rnn", "gru", "lstm", seq_len=100, seeds=16))}
    assert found[label].half_life.median == pytest.approx(half_life, abs=within)


def test_an_lstm_is_not_charged_for_the_output_gate_that_its_loss_reads_through():
    """From the loss itself half of a chrono LSTM's gradient is gone after one step; c keeps it as long as a GRU's h."""
    base = experiment("gru", "lstm", seq_len=100, seeds=16)
    found = {one.label: one.half_life.median for one in memories(base)}
    weights = init_weights("lstm", input_size=8, hidden_size=32, seeds=16, chrono=100)
    norms = gradient_flow(record("lstm", weights, base.make_inputs())).norms["state"]
    assert np.median(norms[-2] / norms[-1]) < 0.5
    assert found["LSTM (chrono)"] == pytest.approx(found["GRU (chrono)"], rel=0.2)


def test_a_tuned_rnn_reaches_as_far_as_was_measured():
    found = memories(experiment("rnn", seq_len=100, seeds=16))
    best = best_start(found, "rnn")
    assert "gain 1.4" in best.label
    assert best.half_life.median > 60 > 10 * default_start(found, "rnn").half_life.median
    assert next(one for one in found if one.label == "RNN (orthogonal)").half_life.median < 5


def test_the_relu_rnn_is_best_from_the_identity():
    best = best_start(memories(experiment("irnn", seq_len=100, seeds=16)), "irnn")
    assert best.label == "ReLU RNN (identity)"
    assert best.half_life.median > 90


def test_the_best_start_is_chosen_on_other_networks_and_inputs():
    base = experiment("rnn", seq_len=30, hidden_size=8, seeds=3, seed=7)
    [chosen] = [i for i, one in enumerate(memories(base)) if one.is_best]
    others = memories(experiment("rnn", seq_len=30, hidden_size=8, seeds=3, seed=7 + TUNING))
    assert chosen == longest(others)
    assert [one.half_life for one in others] != [one.half_life for one in memories(base)]
    memories(experiment("rnn", seq_len=5, hidden_size=2, seeds=1, seed=2**31 - 1))


def start(half_life, growth=1.0, lower=None):
    bounds = Spread(half_life if lower is None else lower, half_life, half_life)
    return Memory("rnn", f"{half_life} {growth}", False, False, 99, bounds, bounds, Spread(growth, growth, growth), 4)


@pytest.mark.parametrize(
    ("starts", "best"),
    [
        ([start(1), start(30), start(20)], 1),
        ([start(1), start(99, growth=1.01 * GROWTH_LIMIT), start(20)], 2),
        ([start(1, growth=50), start(30, growth=50)], 0),
        ([start(99, lower=40), start(99, lower=99)], 1),
        ([start(99, growth=4), start(99, growth=2)], 1),
    ],
)
def test_a_start_that_explodes_is_never_best_and_of_equals_it_is_the_steadiest(starts, best):
    assert longest(starts) == best


def test_what_lasts_to_the_end_may_last_longer():
    found = memories(experiment("gru", seq_len=10))
    keeping = next(one for one in found if one.label == "GRU set to hold (gate bias −4)")
    assert keeping.half_life == (9, 9, 9)
    assert keeping.words("half_life") == "9 steps or more"
    assert keeping.words("horizon") == "9 steps or more"
    assert keeping.lasts("half_life")
    assert not found[0].lasts("half_life")
    assert found[0].words("half_life") == "1.2 steps"


def test_progress_is_told_before_every_run():
    told = []
    found = memories(
        experiment("rnn", "gru", seq_len=5, seeds=1), on_run=lambda done, total: told.append((done, total))
    )
    assert told == [(i, 2 * len(found)) for i in range(2 * len(found))]


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
