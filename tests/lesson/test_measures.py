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


def test_the_average_factor_multiplies_to_what_is_kept(runs):
    measures = measure_runs(EXPERIMENT, runs)
    for suffix in map(suffix_of, runs):
        kept = measures[f"kept_{suffix}"].value
        assert measures[f"average_{suffix}"].value ** 12 == pytest.approx(kept)
        assert measures[f"first_{suffix}"].value * measures[f"later_{suffix}"].value == pytest.approx(kept)
    assert measures["copy_gru"].value == pytest.approx((1 - measures["gate_z_gru"].value) ** 12)
    assert measures["copy_gru"].value * measures["beyond_gru"].value == pytest.approx(measures["kept_gru"].value)
    assert measures["slack_rnn"].value == pytest.approx(measures["bound_rnn"].value / measures["kept_rnn"].value)


@pytest.mark.parametrize(("cell", "keeper"), [("lstm", "f"), ("minlstm", "k"), ("slstm", "k"), ("rg_lru", "a")])
def test_the_copy_carries_what_the_gate_keeps_that_multiplies_the_state(cell, keeper):
    experiment = Experiment(cells=(cell,), seq_len=6, hidden_size=3, seeds=2, reference=False)
    measures = measure_runs(experiment, run_experiment(experiment))
    assert measures[f"copied_{cell}"].value == measures[f"gate_{keeper}_{cell}"].value


def test_the_settings_themselves_are_measured(runs):
    measures = measure_runs(EXPERIMENT, runs)
    assert {name: (one.value, one.text) for name, one in measures.items() if name.startswith("set_")} == {
        "set_gain": (2.0, "2"),
        "set_scale": (1.0, "1"),
        "set_update_bias": (-2.0, "−2"),
        "set_forget_bias": (0.0, "0"),
        "set_seq_len": (12.0, "12"),
    }


def test_a_gradient_of_nothing_has_no_share_of_it():
    dead = Experiment(cells=("rnn",), seq_len=6, hidden_size=3, seeds=2, gain=0.0, reference=False)
    measures = measure_runs(dead, run_experiment(dead))
    assert measures["fate_rnn"].text == "nothing of the gradient is left"
    assert measures["average_rnn"].value == 0
    assert np.isnan(measures["later_rnn"].value)
    assert np.isnan(measures["slack_rnn"].value)
