"""The adding problem of Hochreiter & Schmidhuber 1997."""

import numpy as np

from gruviz.tasks.base import Batch, Synthetic


class Adding(Synthetic):
    """Add the two marked numbers."""

    key = "adding"
    title = "Adding problem"
    text = (
        "At every step the network reads a random number between 0 and 1 and a mark that is 1 at two steps, one in "
        "each half, and 0 elsewhere. At the end it has to say the sum of the two marked numbers. It must store a "
        "number exactly, for tens of steps, while others stream past (Hochreiter & Schmidhuber 1997)."
    )
    input_size = 2
    output_size = 1
    metric = "mean squared error"
    solved_at = 0.02
    script = '''\
def adding(rng, batch_size, length):
    """Random numbers and two marks, (T, B, 2); the sum of the two marked numbers, (1, B)."""
    numbers = rng.random((length, batch_size), dtype=np.float32)
    marks = np.zeros((length, batch_size), np.float32)
    sequences, half = np.arange(batch_size), length // 2
    marks[rng.integers(0, half, batch_size), sequences] = 1
    marks[rng.integers(half, length, batch_size), sequences] = 1
    return np.stack([numbers, marks], -1), (numbers * marks).sum(0, keepdims=True)
'''

    def _draw(self, rng: np.random.Generator, batch_size: int, length: int) -> Batch:
        numbers = rng.random((length, batch_size), dtype=np.float32)
        marks = np.zeros((length, batch_size), np.float32)
        sequences, half = np.arange(batch_size), length // 2
        marks[rng.integers(0, half, batch_size), sequences] = 1
        marks[rng.integers(half, length, batch_size), sequences] = 1
        return Batch(np.stack([numbers, marks], -1), (numbers * marks).sum(0, keepdims=True))

    def without_memory(self, length: int) -> float:
        """Say 1, the mean: the variance of a sum of two uniform numbers is 1/6.

        The last step's own mark helps in 1 of T/2 sequences; it then leaves the variance of one number, 1/12.
        """
        lucky = 1 / (length - length // 2)
        return lucky / 12 + (1 - lucky) / 6
