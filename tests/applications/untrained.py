"""Models that have learned nothing, and two references that need no engine."""

import numpy as np
import pytest

from gruviz.models.trained_model import TrainedModel
from gruviz.networks.network import fresh_network

every_cell = pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
TEXT = 'The "quick" brown fox (not the lazy dog) jumps.\n' * 60


def untrained(task, cell="gru", *, seeds=2, hidden_size=5, length=None):
    """A model in float64 that has learned nothing, but whose every number counts."""
    sizes = {"input_size": task.input_size, "hidden_size": hidden_size, "output_size": task.output_size}
    kind = {"decodes": task.decodes, "attends": task.attends, "dtype": np.float64, "gain": 2.0}
    made = fresh_network(cell, seeds=seeds, **sizes, **kind)
    readout = made.readout_W, made.readout_b
    return TrainedModel(task, "untrained", length or task.default_length, made.weights, *readout, made.decoder)


def log_softmax(outputs):
    return outputs - np.log(np.exp(outputs).sum(-1, keepdims=True))


def slopes(function, inputs, *, by=1e-5):
    """∂ function / ∂ inputs by central differences; the function gives one number per seed."""
    found = []
    for index in np.ndindex(inputs.shape):
        up, down = (inputs.astype(np.float64) for _ in range(2))
        up[index] += by
        down[index] -= by
        found.append((function(up) - function(down)) / (2 * by))
    return np.moveaxis(np.array(found).reshape(*inputs.shape, -1), -1, 0)
