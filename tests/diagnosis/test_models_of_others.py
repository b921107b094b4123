"""Four models by the conventions of others: every number that is told of them is that of PyTorch's own autograd."""

import numpy as np
import pytest

from gruviz.diagnosis.capture.hooks import capturing
from gruviz.diagnosis.numbers import numbers_of
from tests.diagnosis.models import PRACTICES
from tests.diagnosis.truths import numbers_of as true_numbers
from tests.diagnosis.truths import truth_of

every_practice = pytest.mark.parametrize("name", PRACTICES)
LAST_READ = {("encoder.gru", 0, 0)}
"""Layers that are read after the last step alone."""


def close(ours, true, tolerance):
    """Row by row: the error of each step's vector, relative to its own length."""
    assert ours.shape == true.shape
    error, size = (np.linalg.norm(array.reshape(len(true), -1), axis=-1) for array in (ours - true, true))
    assert (error <= tolerance * np.maximum(size, 1e-12)).all(), (error, size)


def assert_same(runs, truth, tolerance=1e-10):
    assert {(run.name, run.layer, run.direction) for run in runs} == set(truth.layers)
    assert len(runs) == len(truth.layers)
    for run in runs:
        layer = truth.layers[run.name, run.layer, run.direction]
        assert len(run.lengths) == len(layer.sequences)
        size = run.recording.weights.hidden_size
        for b, (length, true) in enumerate(zip(run.lengths, layer.sequences, strict=True)):
            for place, state in enumerate(true.states):
                mine = slice(place * size, (place + 1) * size)
                close(run.recording.state[: length + 1, 0, b, mine], true.states[state], tolerance)
                close(run.flow.gradients[: length + 1, 0, b, mine], true.gradients[state], tolerance)
            for gate, values in true.gates.items():
                close(run.recording.gates[gate][:length, 0, b], values, tolerance)
        assert run.weight_gradients.keys() == layer.parameters.keys()
        for name, values in layer.parameters.items():
            close(run.weight_gradients[name], values, tolerance)


@every_practice
def test_what_is_captured_is_what_pytorch_computes(name):
    model, training = PRACTICES[name].begin()
    for update in range(2):
        training.update(update)
    carried = getattr(training, "hidden", None)
    truth = truth_of(model, lambda copy: training.loss(copy, 2))
    if carried is not None:
        training.hidden = carried
    with capturing(model) as seen:
        loss = training.loss(model, 2)
        loss.backward()
    assert loss.item() == pytest.approx(truth.loss, rel=1e-12)
    assert_same(seen.runs(), truth)
    for numbers, run in zip(numbers_of(seen.runs()), seen.runs(), strict=True):
        place = (run.name, run.layer, run.direction)
        true = true_numbers(truth.layers[place], at_end=place in LAST_READ)
        assert {key: numbers.as_dict()[key] for key in true} == pytest.approx(true, rel=1e-9)
