"""A comparison is fair: one input, one root of randomness, references only where they differ."""

from functools import lru_cache

import numpy as np
import pytest

from gruviz import CELLS, gradient_flow, init_weights, record
from gruviz.data.signals import noise
from gruviz.experiments.run import run_experiment, run_label, run_plan, single_runs, started_weights
from gruviz.experiments.settings import Experiment
from tests.runs import every_cell


def labels(**settings):
    return [run.label for run in run_experiment(Experiment(seq_len=4, hidden_size=3, seeds=2, **settings))]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ["RNN", "GRU"]),
        ({"update_bias": -4.0}, ["RNN", "GRU set to hold (gate bias −4)", "GRU"]),
        ({"update_bias": -4.0, "reference": False}, ["RNN", "GRU set to hold (gate bias −4)"]),
        ({"forget_bias": 4.0}, ["RNN", "GRU"]),
        ({"gain": 1.5}, ["RNN (gain 1.5)", "RNN", "GRU (gain 1.5)", "GRU"]),
        ({"cells": ("lstm",), "forget_bias": 0.25}, ["LSTM (forget bias 0.25)", "LSTM"]),
        ({"cells": ("lstm", "rnn"), "chrono": True}, ["LSTM (chrono)", "LSTM", "RNN"]),
        ({"cells": ("gru_reset_after",), "scheme": "orthogonal", "gain": 2.0, "update_bias": -0.5, "reference": False},
         ["GRU reset-after (orthogonal, gain 2, gate bias −0.5)"]),
    ],
)  # fmt: skip
def test_labels_say_what_differs_and_references_stand_beside_it(settings, expected):
    assert labels(**settings) == expected


def test_references_are_marked():
    runs = run_experiment(Experiment(seq_len=4, hidden_size=3, seeds=1, gain=2.0))
    assert [(run.cell, run.is_reference) for run in runs] == [
        ("rnn", False),
        ("rnn", True),
        ("gru", False),
        ("gru", True),
    ]


@every_cell
def test_labels_without_settings_are_the_default(cell):
    assert run_label(cell, {}) == CELLS[cell].title


def test_all_runs_share_inputs_seeds_and_root():
    runs = run_experiment(Experiment(cells=tuple(CELLS), gain=2.0, seq_len=6, hidden_size=3, seeds=2, seed=5))
    for run in runs:
        recording = run.flow.recording
        np.testing.assert_array_equal(recording.inputs, noise(6, 5))
        assert recording.weights.seeds == 2
        assert recording.cell == run.cell
        start = init_weights(run.cell, input_size=8, hidden_size=3, seeds=2, seed=5)
        np.testing.assert_array_equal(recording.weights.W, start.W)
        np.testing.assert_array_equal(recording.weights.U, start.U * (1 if run.is_reference else 2))


def test_fewer_seeds_are_the_first_of_more():
    few, many = (run_experiment(Experiment(cells=("gru",), seq_len=5, hidden_size=3, seeds=n))[0] for n in (2, 5))
    np.testing.assert_allclose(few.flow.norms["state"], many.flow.norms["state"][:, :2], rtol=1e-12)


@every_cell
@pytest.mark.parametrize("loss", ["last", "every"])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_a_run_is_what_one_gets_by_hand(cell, loss, precision):
    experiment = Experiment(cells=(cell,), seq_len=7, hidden_size=4, seeds=2, loss=loss, precision=precision, scale=2.0)
    [run] = run_experiment(experiment)
    weights = init_weights(cell, input_size=8, hidden_size=4, seeds=2, dtype=precision)
    flow = gradient_flow(record(cell, weights, 2 * noise(7, 0)), loss=loss)
    np.testing.assert_array_equal(run.flow.gradients, flow.gradients)
    assert run.flow.gradients.dtype == precision
    assert run.flow.loss == loss


def test_another_seed_is_another_experiment_and_the_same_is_the_same():
    one, same, other = (
        run_experiment(Experiment(cells=("gru",), seq_len=5, hidden_size=3, seeds=1, seed=seed))[0].flow.norms["state"]
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, same)
    assert not np.allclose(one, other)


