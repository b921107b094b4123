"""Layers from a file give the states of the module that they came from, and the gradients that torch finds."""

import numpy as np
import pytest
import torch
from safetensors.torch import save
from torch import nn

from gruviz import gradient_flow
from gruviz.checkpoints import read_checkpoint
from gruviz.diagnosis.from_weights import run_layers
from gruviz.validation import GruvizError

STEPS, BATCH, INPUTS, UNITS = 6, 2, 3, 4


def made(kind, **settings):
    torch.manual_seed(3)
    return getattr(nn, kind)(INPUTS, UNITS, **settings).double()


def run(module, seed=0):
    inputs = np.random.default_rng(5).standard_normal((STEPS, BATCH, INPUTS))
    checkpoint = read_checkpoint("a.safetensors", save(module.state_dict()))
    return run_layers(checkpoint.stacks[0], inputs, seed=seed), inputs


KINDS = [
    ("RNN", {}),
    ("RNN", {"num_layers": 2, "bidirectional": True}),
    ("GRU", {"num_layers": 2, "bias": False}),
    ("GRU", {"num_layers": 3, "bidirectional": True}),
    ("LSTM", {"num_layers": 2, "bidirectional": True}),
    ("LSTM", {"num_layers": 2, "bidirectional": True, "proj_size": 2}),
]


@pytest.mark.parametrize(("kind", "settings"), KINDS)
def test_states_and_gradients_are_those_of_the_module(kind, settings):
    module = made(kind, **settings)
    runs, inputs = run(module, seed=4)
    x = torch.tensor(inputs, requires_grad=True)
    output, _ = module(x)
    top = [one for one in runs if one.layer == module.num_layers - 1]
    width = output.shape[-1] // len(top)
    vectors = np.random.default_rng([7, 4, 2]).standard_normal((BATCH, output.shape[-1]))
    vectors = torch.tensor(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))
    loss = (output[-1, :, :width] * vectors[:, :width]).sum()
    if len(top) == 2:
        loss = loss + (output[0, :, width:] * vectors[:, width:]).sum()
    loss.backward()
    if not module.proj_size:
        ours = [one.recording.states["h"][1:, 0][:: -1 if one.direction else 1] for one in top]
        np.testing.assert_allclose(np.concatenate(ours, -1), output.detach().numpy(), atol=1e-14)
    bottom = [one.flow.input_gradients[:, 0][:: -1 if one.direction else 1] for one in runs if one.layer == 0]
    np.testing.assert_allclose(sum(bottom), x.grad.numpy(), rtol=1e-10, atol=1e-16)


def test_the_readout_is_the_laboratorys():
    runs, _ = run(made("GRU"))
    np.testing.assert_allclose(runs[0].flow.gradients, gradient_flow(runs[0].recording).gradients, rtol=1e-14)
    assert runs[0].flow.loss == "last"
    assert "random vector" in runs[0].notes[0]


def test_layers_are_named_as_they_were_found():
    runs, _ = run(made("LSTM", num_layers=2, bidirectional=True))
    assert [(one.layer, one.direction) for one in runs] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert {(one.layers, one.directions, one.lengths) for one in runs} == {(2, 2, (STEPS, STEPS))}
    assert runs[3].title == "layer 2, backward"


def test_layers_that_do_not_fit_end_in_a_sentence():
    module = nn.ModuleDict({"a": nn.GRU(3, 4), "b": nn.GRU(3, 4)})
    layers = read_checkpoint("a", save(module.state_dict())).layers
    with pytest.raises(GruvizError, match=r"^Layer 1 of b reads 3 numbers at every step, and Layer 1 of a gives 4"):
        run_layers(layers, np.zeros((2, 1, 3)))
    with pytest.raises(GruvizError, match="same direction"):
        run_layers([layers[0], layers[0]], np.zeros((2, 1, 3)))
    with pytest.raises(GruvizError, match="Choose at least one layer"):
        run_layers([], np.zeros((2, 1, 3)))


def test_above_a_layer_that_overflows_nothing_is_run():
    module = made("RNN", num_layers=2, nonlinearity="relu")
    with torch.no_grad():
        module.weight_hh_l0.fill_(1e200)
        module.weight_ih_l0.fill_(1)
    layers = read_checkpoint("a", save(module.state_dict())).stacks[0]
    relu = [layer.corrected(layer.choices[1]) for layer in layers]
    assert relu[0].cell == "irnn"
    runs = run_layers(relu, np.ones((5, 1, 3)))
    assert [one.layer for one in runs] == [0]
    assert runs[0].recording.breakdown is not None
    assert "above" in runs[0].notes[1]
