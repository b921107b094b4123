"""A number that was measured several times: its median and quartiles."""

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np


class Spread(NamedTuple):
    """Quartiles of repeated measurements, each one of the measured values or the mean of two."""

    lower: float
    median: float
    upper: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """Summarise at least one finite value."""
        lower, median, upper = np.quantile(list(values), (0.25, 0.5, 0.75), method="averaged_inverted_cdf")
        return cls(float(lower), float(median), float(upper))

    @property
    def width(self) -> float:
        """Distance between the quartiles, relative to the median."""
        return (self.upper - self.lower) / self.median

    @property
    def is_unclear(self) -> bool:
        """Whether a ratio scatters between its quartiles at least as much as it differs from 1, on a log scale."""
        return math.log(self.upper / self.lower) >= abs(math.log(self.median))
