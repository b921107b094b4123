"""Files and checkpoints of small networks, as PyTorch names their arrays."""

import numpy as np
from safetensors.numpy import save

from gruviz.checkpoints import read_checkpoint

GATES = {"gru": 3, "lstm": 4, "rnn": 1}


def arrays(cell="gru", layers=1, inputs=3, units=4, rows=0, seed=0, bidirectional=False):
    """State dict of an nn module called "rnn", with an embedding of so many rows."""
    rng, gates = np.random.default_rng(seed), GATES[cell]
    made = {"emb.weight": rng.standard_normal((rows, inputs))} if rows else {}
    ways = ("", "_reverse")[: 1 + bidirectional]
    for layer in range(layers):
        reads = inputs if layer == 0 else units * len(ways)
        for way in ways:
            for name, shape in (("ih", (reads,)), ("hh", (units,))):
                made[f"rnn.weight_{name}_l{layer}{way}"] = rng.uniform(-0.5, 0.5, (gates * units, *shape))
                made[f"rnn.bias_{name}_l{layer}{way}"] = rng.uniform(-0.5, 0.5, gates * units)
    return {name: array.astype(np.float32) for name, array in made.items()}


def file(**how):
    """The same as a file."""
    return save(arrays(**how))


def checkpoint(**how):
    """The same as it is read."""
    return read_checkpoint("made.safetensors", file(**how))
