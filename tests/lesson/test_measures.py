"""Measured numbers by name."""

import numpy as np
import pytest

from gruviz import Experiment, run_experiment
from gruviz.lesson.measures import measure_runs, suffix_of, texts

EXPERIMENT = Experiment(cells=("rnn", "gru"), seq_len=12, hidden_size=5, seeds=3, gain=2.0, update_bias=-2.0)


@pytest.fixture(scope="module")
def runs():
    return run_experiment(EXPERIMENT)


def test_every_run_has_its_numbers_under_its_name(runs):
    measures = measure_runs(EXPERIMENT, runs)
    for run in runs:
        decay = run.flow.decay()
        assert measures[f"kept_{suffix_of(run)}"].value == decay.kept
        assert measures[f"halving_{suffix_of(run)}"].value == decay.half_life
    assert {suffix_of(run) for run in runs} == {"rnn", "gru", "rnn_default", "gru_default"}


def test_the_bound_is_the_largest_singular_value_once_a_step(runs):
    measures = measure_runs(EXPERIMENT, runs)
    [rnn] = [run for run in runs if suffix_of(run) == "rnn"]
    largest = np.median([np.linalg.svd(U, compute_uv=False)[0] for U in rnn.flow.recording.weights.U])
    assert measures["sigma_rnn"].value == pytest.approx(largest)
    assert measures["bound_rnn"].value == pytest.approx(largest**12)
    assert "sigma_gru" not in measures


def test_gates_have_their_mean(runs):
    measures = measure_runs(EXPERIMENT, runs)
    [gru] = [run for run in runs if suffix_of(run) == "gru"]
    for gate, values in gru.flow.recording.gates.items():
        assert measures[f"gate_{gate}_gru"].value == pytest.approx(values.mean())


def test_a_cell_at_the_library_s_start_answers_to_both_names():
    plain = Experiment(cells=("lstm",), seq_len=6, hidden_size=3, seeds=2, forget_bias=0.0, reference=False)
    measures = measure_runs(plain, run_experiment(plain))
    assert measures["kept_lstm"] == measures["kept_lstm_default"]
    assert texts(measures)["kept_lstm"] == measures["kept_lstm"].text
