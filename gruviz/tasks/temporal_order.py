"""The temporal order problem of Hochreiter & Schmidhuber 1997."""

import numpy as np

from gruviz.tasks.base import Batch, Synthetic, one_hot


class TemporalOrder(Synthetic):
    """Which came first, X or Y, and which second?"""

    key = "temporal_order"
    title = "Temporal order"
    text = (
        "Among four meaningless symbols, two that matter, each X or Y, appear early and near the middle. After the "
        "last step the network has to say which of XX, XY, YX and YY it was: two events to keep, and their order "
        "(Hochreiter & Schmidhuber 1997)."
    )
    input_size = 6
    output_size = 4
    default_steps = 600
    script = '''\
def temporal_order(rng, batch_size, length):
    """X (0) or Y (1), early and near the middle, among four other symbols, (T, B, 6); which of four pairs, (1, B)."""
    symbols = rng.integers(2, 6, (length, batch_size))
    pair = rng.integers(0, 2, (2, batch_size))
    for event, (low, high) in zip(pair, ((0.1, 0.2), (0.5, 0.6))):
        first = int(low * length)
        place = rng.integers(first, max(first + 1, int(high * length)), batch_size)
        symbols[place, np.arange(batch_size)] = event
    return np.eye(6, dtype=np.float32)[symbols], (2 * pair[0] + pair[1])[None]
'''

    def _draw(self, rng: np.random.Generator, batch_size: int, length: int) -> Batch:
        symbols = rng.integers(2, 6, (length, batch_size))
        pair = rng.integers(0, 2, (2, batch_size))
        for event, (low, high) in zip(pair, ((0.1, 0.2), (0.5, 0.6)), strict=True):
            first = int(low * length)
            place = rng.integers(first, max(first + 1, int(high * length)), batch_size)
            symbols[place, np.arange(batch_size)] = event
        return Batch(one_hot(symbols, 6), (2 * pair[0] + pair[1])[None])

    def without_memory(self, length: int) -> float:
        return 0.25
