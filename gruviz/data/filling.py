"""Values with gaps: what is missing, what is cut off at the ends, and a straight line over the rest."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.data.numbers import is_gap
from gruviz.data.sentinels import Sentinel
from gruviz.data.tables import Column, Table

FILLED_LIMIT = 0.1
"""Largest share of a series that may be filled in."""
RUN_LIMIT, SHORT_RUN = 0.05, 5
"""Longest gap, as a share of a series; so many steps may always be missing."""


def known_values(table: Table, column: Column, missing: Sequence[Sentinel] = ()) -> Array:
    """The numbers of a column, (N,), nan where it has a gap or one of these sentinels.

    Raises:
        GruvizError: If a cell is neither a finite number nor a gap; the message names the lines.
    """
    numbers = np.array(column.numbers)
    wrong = [row for row, cell in enumerate(column.cells) if not (np.isfinite(numbers[row]) or is_gap(cell))]
    table.refuse(column, wrong, "finite number" if any(np.isinf(numbers[row]) for row in wrong) else "number")
    return np.where(np.isin(numbers, [one.value for one in missing]), np.nan, numbers)


def known_span(values: Array) -> slice:
    """The rows from the first that is known to the last, where values is (N,) or (N, D)."""
    known = np.flatnonzero(np.isfinite(values.reshape(len(values), -1)).all(axis=1))
    return slice(int(known[0]), int(known[-1]) + 1) if len(known) else slice(0, 0)


def may_be_filled(missing: NDArray[np.bool_]) -> bool:
    """Whether so many steps, (N,), may be missing, in all and in a row."""
    run = longest = 0
    for gap in missing:
        run = run + 1 if gap else 0
        longest = max(longest, run)
    allowed = max(SHORT_RUN, RUN_LIMIT * len(missing))
    return missing.sum() <= max(1, FILLED_LIMIT * len(missing)) and longest <= allowed


def filled(places: Array, values: Array, wanted: Array) -> Array:
    """Values at wanted places on straight lines between those that are known."""
    known = np.isfinite(values)
    return np.interp(wanted, places[known], values[known])
