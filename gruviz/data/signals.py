"""What a cell is fed: generated signals, typed text, tables of numbers and recorded series, as (T, B, D) arrays."""

import csv
import io
from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from gruviz.arrays import Array
from gruviz.paths import ASSETS
from gruviz.validation import InvalidShape, InvalidValue, TooLarge

WIDTH = 8
"""D of every generated signal."""
TEXT_LIMIT = 2000
"""Characters of typed text that are read."""
TABLE_LIMIT = 2_000_000
"""Characters of a pasted or uploaded table."""
COLUMN_LIMIT = 64

_DATA = ASSETS / "data"


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
    return _standardised(_sunspots())[-seq_len:, None]


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
        raise InvalidValue("text", text, "at least one character")
    if len(text) > TEXT_LIMIT:
        raise TooLarge("text", f"{len(text):,} characters", f"at most {TEXT_LIMIT:,} characters")
    alphabet = {character: i for i, character in enumerate(dict.fromkeys(text))}
    codes = [alphabet[character] for character in text[:seq_len]]
    return np.eye(len(alphabet))[codes][:, None]


def series(table: tuple[tuple[float, ...], ...], seq_len: int) -> Array:
    """The first `seq_len` rows of a table, each column standardised over all its rows, (T, 1, D)."""
    return _standardised(np.array(table, dtype=np.float64))[:seq_len, None]


def parse_table(text: str) -> tuple[tuple[float, ...], ...]:
    """Read numbers from CSV text: separator comma, semicolon, tab or spaces; a header row and a date column may stand.

    Args:
        text: One row per time step.

    Returns:
        Rows of equal length with only the columns that hold numbers.

    Raises:
        GruvizError: If the table is too large, empty, has fewer than two rows or a cell that is no finite number;
            the message names row and column.
    """
    if len(text) > TABLE_LIMIT:
        raise TooLarge("table", f"{len(text) / 1e6:.1f} million characters", f"at most {TABLE_LIMIT / 1e6:g} million")
    rows = _cells(text)
    if not rows:
        raise InvalidValue("table", "empty", "one row of numbers per time step, separated by commas")
    header, body = (rows[0], rows[1:]) if not any(map(_is_number, rows[0])) else (None, rows)
    if len(body) < 2:
        raise InvalidShape("table", f"{len(body)} row(s) of numbers", "at least two rows of numbers")
    widths = {len(row) for row in body}
    if len(widths) > 1:
        odd = next(i for i, row in enumerate(body) if len(row) != len(body[0]))
        line = odd + 1 + (header is not None)
        raise InvalidShape(f"table row {line}", f"{len(body[odd])} cells", f"{len(body[0])} cells, as in the first row")
    columns = [column for column in range(len(body[0])) if any(_is_number(row[column]) for row in body)]
    if not columns:
        raise InvalidValue("table", body[0][0], "at least one column of numbers, with a point as decimal sign")
    if len(columns) > COLUMN_LIMIT:
        raise TooLarge("table", f"{len(columns)} columns", f"at most {COLUMN_LIMIT} columns of numbers")
    offset = 1 + (header is not None)
    return tuple(tuple(_number(row[c], i + offset, c + 1) for c in columns) for i, row in enumerate(body))


def _cells(text: str) -> list[list[str]]:
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    separator = next((mark for mark in ("\t", ";", ",") if lines and mark in lines[0]), None)
    if separator is None:
        return [line.split() for line in lines]
    try:
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
    except csv.Error as error:
        raise InvalidValue("table", str(error), "rows of numbers, separated by commas") from None
    return [[cell.strip() for cell in row] for row in rows]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _number(cell: str, row: int, column: int) -> float:
    value = float(cell) if _is_number(cell) else np.nan
    if not np.isfinite(value) or abs(value) > 1e100:
        raise InvalidValue(f"table row {row}, column {column}", cell or "empty", "a finite number with a decimal point")
    return value


def _standardised(values: Array) -> Array:
    """Each column with mean 0 and standard deviation 1; a column that never changes becomes 0."""
    spread = values.std(0)
    return (values - values.mean(0)) / np.where(spread > 0, spread, 1)


@lru_cache(maxsize=1)
def _sunspots() -> Array:
    return np.loadtxt(_DATA / "sunspots_monthly.csv", delimiter=",", skiprows=1, usecols=1, ndmin=2)
