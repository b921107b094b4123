"""Four models by the conventions of others: every number that is told of them is that of PyTorch's own autograd."""

import numpy as np
import pytest
import torch

from gruviz.diagnosis.capture.hooks import capturing
from gruviz.diagnosis.diagnose import diagnose
from gruviz.diagnosis.monitor.watch import watch
from gruviz.diagnosis.numbers import numbers_of
from tests.diagnosis.models import PRACTICES
from tests.diagnosis.truths import numbers_of as true_numbers
from tests.diagnosis.truths import ratio_of, state_norms_of, truth_of

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


def prepared(name, dtype=torch.float64, updates=2):
    """A model after some updates."""
    model, training = PRACTICES[name].begin(dtype)
    for update in range(updates):
        training.update(update)
    return model, training


def truth_at(model, training, update):
    """What the model would do at an update, of which nothing stays."""
    carried = dict(vars(training))
    begins = training.begins(update) if hasattr(training, "begins") else None
    truth = truth_of(model, lambda copy: training.loss(copy, update), begins)
    vars(training).update(carried)
    return truth


@every_practice
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-10), (torch.float32, 1e-4)])
def test_what_is_captured_is_what_pytorch_computes(name, dtype, tolerance):
    model, training = prepared(name, dtype)
    truth = truth_at(model, training, 2)
    with capturing(model) as seen:
        loss = training.loss(model, 2)
        loss.backward()
    assert loss.item() == pytest.approx(truth.loss, rel=tolerance)
    assert_same(seen.runs(), truth, tolerance)
    for numbers, run in zip(numbers_of(seen.runs()), seen.runs(), strict=True):
        place = (run.name, run.layer, run.direction)
        true = true_numbers(truth.layers[place], at_end=place in LAST_READ)
        assert {key: numbers.as_dict()[key] for key in true} == pytest.approx(true, rel=10 * tolerance)


@every_practice
def test_what_is_diagnosed_is_what_pytorch_computes_and_nothing_is_left_behind(name):
    model, training = prepared(name)
    truth = truth_at(model, training, 2)
    before = {key: value.clone() for key, value in model.state_dict().items()}
    gradients = [parameter.grad.clone() for parameter in model.parameters()]
    random = torch.get_rng_state()
    report = diagnose(model, 2, training.loss)
    assert report.loss == pytest.approx(truth.loss, rel=1e-12)
    assert_same(report.runs, truth)
    assert torch.equal(torch.get_rng_state(), random)
    assert all(torch.equal(before[key], value) for key, value in model.state_dict().items())
    for parameter, gradient in zip(model.parameters(), gradients, strict=True):
        assert torch.equal(parameter.grad, gradient)


@every_practice
def test_what_is_watched_is_what_pytorch_computes_at_every_update(name):
    twin, its_training = PRACTICES[name].begin()
    truths, losses = [], []
    for update in range(3):
        truths.append(truth_at(twin, its_training, update))
        losses.append(its_training.update(update))
    model, training = PRACTICES[name].begin()
    told = [{}, {}, {}]
    with watch(model, every=1, log=lambda step, values: told[step - 1].update(values)) as monitor:
        assert [training.update(update) for update in range(3)] == losses
    for watched, alone in zip(model.parameters(), twin.parameters(), strict=True):
        assert torch.equal(watched, alone)
    assert [look.step for look in monitor.history] == [1, 2, 3]
    for look, values, truth in zip(monitor.history, told, truths, strict=True):
        assert len(look.layers) == len(truth.layers)
        for layer, (place, true) in zip(look.layers, truth.layers.items(), strict=True):
            numbers = true_numbers(true, at_end=place in LAST_READ)
            assert {key: values[f"gruviz/{layer.path}/{key}"] for key in numbers} == pytest.approx(numbers, rel=1e-9)
            np.testing.assert_allclose(layer.ratio, ratio_of(true, at_end=place in LAST_READ), rtol=1e-9)
            for state, norms in state_norms_of(true).items():
                np.testing.assert_allclose(layer.state_norms[state], norms, rtol=1e-9)
        clip = training.clip or np.inf
        is_clipped = truth.gradient_norm > clip
        assert values["gruviz/clipped_share"] == float(is_clipped)
        factor = clip / truth.gradient_norm if is_clipped else 1
        assert values["gruviz/clipping_factor"] == pytest.approx(factor, rel=1e-4)


def test_some_updates_are_clipped_and_some_are_not():
    """What the test above compares."""
    norms = []
    for name in PRACTICES:
        model, training = PRACTICES[name].begin()
        if training.clip:
            norms += [truth_at(model, training, 0).gradient_norm / training.clip]
    assert max(norms) > 1 > min(norms)
