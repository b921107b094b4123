"""The same arrays, understood in other ways; and layers that no library's names give away."""

import io
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.numpy import save
from torch import nn

from gruviz import init_weights, record
from gruviz.checkpoints import Reading, read_checkpoint
from gruviz.checkpoints.reading import readings
from gruviz.models.files import save_model
from gruviz.models.shipped import collection_key, collection_model
from gruviz.validation import GruvizError

X = np.random.default_rng(1).standard_normal((5, 2, 3))


def states(cell, weights):
    return record(cell, weights, X).states["h"][1:, 0]


def mixed(weights, reading):
    """Our weights as the rows of somebody who writes as `reading` says."""
    sign = {gate: -1 if reading.z_keeps and gate == "z" else 1 for gate in reading.gates}
    W, U, b = (
        np.concatenate([sign[gate] * part[gate][0] for gate in reading.gates])
        for part in (weights.input, weights.recurrent, weights.bias)
    )
    return W, U, b


@pytest.mark.parametrize("reading", [one for blocks in (1, 3, 4) for one in readings(blocks)], ids=str)
@pytest.mark.parametrize("turned", [False, True])
def test_every_reading_gives_the_weights_of_who_writes_so(reading, turned):
    ours = init_weights(reading.cell, input_size=3, hidden_size=4, seed=2)
    W, U, b = mixed(ours, reading)
    names = {"cell.kernel": W.T, "cell.hidden": U.T} if turned else {"cell.W": W, "cell.U": U}
    body = save({name: np.ascontiguousarray(array) for name, array in (names | {"cell.b": b}).items()})
    (layer,) = read_checkpoint("a", body).layers
    assert layer.is_guess
    assert "guess" in layer.how
    assert reading in layer.choices
    weights = layer.read_as(reading)
    if ours.recurrent_bias is not None:
        ours = replace(ours, recurrent_bias=np.zeros((1, 4)))
    np.testing.assert_allclose(states(reading.cell, weights), states(reading.cell, ours), atol=1e-14)


def test_a_wrong_reading_gives_other_states():
    (layer,) = read_checkpoint("a", save({"c.W": np.ones((9, 3)) / 3, "c.U": np.arange(27.0).reshape(9, 3) / 9})).layers
    both = [layer.read_as(replace(layer.reading, z_keeps=keeps)) for keeps in (True, False)]
    assert np.abs(states(layer.cell, both[0]) - states(layer.cell, both[1])).max() > 0.01


@pytest.mark.parametrize(("cell", "gates"), [("gru", "rz"), ("nothing", "rzn"), ("lstm", "rzn"), ("gru", "rzx")])
def test_a_reading_that_does_not_fit_is_refused(cell, gates):
    (layer,) = read_checkpoint("a", save({"c.W": np.ones((9, 3)), "c.U": np.ones((9, 3))})).layers
    with pytest.raises(GruvizError):
        layer.read_as(Reading(cell, tuple(gates)))


def test_titles_of_all_readings_differ():
    for blocks in (1, 3, 4):
        titles = [one.title for one in readings(blocks, guessed=True)]
        assert len(set(titles)) == len(titles)
    assert readings(3)[0].title == "GRU; rows of r, z, n, as PyTorch; z near 1 keeps; reset after the product"


def test_two_linear_layers_are_guessed_to_be_a_cell():
    module = nn.ModuleDict({"x2h": nn.Linear(3, 16), "h2h": nn.Linear(4, 16), "fc": nn.Linear(4, 2)})
    checkpoint = read_checkpoint("a", save({f"lstm.{k}": v.numpy() for k, v in module.state_dict().items()}))
    (layer,) = checkpoint.layers
    assert (layer.cell, layer.input_size, layer.hidden_size) == ("lstm", 3, 4)
    np.testing.assert_allclose(layer.weights.b[0], (module["x2h"].bias + module["h2h"].bias).detach(), atol=1e-7)
    assert checkpoint.readout.name == "lstm.fc.weight"


