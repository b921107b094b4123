"""Copy a few symbols after a delay."""

import numpy as np

from gruviz.tasks.base import Batch, Synthetic, one_hot

SYMBOLS, COUNT = 4, 3


class Copying(Synthetic):
    """Say three symbols again, in order, after a delay."""

    key = "copying"
    title = "Copy after a delay"
    text = (
        "Three symbols out of four, then silence, then a cue at each of the last three steps: say them again, in their "
        "order. Several things have to be kept apart, and the answer takes several steps "
        "(after Hochreiter & Schmidhuber 1997 and Arjovsky, Shah & Bengio 2016, arXiv:1511.06464)."
    )
    input_size = SYMBOLS + 2
    output_size = SYMBOLS
    lengths = (8, 100)
    default_length = 16
    default_steps = 600
    script = '''\
def copying(rng, batch_size, length):
    """Three symbols of four, silence (4), three cues (5), (T, B, 6); the symbols once more, (3, B)."""
    symbols = np.full((length, batch_size), 4)
    symbols[:3] = rng.integers(0, 4, (3, batch_size))
    symbols[-3:] = 5
    return np.eye(6, dtype=np.float32)[symbols], symbols[:3].copy()
'''

    def _draw(self, rng: np.random.Generator, batch_size: int, length: int) -> Batch:
        silence, cue = SYMBOLS, SYMBOLS + 1
        symbols = np.full((length, batch_size), silence)
        symbols[:COUNT] = rng.integers(0, SYMBOLS, (COUNT, batch_size))
        symbols[-COUNT:] = cue
        return Batch(one_hot(symbols, self.input_size), symbols[:COUNT].copy())

    def without_memory(self, length: int) -> float:
        return 1 / SYMBOLS
