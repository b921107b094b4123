"""From a band of ratios to a rate, a half-life, a horizon and a verdict in words."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike, NDArray

from gruviz.arrays import Array
from gruviz.wording import share, steps

FINITE, UNDERFLOWED, OVERFLOWED, ZERO = "finite", "underflowed", "overflowed", "exactly zero"

QUARTILES = (0.25, 0.5, 0.75)

HORIZON_SHARE = 0.01
"""A step is within the horizon while its ratio is at least this."""


@dataclass(frozen=True, eq=False)
class Band:
    """Median and quartiles of a ratio over seeds and sequences, by step.

    Args:
        median: (T+1,); 0 where it underflowed or was cut, inf where it overflowed.
        lower: First quartile, (T+1,).
        upper: Third quartile, (T+1,).
        status: Of the median at each step, (T+1,): finite, underflowed, overflowed or exactly zero.
    """

    median: Array
    lower: Array
    upper: Array
    status: NDArray[np.str_]

    @classmethod
    def over(cls, ratios: Array, dtype: DTypeLike, *, unit: float = 1.0) -> "Band":
        """Summarise per-sequence ratios (T+1, E, B); not-a-number counts as overflow.

        `dtype` is the precision of the norms behind them and `unit` the norm that counts as 1.
        """
        rows = np.where(np.isnan(ratios), np.inf, ratios).reshape(len(ratios), -1).astype(np.float64)
        with np.errstate(invalid="ignore"):
            between = np.quantile(rows, QUARTILES, axis=1)
        # NumPy interpolates towards an infinite neighbour even where the quartile is a sample itself
        above = np.quantile(rows, QUARTILES, axis=1, method="higher")
        lower, median, upper = np.where(np.isnan(between), above, between)
        return cls(median, lower, upper, _status(median, float(np.finfo(dtype).smallest_subnormal) / unit))


@dataclass(frozen=True)
class Decay:
    """How a gradient changes from the loss back to the initial state.

    Args:
        factor: Fitted factor per step; nan where fewer than two steps are finite.
        half_life: Steps back after which half is left; inf where it does not shrink.
        kept: Median ratio at the initial state.
        orders_lost: -log10(kept); inf where it underflowed, negative where it grew.
        horizon: How many steps back the ratio stays at or above `HORIZON_SHARE`.
        seq_len: T.
        regime: vanishes, fades, holds, constant, grows, explodes, underflows or cut.
        verdict: The regime with its numbers, as a sentence without a subject.
    """

    factor: float
    half_life: float
    kept: float
    orders_lost: float
    horizon: int
    seq_len: int
    regime: str
    verdict: str

    @property
    def bounded_half_life(self) -> float:
        """The half-life, at most T; the horizon where a gradient that is zero at once has no rate."""
        return self.horizon if math.isnan(self.factor) else min(self.half_life, self.seq_len)


def fit_decay(band: Band) -> Decay:
    """Fit the median's slope on a log scale.

    The outer tenth at either end is left out: near the loss the readout's direction still counts, and near the
    initial state a run that starts from zeros is not yet in its usual range.
    """
    back = band.median[::-1]
    factor = _factor(back, band.status[::-1] == FINITE)
    half_life = math.log(0.5) / math.log(factor) if 0 < factor < 1 - 1e-12 else math.inf
    ratio = float(back[-1])
    with np.errstate(divide="ignore"):
        orders_lost = -float(np.log10(ratio))
    within = back[1:] >= HORIZON_SHARE
    horizon = len(within) if within.all() else int(np.argmin(within))
    regime = _regime(band, ratio)
    verdict = _verdict(regime, band, ratio, half_life)
    return Decay(factor, half_life, ratio, orders_lost, horizon, len(back) - 1, regime, verdict)


def _status(median: Array, smallest: float) -> NDArray[np.str_]:
    """Tell an underflow from a cut: going back, an underflow is close to the smallest ratio before it is zero.

    A cut falls to zero from any height. The factor of 10⁶ leaves room for the decay of the last step.
    """
    status = np.where(np.isfinite(median), FINITE, OVERFLOWED).astype("<U12")
    status[median == 0] = ZERO
    lost = np.flatnonzero((median[:-1] == 0) & (median[1:] > 0))
    if len(lost) and median[lost[-1] + 1] < 1e6 * smallest:
        status[: lost[-1] + 1][median[: lost[-1] + 1] == 0] = UNDERFLOWED
    return status


def _factor(back: Array, usable: NDArray[np.bool_]) -> float:
    lags = np.flatnonzero(usable)
    margin = round(0.1 * len(lags))
    inner = lags[margin : len(lags) - margin] if len(lags) - 2 * margin >= 2 else lags
    if len(inner) < 2:
        return math.nan
    return float(np.exp(np.polyfit(inner, np.log(back[inner]), 1)[0]))


def _regime(band: Band, ratio: float) -> str:
    before_the_loss = band.status[:-1]  # at the loss itself, a state that the loss does not read has no gradient yet
    if OVERFLOWED in before_the_loss:
        return "explodes"
    if UNDERFLOWED in before_the_loss:
        return "underflows"
    if ZERO in before_the_loss:
        return "cut"
    if np.abs(band.median - 1).max() < 1e-9:
        return "constant"
    limits = ((0.01, "vanishes"), (0.1, "fades"), (10.0, "holds"), (1000.0, "grows"))
    return next((name for limit, name in limits if ratio < limit), "explodes")


def _verdict(regime: str, band: Band, ratio: float, half_life: float) -> str:
    length = len(band.median) - 1
    distance = f"{steps(length)} before the loss"
    halving = f", halving every {steps(half_life)}" if 0.1 <= half_life < 10 * length else ""
    left = f"{share(ratio)} is left" if ratio < 2 else f"{share(ratio)} its size"
    first = _first_lag_without_ratio(band)
    return {
        "underflows": f"vanishes{halving}, and underflows to zero {steps(first)} before the loss",
        "cut": f"is cut: exactly zero from {steps(first)} before the loss",
        "explodes": f"explodes to {share(ratio)} its size {distance}"
        if math.isfinite(ratio)
        else f"explodes, and overflows {steps(first)} before the loss",
        "grows": f"grows to {share(ratio)} its size {distance}",
        "holds": f"holds: {left} {distance}",
        "constant": "passes unchanged, 100% at every step",
        "fades": f"fades to {share(ratio)} {distance}{halving}",
        "vanishes": f"vanishes to {share(ratio)} {distance}{halving}",
    }[regime]


def _first_lag_without_ratio(band: Band) -> int:
    """Lag of the first step, going back from the loss, whose median is no longer a finite positive number."""
    lost = band.status[-2::-1] != FINITE
    return int(np.argmax(lost)) + 1 if lost.any() else 0
