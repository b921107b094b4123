"""Models made by hand, on synthetic tasks and on those of the applications, and their arrays."""

import numpy as np
import pytest

from gruviz import init_weights
from gruviz.models.trained_model import TrainedModel
from gruviz.networks.network import fresh_network
from gruviz.tasks import APPLICATIONS, TASKS, Balancing, Digits, Translation

MODELS = {**APPLICATIONS, "attention": Translation(attention=True), "pixels": Digits("pixel"), "seen": Balancing(0.0)}
every_model = pytest.mark.parametrize("task", MODELS.values(), ids=MODELS)


def a_model(cell="gru", task="first_symbol", dtype="float32", **changes):
    kind, rng = TASKS[task], np.random.default_rng(0)
    weights = init_weights(cell, input_size=kind.input_size, hidden_size=3, seeds=2, dtype=dtype)
    readout = rng.standard_normal((2, kind.output_size, 3)), rng.standard_normal((2, kind.output_size))
    return TrainedModel(
        **{
            "task": task,
            "label": "GRU set to hold (gate bias −4)",
            "length": 20,
            "weights": weights,
            "readout_W": readout[0].astype(dtype),
            "readout_b": readout[1].astype(dtype),
        }
        | changes
    )


def a_network(task, cell="gru_reset_after"):
    sizes = {"input_size": task.input_size, "hidden_size": 3, "output_size": task.output_size, "seeds": 2}
    made = fresh_network(cell, decodes=task.decodes, attends=task.attends, **sizes)
    return TrainedModel(task, "GRU", task.default_length, made.weights, made.readout_W, made.readout_b, made.decoder)


def arrays_of(model):
    layers = [model.weights] + ([model.decoder] if model.decoder else [])
    each = [array for layer in layers for array in layer.arrays.values()]
    return [array for array in (*each, model.readout_W, model.readout_b) if array is not None]


def assert_same(one, other):
    assert (one.kind.key, one.kind.settings) == (other.kind.key, other.kind.settings)
    assert (one.label, one.length) == (other.label, other.length)
    assert (one.weights.cell, one.weights.blocks) == (other.weights.cell, other.weights.blocks)
    for a, b in zip(arrays_of(one), arrays_of(other), strict=True):
        assert a.dtype == b.dtype
        np.testing.assert_array_equal(a, b)
