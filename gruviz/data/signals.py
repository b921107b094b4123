"""What a cell reads: generated signals, typed text, tables of numbers and recorded series, as (T, B, D) arrays."""

from collections.abc import Callable, Mapping

import numpy as np

from gruviz.arrays import Array
from gruviz.data.recorded import monthly_sunspots
from gruviz.validation import InvalidValue, TooLarge

WIDTH = 8
"""D of every generated signal."""
TEXT_LIMIT = 2000
"""Characters of typed text that are read."""


def noise(seq_len: int, seed: int) -> Array:
    """Independent standard normal numbers, (T, 1, 8)."""
    return np.random.default_rng([seed, 0, 1]).standard_normal((seq_len, 1, WIDTH))


def impulse(seq_len: int, seed: int) -> Array:
    """1 on every channel at the first step, then silence, (T, 1, 8)."""
    signal = np.zeros((seq_len, 1, WIDTH))
    signal[0] = 1.0
    return signal


def sine(seq_len: int, seed: int) -> Array:
    """A period of 20 steps, each channel an eighth of a period later than the one before, (T, 1, 8)."""
    phase = np.arange(seq_len)[:, None] / 20 - np.arange(WIDTH) / WIDTH
    return np.sin(2 * np.pi * phase)[:, None]


def constant(seq_len: int, seed: int) -> Array:
    """1 on every channel at every step, (T, 1, 8)."""
    return np.ones((seq_len, 1, WIDTH))


def sunspots(seq_len: int, seed: int) -> Array:
    """The last `seq_len` months of the sunspot number 1749–2008, standardised over the whole record, (T, 1, 1)."""
    return _standardised(monthly_sunspots()[1][:, None])[-seq_len:, None]


SIGNALS: Mapping[str, Callable[[int, int], Array]] = {
    "noise": noise,
    "impulse": impulse,
    "sine": sine,
    "constant": constant,
    "sunspots": sunspots,
}
"""Signals that need nothing but a length and a seed."""


def one_hot(text: str, seq_len: int) -> Array:
    """The first `seq_len` characters, one channel for each different character in order of appearance, (T, 1, D)."""
    if not text:
        raise InvalidValue("text", text, "at least one character", "Write at least one character.")
    if len(text) > TEXT_LIMIT:
        raise TooLarge("text", f"{len(text):,} characters", f"at most {TEXT_LIMIT:,} characters")
    alphabet = {character: i for i, character in enumerate(dict.fromkeys(text))}
    codes = [alphabet[character] for character in text[:seq_len]]
    return np.eye(len(alphabet))[codes][:, None]


def series(table: tuple[tuple[float, ...], ...], seq_len: int) -> Array:
    """The first `seq_len` rows of a table, each column standardised over all its rows, (T, 1, D)."""
    return _standardised(np.array(table, dtype=np.float64))[:seq_len, None]


def _standardised(values: Array) -> Array:
    """Each column with mean 0 and standard deviation 1; a column that never changes becomes 0."""
    spread = values.std(0)
    return (values - values.mean(0)) / np.where(spread > 0, spread, 1)
