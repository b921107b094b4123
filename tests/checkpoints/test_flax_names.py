"""Layers by Flax's names: their states are those of Flax's own equations, written out."""

import numpy as np
from safetensors.numpy import save

from gruviz import record
from gruviz.checkpoints import read_checkpoint

X = np.random.default_rng(1).standard_normal((5, 2, 3))


def states(cell, weights):
    return record(cell, weights, X).states["h"][1:, 0]


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
