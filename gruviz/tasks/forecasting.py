"""A series of numbers: how does it go on?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.data.recorded import monthly_sunspots
from gruviz.networks.network import Pass
from gruviz.tasks.base import OWN_DATA, Batch
from gruviz.tasks.examples import Examples, Split, shuffled
from gruviz.tasks.metrics import Targets
from gruviz.validation import InvalidShape, InvalidValue, check_array, check_integer

HORIZON, LONGEST_HORIZON = 12, 60
"""Steps that are forecast, usually and at most."""
HELD_OUT = 0.2
"""Last part of a series, which is not trained on."""
SHORTEST = 120
"""Fewest values of a custom series; more where the horizon is far."""
SHORTEST_WINDOW, WINDOW = 24, 144
"""Values that are read at a time, at least, and where the series is long."""
PENALTIES = (1.0, 10.0, 100.0, 1000.0, 10_000.0)
"""λ of ridge regression, on standardised values; the one that does best on the last fifth of the training part."""


Origins = NDArray[np.integer[Any]]
"""Index of the first value forecast, each (N,)."""


class Forecasts(NamedTuple):
    """What different predictors say of the steps after an origin, in the units of the series, each (N, K)."""

    truth: Array
    ridge: Array
    persistence: Array
    seasonal: Array


@dataclass(frozen=True)
class Forecasting(Examples):
    """Say the next values of a series.

    Args:
        values: The series; by default the monthly sunspot number.
        horizon: How many values, K.
        labels: The date or index of each value; by default they are counted.
        name: Of the values, in words, such as "price".

    Raises:
        GruvizError: If the series is too short, not finite or constant, or the horizon out of range.
    """

    values: tuple[float, ...] = field(default=(), metadata=OWN_DATA, repr=False)
    horizon: int = HORIZON
    labels: tuple[str, ...] = field(default=(), metadata=OWN_DATA, repr=False)
    name: str = field(default="", metadata=OWN_DATA)

    key = "forecasting"
    title = "Forecasting"
    text = (
        "The network reads twelve years of the monthly sunspot number (National Geophysical Data Center, 1749 to "
        "2008), or a series of your own, and says the next twelve months at once. The last fifth is held out. Simple "
        "rules do well here: repeating the last value for a month or two, and a linear map of the same window, ridge "
        "regression, for all twelve. That is the one to beat."
    )
    metric = "mean absolute error"
    input_size = 1
    default_steps = 600

    def __post_init__(self) -> None:
        check_integer("horizon", self.horizon, 1, LONGEST_HORIZON)
        if not self.values:
            return
        series = check_array("values", self.values, ("N",))
        needed = max(SHORTEST, round(2 * self.horizon / HELD_OUT))
        if len(series) < needed:
            sentence = f"The series has {len(series):,} values; at least {needed} are needed to learn from."
            raise InvalidShape("values", f"{len(series)} values", f"at least {needed} of them", sentence)
        if np.ptp(series) == 0:
            sentence = f"The series never changes: all its values are {self.values[0]:g}."
            raise InvalidValue("values", f"{self.values[0]} throughout", "a series that changes", sentence)
        if self.labels and len(self.labels) != len(series):
            raise InvalidShape("labels", f"{len(self.labels)} labels", f"{len(series)} of them, one for each value")
        object.__setattr__(self, "values", tuple(map(float, self.values)))

    @property
    def output_size(self) -> int:
        return self.horizon

    @property
    def lengths(self) -> tuple[int, int]:
        """The longest leaves half of the training part to learn from."""
        return SHORTEST_WINDOW, min(400, self.cut // 2)

    @property
    def default_length(self) -> int:
        """A short series has a shorter window, which leaves two thirds of the training part to learn from."""
        return min(WINDOW, self.cut // 3)

    @property
    def series(self) -> Array:
        """All values, (N,)."""
        return np.array(self.values) if self.values else monthly_sunspots()[1]

    @property
    def cut(self) -> int:
        """How many values are trained on."""
        return round(len(self.series) * (1 - HELD_OUT))

    @property
    def centre(self) -> float:
        """Mean of the values that are trained on."""
        return float(self.series[: self.cut].mean())

    @property
    def spread(self) -> float:
        """Their standard deviation."""
        return float(self.series[: self.cut].std()) or 1.0

    @property
    def season(self) -> int:
        """Lag at which the training part resembles itself most, once it no longer resembles itself by being close."""
        return _season(self)

    @property
    def solved_at(self) -> float:
        """Better than ridge regression on the same window."""
        return self.baselines(self.default_length)["ridge"]

    def measure(self, passed: Pass, targets: Targets) -> Array:
        """In the units of the series."""
        return self.spread * super().measure(passed, targets)

    def _split(self, length: int) -> Split:
        first, cut, last = length, self.cut, len(self.series) - self.horizon
        training, held_out = np.arange(first, cut - self.horizon + 1), np.arange(max(first, cut), last + 1)
        return Split(self.windows(training, length), self.windows(held_out[shuffled(len(held_out))], length))

    def windows(self, origins: Origins, length: int) -> Batch:
        """Values before each origin and from it on, standardised; an origin is the index of the first one forecast."""
        scaled = ((self.series - self.centre) / self.spread).astype(np.float32)
        before = scaled[origins + np.arange(-length, 0)[:, None]][..., None]
        after = scaled[origins[:, None] + np.arange(self.horizon)]
        return Batch(before, after[None])

    def baselines(self, length: int) -> Mapping[str, float]:
        """Mean absolute error on the held-out part, in the units of the series."""
        origins = np.arange(max(length, self.cut), len(self.series) - self.horizon + 1)
        forecasts = self.forecasts(origins, length)
        errors = {name: float(np.abs(each - forecasts.truth).mean()) for name, each in forecasts._asdict().items()}
        names = {"ridge": "ridge", "persistence": "last value", "seasonal": f"value {self.season} steps before"}
        return {title: errors[name] for name, title in names.items()}

    def forecasts(self, origins: Origins, length: int) -> Forecasts:
        """What simple predictors say from some origins on."""
        values, ahead = self.series, np.arange(self.horizon)
        window = self.windows(origins, length).inputs[..., 0].T
        seasons = -(-(ahead + 1) // self.season) * self.season
        return Forecasts(
            truth=values[origins[:, None] + ahead],
            ridge=self.centre + self.spread * (np.column_stack([window, np.ones(len(window))]) @ _ridge(self, length)),
            persistence=np.repeat(values[origins - 1][:, None], self.horizon, 1),
            seasonal=values[np.maximum(origins[:, None] + ahead - seasons, 0)],
        )


@lru_cache(maxsize=8)
def _ridge(task: Forecasting, length: int) -> Array:
    """Coefficients of a window and of 1, (T+1, K)."""
    inputs, targets = task.split(length).training
    X = np.column_stack([inputs[..., 0].T, np.ones(inputs.shape[1])]).astype(np.float64)
    Y = targets[0].astype(np.float64)
    late = round(len(X) * (1 - HELD_OUT))
    early = max(late // 2, late - task.horizon)  # where it is long enough, no value is in both parts

    def error(penalty: float) -> float:
        return float(np.abs(X[late:] @ _fit(X[:early], Y[:early], penalty) - Y[late:]).mean())

    return _fit(X, Y, min(PENALTIES, key=error))


def _fit(X: Array, Y: Array, penalty: float) -> Array:
    """Least squares with a penalty on all coefficients but the last."""
    penalties = penalty * np.eye(X.shape[1])
    penalties[-1, -1] = 0
    return np.linalg.solve(X.T @ X + penalties, X.T @ Y)


@lru_cache(maxsize=8)
def _season(task: Forecasting) -> int:
    values = task.series[: task.cut] - task.centre
    lags = np.arange(1, len(values) // 2)
    covariances = np.array([values[lag:] @ values[:-lag] / (len(values) - lag) for lag in lags])
    negative = np.flatnonzero(covariances < 0)
    return int(lags[negative[0] + np.argmax(covariances[negative[0] :])]) if len(negative) else HORIZON
