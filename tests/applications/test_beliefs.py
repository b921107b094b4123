"""Beliefs, evidence and confusion, against recomputation, finite differences, autograd and loops."""

import numpy as np
import pytest
import torch

from gruviz.applications import beliefs
from gruviz.applications.results import judge
from gruviz.engine.recording import record
from gruviz.networks.network import run
from gruviz.tasks import Speech, Translation, Wearable
from gruviz.validation import GruvizError
from tests.applications.untrained import every_cell, log_softmax, slopes, untrained
from tests.truth import grads, rerun


@every_cell
def test_a_belief_is_what_the_network_says_if_it_stops_there(cell):
    model, inputs = untrained(Speech(), cell), np.random.default_rng(0).standard_normal((9, 3, 13))
    found = beliefs.beliefs(model, inputs)
    for t in range(9):
        outputs = run(model.network, inputs[: t + 1], np.zeros((1, 3), np.int64)).outputs[0]
        np.testing.assert_allclose(found[t], np.exp(log_softmax(outputs)), rtol=1e-9)


@every_cell
def test_evidence_is_the_slope_of_the_log_likelihood(cell):
    model, inputs = untrained(Wearable(), cell), np.random.default_rng(0).standard_normal((6, 1, 6))
    found = beliefs.evidence(model, inputs, np.array([3]))
    slope = slopes(lambda x: log_softmax(run(model.network, x, np.zeros((1, 1))).outputs)[0, :, 0, 3], inputs)
    np.testing.assert_allclose(found[..., 0].T, np.linalg.norm(slope[:, :, 0], axis=-1), rtol=1e-5, atol=1e-10)


@every_cell
def test_evidence_is_autograds_of_every_network_and_sequence(cell):
    model, inputs = untrained(Wearable(), cell), np.random.default_rng(1).standard_normal((7, 3, 6))
    asked = np.array([2, 0, 6])
    found = beliefs.evidence(model, inputs, asked)
    recording = record(cell, model.weights, inputs)
    for seed in range(2):
        _, x, states = rerun(recording, seed)
        W, b = (torch.tensor(array[seed]) for array in (model.readout_W, model.readout_b))
        chances = (states[-1][:, : W.shape[1]] @ W.T + b).softmax(-1)
        [slope] = grads(chances[range(3), asked].log().sum(), [x])
        np.testing.assert_allclose(found[:, seed], np.linalg.norm(slope, axis=-1), rtol=1e-9, atol=1e-14)


def test_confusion_among_some_is_what_a_loop_counts():
    model = untrained(Wearable())
    inputs, targets = model.kind.split(model.length).held_out
    said = run(model.network, inputs, targets).outputs[0].argmax(-1)
    theirs = model.kind.wearers(model.length) == 2
    counted = np.zeros((2, 7, 7), np.int64)
    for seed in range(2):
        for i, is_theirs in enumerate(theirs):
            if is_theirs:
                counted[seed, targets[0, i], said[seed, i]] += 1
    assert 0 < counted[0].sum() < len(theirs)
    np.testing.assert_array_equal(beliefs.confusion(model, theirs), counted)
    assert not beliefs.confusion(model, np.zeros_like(theirs)).any()


def test_confusion_counts_every_held_out_sequence():
    model = untrained(Wearable())
    found = beliefs.confusion(model)
    held_out = model.kind.split(model.length).held_out
    assert found.shape == (2, 7, 7)
    for table, share in zip(found, judge(model), strict=True):
        np.testing.assert_array_equal(table.sum(1), np.bincount(held_out.targets[0], minlength=7))
        assert np.trace(table) / table.sum() == pytest.approx(share)
    with pytest.raises(GruvizError, match="a task on classes"):
        beliefs.confusion(untrained(Translation()))