def test_progress_is_reported_before_each_run():
    reports = []
    experiment = Experiment(gain=2.0, seq_len=3, hidden_size=2, seeds=1)
    runs = run_experiment(experiment, on_run=lambda done, total: reports.append((done, total)))
    assert reports == [(0, 4), (1, 4), (2, 4), (3, 4)]
    assert len(runs) == len(run_plan(experiment)) == 4


def test_whoever_listens_may_stop_the_experiment():
    class StopNowError(Exception):
        pass

    def stop(done, total):
        if done == 1:
            raise StopNowError

    with pytest.raises(StopNowError):
        run_experiment(Experiment(seq_len=3, hidden_size=2, seeds=1), on_run=stop)


@every_cell
@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("hidden_size", [3, 90])
@pytest.mark.parametrize(
    "start",
    [
        {},
        {"gain": 0.0},
        {"gain": 1.7, "scheme": "gaussian"},
        {"gain": 0.3, "update_bias": -4.1, "forget_bias": 2.3},
        {"scheme": "orthogonal", "chrono": True},
        {"scheme": "identity", "update_bias": 0.7},
    ],
)
def test_weights_that_were_kept_equal_fresh_ones_to_the_last_bit(cell, precision, hidden_size, start):
    experiment = Experiment(
        cells=(cell,), seq_len=4, hidden_size=hidden_size, seeds=8, seed=3, precision=precision, **start
    )
    settings = experiment.weight_settings(cell)
    for _ in range(2):
        kept = started_weights(experiment, cell, 2, settings)
        fresh = init_weights(cell, input_size=2, hidden_size=hidden_size, seeds=8, seed=3, dtype=precision, **settings)
        for name in ("W", "U", "b", "recurrent_bias"):
            ours, expected = getattr(kept, name), getattr(fresh, name)
            assert (ours is None) == (expected is None)
            if ours is not None:
                assert ours.dtype == expected.dtype
                assert ours.tobytes() == expected.tobytes()


def test_a_gain_or_a_bias_draws_nothing_anew_and_large_draws_are_not_kept(monkeypatch):
    draws = []

    def counted(cell, **settings):
        draws.append(settings["hidden_size"])
        return init_weights(cell, **settings)

    monkeypatch.setattr("gruviz.experiments.run._drawn", lru_cache(maxsize=2)(counted))
    for gain in (1.0, 1.5, 2.0):
        run_experiment(Experiment(cells=("gru",), seq_len=2, hidden_size=4, seeds=2, gain=gain, update_bias=-gain))
    assert draws == [4]
    run_experiment(Experiment(cells=("gru",), seq_len=2, hidden_size=128, seeds=32))
    assert draws == [4]


@every_cell
@pytest.mark.parametrize(
    "start",
    [
        {},
        {"gain": 1.5, "scheme": "orthogonal"},
        {"update_bias": -2.0, "forget_bias": 1.0},
        {"chrono": True, "update_bias": 1.0},
    ],
)
def test_single_runs_are_the_runs_of_the_whole(cell, start):
    whole = Experiment(cells=("rnn", cell) if cell != "rnn" else ("rnn",), seq_len=5, hidden_size=3, seeds=2, **start)
    singles = [(run_experiment(single), is_reference) for single, is_reference in single_runs(whole)]
    runs = run_experiment(whole)
    assert len(singles) == len(runs)
    for run, ([single], is_reference) in zip(runs, singles, strict=True):
        assert (single.label, single.cell, is_reference) == (run.label, run.cell, run.is_reference)
        np.testing.assert_array_equal(single.flow.norms["state"], run.flow.norms["state"])


def test_runs_that_a_setting_leaves_alone_stay_equal():
    before = [single for single, _ in single_runs(Experiment(update_bias=-4.0))]
    after = [single for single, _ in single_runs(Experiment(update_bias=-2.0))]
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, False, True]
    assert {hash(single) for single in before} & {hash(single) for single in after}
