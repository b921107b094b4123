"""Layers of a made-up network, with the gradient of a made-up loss, for the tests of what is said of them."""

from dataclasses import replace

import numpy as np

from gruviz.diagnosis.findings.seen import Seen
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.diagnosis.numbers import LayerNumbers
from gruviz.engine.gradients import follow_loss
from gruviz.engine.initialisation import init_weights
from gruviz.engine.recording import record


def noise(seq_len, *, batch=4, size=3, scale=1.0, seed=0):
    return scale * np.random.default_rng([seed, 9]).standard_normal((seq_len, batch, size))


def read_at(recording, lengths, steps, seed=0):
    """∂L/∂h that enters after these steps of each sequence, "last" or "every", (T, B, H)."""
    seq_len, batch = recording.seq_len, recording.batch_size
    direct = np.random.default_rng([seed, 5]).standard_normal((seq_len, batch, recording.weights.hidden_size))
    place = np.arange(seq_len)[:, None]
    where = {"every": place < np.array(lengths), "last": place == np.array(lengths) - 1, "none": place < 0}[steps]
    return direct * where[..., None]


def run_of(weights, inputs, *, reads="last", lengths=None, cuts=(), direct=None, **place):
    """A layer over inputs (T, B, D); `reads` says where gradient enters, or `direct` (T, B, H) is that gradient."""
    recording = record(weights.cell, weights, inputs)
    lengths = (len(inputs),) * inputs.shape[1] if lengths is None else tuple(lengths)
    grads = read_at(recording, lengths, reads) if direct is None else direct
    where = {"name": "rnn", "layer": 0, "direction": 0, "layers": 1, "directions": 1} | place
    flow = follow_loss(recording, grads, cuts=cuts)
    return LayerRun(recording=recording, flow=flow, lengths=lengths, **where)


def layer(cell="gru_reset_after", *, seq_len=20, size=6, batch=4, reads="last", lengths=None, scale=1.0, **start):
    """A fresh layer over noise."""
    weights = init_weights(cell, input_size=3, hidden_size=size, **start)
    return run_of(weights, noise(seq_len, batch=batch, scale=scale), reads=reads, lengths=lengths)


def seen(run, *, needed_lag=None):
    """A layer by itself, as a rule is shown it."""
    numbers = LayerNumbers.of(run, truncation=True)
    return Seen(run, numbers, numbers.horizon, needed_lag=needed_lag)


def biased(cell, *, size=6, scale=1.0, **biases):
    """Fresh weights with one value for all biases of a block, W and U scaled."""
    weights = init_weights(cell, input_size=3, hidden_size=size)
    b = weights.b.copy()
    for block, value in biases.items():
        place = weights.blocks.index(block)
        b[:, place * size : (place + 1) * size] = value
    return replace(weights, W=scale * weights.W, U=scale * weights.U, b=b)


def units_biased(weights, units, value):
    """With the first units of every block driven by a bias."""
    b = weights.b.copy()
    b[:, :units] = value
    return replace(weights, b=b)