@pytest.mark.parametrize(
    "module",
    [nn.TransformerEncoderLayer(4, 2, 16), nn.Sequential(nn.Linear(4, 16), nn.Linear(16, 4)), nn.Linear(4, 4)],
)
def test_other_networks_are_no_recurrent_layers(module):
    with pytest.raises(GruvizError, match="No recurrent layer was found"):
        read_checkpoint("a", save({name: array.numpy() for name, array in module.state_dict().items()}))


def flax(kind, gates, biased):
    rng = np.random.default_rng(6)
    names = {f"params/{kind}_0/i{gate}/kernel": rng.standard_normal((3, 4)) for gate in gates}
    names |= {f"params/{kind}_0/h{gate}/kernel": rng.standard_normal((4, 4)) for gate in gates}
    return names | {f"params/{kind}_0/{gate}/bias": rng.standard_normal(4) for gate in biased}


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def test_flax_gru_by_its_own_equations():
    """flax.linen.GRUCell: h' = (1 − z) n + z h, n = tanh(W x + b + r (U h + c))."""
    arrays = flax("GRUCell", "rzn", ["ir", "iz", "in", "hn"])
    (layer,) = read_checkpoint("a", save(arrays)).layers
    p = {name.removeprefix("params/GRUCell_0/"): array for name, array in arrays.items()}
    h, rows = np.zeros((2, 4)), []
    for x in X:
        r, z = (sigmoid(x @ p[f"i{g}/kernel"] + p[f"i{g}/bias"] + h @ p[f"h{g}/kernel"]) for g in "rz")
        n = np.tanh(x @ p["in/kernel"] + p["in/bias"] + r * (h @ p["hn/kernel"] + p["hn/bias"]))
        h = (1 - z) * n + z * h
        rows.append(h)
    np.testing.assert_allclose(states(layer.cell, layer.weights), rows, atol=1e-13)
    assert layer.name == "GRUCell_0"


def test_flax_lstm_by_its_own_equations():
    """flax.linen.LSTMCell: biases stand with the state's matrices."""
    arrays = flax("LSTMCell", "ifgo", ["hi", "hf", "hg", "ho"])
    (layer,) = read_checkpoint("a", save(arrays)).layers
    p = {name.removeprefix("params/LSTMCell_0/"): array for name, array in arrays.items()}
    h, c, rows = np.zeros((2, 4)), np.zeros((2, 4)), []
    for x in X:
        i, f, g, o = (x @ p[f"i{k}/kernel"] + h @ p[f"h{k}/kernel"] + p[f"h{k}/bias"] for k in "ifgo")
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        rows.append(h)
    np.testing.assert_allclose(states(layer.cell, layer.weights), rows, atol=1e-13)


def test_cells_in_a_list_are_layers():
    torch.manual_seed(0)
    module = nn.ModuleDict({"cells": nn.ModuleList([nn.GRUCell(3, 4), nn.GRUCell(4, 4)]), "emb": nn.Embedding(9, 3)})
    checkpoint = read_checkpoint("a", save({name: one.numpy() for name, one in module.state_dict().items()}))
    assert [(one.name, one.layer) for one in checkpoint.stacks[0]] == [("cells", 0), ("cells", 1)]
    np.testing.assert_array_equal(checkpoint.embedding, module["emb"].weight.detach().numpy())


@pytest.mark.parametrize("wrap", ["module.", "_orig_mod.", "module._orig_mod.", "model.module."])
def test_what_wraps_a_network_is_left_out_of_names(wrap):
    state = nn.LSTM(3, 4).state_dict()
    for module, name in (("rnn.", "rnn"), ("", "")):
        checkpoint = read_checkpoint("a", save({f"{wrap}{module}{key}": one.numpy() for key, one in state.items()}))
        assert checkpoint.layers[0].name.removeprefix("model").removeprefix(".") == name


def test_a_model_of_ours_comes_back_as_it_was():
    model = collection_model(collection_key("adding", "gru"))
    file = io.BytesIO()
    save_model(model, file)
    checkpoint = read_checkpoint("a.npz", file.getvalue())
    layer = checkpoint.layers[0]
    np.testing.assert_allclose(layer.weights.U, model.weights.member(0).U, atol=0)
    assert layer.choices == (layer.reading,)
    np.testing.assert_allclose(checkpoint.readout.W, model.readout_W[0], atol=0)
