"""Medians of what is a number, for quantities that some runs do not have."""

import numpy as np

from gruviz.arrays import Array


def median_of_numbers(values: Array) -> float:
    """Median of all values that are not nan; nan where none is."""
    known = values[~np.isnan(values)]
    return float(np.median(known)) if known.size else float("nan")


def medians_of_numbers(rows: Array) -> Array:
    """The same for each row, over all other axes."""
    flat = rows.reshape(len(rows), -1).astype(np.float64)
    if not np.isnan(flat).any():
        return np.asarray(np.median(flat, axis=1))
    return np.array([median_of_numbers(row) for row in flat])
