"""Hooks that hear only their own model, and only while it is theirs."""

import copy
import pickle

import numpy as np
import torch
from torch import nn

from gruviz.diagnosis.capture import capturing
from gruviz.diagnosis.capture.listener import Listener, alone
from gruviz.diagnosis.capture.measure import measure
from gruviz.diagnosis.monitor.watch import watch
from tests.diagnosis.capture.modules import B, D, T, made, noise
from tests.diagnosis.capture.nets import BATCH
from tests.diagnosis.monitor.nets import net as watched_net
from tests.diagnosis.monitor.nets import train


def test_it_hears_and_its_copies_do_not():
    heard = []
    listener = Listener(lambda *args, **kwargs: heard.append((args, kwargs)))
    listener(1, two=2)
    copy.deepcopy(listener)(3)
    pickle.loads(pickle.dumps(listener))(4)
    assert heard == [((1,), {"two": 2})]


def test_one_owner_alone():
    heard, me, you = [], object(), object()
    mine, yours = Listener(heard.append, me), Listener(heard.append, you)
    with alone(me):
        mine(1), yours(2)
    mine(3), yours(4)
    assert heard == [1, 3, 4]


def test_a_copy_of_the_model_does_not_speak_to_the_monitor():
    model = watched_net()
    with watch(model, every=1) as monitor:
        averaged = copy.deepcopy(model)
        loaded = pickle.loads(pickle.dumps(model))
        for other in (averaged, loaded):
            train(other, 2)
    assert not monitor.history
    assert all(torch.equal(p, q) for p, q in zip(averaged.parameters(), loaded.parameters(), strict=True))


def test_a_batch_that_is_measured_meanwhile_is_not_what_others_look_at(net):
    with capturing(net.rnn) as seen:
        output, _ = net.rnn(BATCH[0])
        measure(net, BATCH, nn.functional.cross_entropy)
        output.sum().backward()
    (run,) = seen.runs()
    np.testing.assert_array_equal(run.recording.inputs, BATCH[0].transpose(0, 1))
    true = net.rnn.weight_hh_l0.grad.numpy()
    np.testing.assert_allclose(run.weight_gradients["weight_hh_l0"], true, rtol=0, atol=1e-5 * np.abs(true).max())


def test_a_copy_of_a_model_hears_nothing():
    module = made("gru")
    with capturing(module) as seen:
        copy.deepcopy(module)(noise(T, B, D))
        assert not seen.runs()
        module(noise(T, B, D))
    assert len(seen.runs()) == 1
    assert not module._forward_hooks
