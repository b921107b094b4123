"""What the network of a file reads, where nobody's batch is at hand."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.wording import counted, steps

SEQUENCES = 16
"""Read side by side, at most."""


class Feed(NamedTuple):
    """Sequences, and what they are.

    Args:
        inputs: (T, B, D).
        words: One sentence.
    """

    inputs: Array
    words: str


def random_feed(embedding: Array | None, size: int, length: int, count: int, seed: int) -> Feed:
    """The rows of random ids in the network's own embedding, or noise where there is none.

    Args:
        embedding: (V, D), or None.
        size: D.
        length: T.
        count: B.
        seed: Of the ids, or the noise.
    """
    rng, read = np.random.default_rng([seed, 0, 1]), f"It reads {sequences(count, length)} of"
    if embedding is not None:
        ids = rng.integers(0, len(embedding), (length, count))
        rows = counted(len(embedding), "row")
        return Feed(embedding[ids], f"{read} random ids, through its embedding of {rows}.")
    noise = rng.standard_normal((length, count, size))
    return Feed(noise, f"{read} noise, {counted(size, 'number')} at every step.")


def windows(rows: Array | NDArray[np.int64], length: int, most: int = SEQUENCES) -> Array:
    """Pieces of a sequence (N, …), evenly spread over it, of which no two are the same: (T, B, …)."""
    length = min(length, len(rows))
    starts = np.unique(np.linspace(0, len(rows) - length, most).round().astype(int))
    pieces: Array = np.stack([rows[start : start + length] for start in starts], axis=1)
    return pieces


def sequences(count: int, length: int) -> str:
    """Such as "16 sequences of 200 steps"."""
    return f"{counted(count, 'sequence')} of {steps(length)}"
