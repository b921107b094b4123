"""Recall the first symbol after a stretch of noise: the counterexample to "a GRU is always better"."""

import numpy as np

from gruviz.tasks.base import Batch, Synthetic

CLASSES = 4
NOISE = 0.3


class FirstSymbol(Synthetic):
    """Which symbol stood at the very first step?"""

    key = "first_symbol"
    title = "First symbol, then noise"
    text = (
        "The first step shows one of four symbols, all later steps only noise. After the last step the network has to "
        "name the symbol. Nothing has to be written after the first step, only kept. An RNN with orthogonal weights "
        "often learns that within 100 updates, though not from every start; a GRU fresh from PyTorch overwrites half "
        "of its state at every step and hardly gets a gradient that would teach it otherwise."
    )
    input_size = CLASSES
    output_size = CLASSES
    class_names = ("A", "B", "C", "D")
    script = '''\
def first_symbol(rng, batch_size, length):
    """One of four symbols, then noise, (T, B, 4); which symbol it was, (1, B)."""
    inputs = (0.3 * rng.standard_normal((length, batch_size, 4))).astype(np.float32)
    symbols = rng.integers(0, 4, batch_size)
    inputs[0] = np.eye(4, dtype=np.float32)[symbols]
    return inputs, symbols[None]
'''

    def _draw(self, rng: np.random.Generator, batch_size: int, length: int) -> Batch:
        inputs = (NOISE * rng.standard_normal((length, batch_size, CLASSES))).astype(np.float32)
        symbols = rng.integers(0, CLASSES, batch_size)
        inputs[0] = np.eye(CLASSES, dtype=np.float32)[symbols]
        return Batch(inputs, symbols[None])

    def without_memory(self, length: int) -> float:
        return 1 / CLASSES
