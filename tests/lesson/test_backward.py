"""The figures about the way back, against the run itself, autograd and the shipped trainings."""

import numpy as np
import pytest
import torch

from gruviz import Experiment, run_experiment
from gruviz.comparison.scoreboard import load_scoreboard
from gruviz.lesson import demonstrate
from tests.truth import Params, grads, leaf, only, rerun, true_step

SMALL = {"seq_len": 6, "hidden_size": 4, "seeds": 3, "reference": False}


def alone(recording, path, readout, e):
    """Gradient at the initial state of a run whose other paths are constants."""
    state = first = leaf(recording.state[0, e])
    params = Params.of(recording.weights, e)
    for x in torch.tensor(np.array(recording.inputs)):
        state = true_step(recording.cell)(params, x, only(path, state), lambda gate, value: value)
    return np.linalg.norm(grads(state, [first], readout)[0])


@pytest.mark.parametrize(("cell", "keeper"), [("gru", "z"), ("lstm", "f"), ("slstm", "k")])
def test_the_slope_is_that_of_the_gate_that_keeps(cell, keeper):
    experiment = Experiment(cells=(cell,), **SMALL)
    [run] = run_experiment(experiment)
    gate = run.flow.recording.gates[keeper]
    assert demonstrate("ways", experiment).measures["slope"].value == pytest.approx(float((gate * (1 - gate)).mean()))


@pytest.mark.parametrize("bias", [-3.0, 0.0, 2.0])
def test_the_ways_of_a_gradient_by_autograd(bias):
    experiment = Experiment(cells=("gru",), update_bias=bias, **SMALL)
    [run] = run_experiment(experiment)
    readouts = [torch.tensor(np.array(run.flow.gradients[-1, e])) for e in range(3)]
    shown = demonstrate("ways", experiment).measures
    for name, path in (("way_copy", "leak"), ("way_gate", "update")):
        left = [alone(run.flow.recording, path, readouts[e], e) for e in range(3)]
        assert shown[name].value == pytest.approx(float(np.median(left)), rel=1e-9)
    assert shown["quarter"].value == 0.25**6
    assert 0 < shown["slope"].value <= 0.25


def test_the_copy_of_an_lstm_is_a_product_of_its_forget_gates():
    experiment = Experiment(cells=("lstm",), forget_bias=2.0, **SMALL)
    [run] = run_experiment(experiment)
    gates, readout = run.flow.recording.gates, run.flow.gradients[-1, ..., :4]
    into_c = readout * gates["o"][-1] * (1 - np.tanh(run.flow.recording.states["c"][-1]) ** 2)
    left = np.linalg.norm(into_c * np.prod(gates["f"], axis=0), axis=-1) / np.linalg.norm(readout, axis=-1)
    assert demonstrate("ways", experiment).measures["way_copy"].value == pytest.approx(float(np.median(left)))


def test_without_a_gate_beside_trainings_that_the_scoreboard_has():
    cells = ("gru", "gru_no_reset", "gru_no_update")
    shown = demonstrate("ablation", Experiment(cells=cells, **SMALL)).measures
    fresh = {s.cell: s for s in load_scoreboard().scores if s.task == "adding" and "(" not in s.label}
    assert [shown[f"trained_{cell}"].text for cell in cells] == [f"{fresh[cell].solved} of 5" for cell in cells]
    assert shown["limit"].value == fresh["gru"].limit
    assert (
        "trained_own_none_none_tanh"
        not in demonstrate("ablation", Experiment(cells=("gru", "own_none_none_tanh"), **SMALL)).measures
    )


def test_clipping_divides_by_the_norm_of_all_that_is_trained():
    experiment = Experiment(cells=("gru",), scheme="orthogonal", gain=3.0, update_bias=1.0, **SMALL | {"seeds": 1})
    [run] = run_experiment(experiment)
    params, _, states = rerun(run.flow.recording, 0)
    loss = (torch.tensor(np.array(run.flow.gradients[-1, 0])) * states[-1]).sum()
    squares = 0.0
    for kind in ("W", "U", "b"):
        squares += float((sum(grads(loss, [getattr(p, kind) for p in params])) ** 2).sum())
    shown = demonstrate("explosion", experiment).measures
    assert shown["norm_gru"].value == pytest.approx(squares**0.5)
    assert shown["divided_gru"].value == pytest.approx(max(1.0, squares**0.5))


def test_h_and_c_by_autograd():
    experiment = Experiment(cells=("lstm",), forget_bias=1.0, **SMALL)
    [run] = run_experiment(experiment)
    first = []
    for e in range(3):
        _, _, states = rerun(run.flow.recording, e)
        readout = torch.tensor(np.array(run.flow.gradients[-1, e]))
        whole = grads((readout * states[-1]).sum(), [states[0]])[0][0]
        first.append([np.linalg.norm(whole[:4]), np.linalg.norm(whole[4:])] / np.linalg.norm(readout))
    h, c = np.median(first, axis=0)
    shown = demonstrate("states", experiment).measures
    assert (shown["first_h"].value, shown["first_c"].value) == (pytest.approx(h), pytest.approx(c))
    assert shown["c_to_h"].value == pytest.approx(c / h)
