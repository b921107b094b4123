"""From a band of ratios to a rate, a half-life, a horizon and a verdict in words."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import DTypeLike, NDArray

from gruviz.arrays import Array, Mask
from gruviz.engine.breakdown import Breakdown
from gruviz.engine.verdicts import BEND, RETURN, RETURN_PART, Profile, Turn, find_regime, words_of
from gruviz.wording import share

FINITE, UNDERFLOWED, OVERFLOWED, ZERO, CUT = "finite", "underflowed", "overflowed", "exactly zero", "cut"

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
        status: Of the median at each step, (T+1,): finite, underflowed, overflowed, exactly zero or cut.
        since: How many steps before the loss the last row lies, the one that counts as 1.
        every: Whether each step has a loss of its own, so that the ratios say nothing about memory.
        breakdown: Where the run's state stops being a number, if it does.
    """

    median: Array
    lower: Array
    upper: Array
    status: NDArray[np.str_]
    since: int = 0
    every: bool = False
    breakdown: Breakdown | None = None

    @classmethod
    def over(
        cls, ratios: Array, dtype: DTypeLike, *, unit: float = 1.0, cut: int = 0, has_zeros: bool = True
    ) -> "Band":
        """Summarise per-sequence ratios (T+1, E, B); not-a-number counts as overflow.

        Args:
            ratios: First step first.
            dtype: Precision of the norms behind them.
            unit: The norm that counts as 1.
            cut: Row before which nothing can arrive, since the gradient was cut there; 0 for none.
            has_zeros: Whether the true gradient can be zero without a cut, as behind a ReLU; where it cannot, a zero
                has underflowed.
        """
        rows = np.where(np.isnan(ratios), np.inf, ratios).reshape(len(ratios), -1).astype(np.float64)
        with np.errstate(invalid="ignore"):
            between = np.quantile(rows, QUARTILES, axis=1)
        # NumPy interpolates towards an infinite neighbour even where the quartile is a sample itself
        above = np.quantile(rows, QUARTILES, axis=1, method="higher")
        lower, median, upper = np.where(np.isnan(between), above, between)
        smallest = float(np.finfo(dtype).smallest_subnormal)
        return cls(median, lower, upper, _status(median, smallest / unit, cut, has_zeros))


@dataclass(frozen=True)
class Decay:
    """How a gradient changes from the loss back to the initial state.

    Args:
        factor: Fitted factor per step; nan where fewer than two steps are finite.
        half_life: Steps back at which the median first falls below ½, between two steps by the logarithm; inf where it
            never does. With a constant rate it is log ½ / log `factor`.
        kept: Median ratio at the initial state.
        orders_lost: -log10(kept); inf where it underflowed, negative where it grew.
        horizon: How many steps back the ratio stays at or above `HORIZON_SHARE`.
        seq_len: Steps from where the ratio is 1 to the initial state: T, or T - 1 from one step back on.
        bends: Whether there is no constant rate: `factor` misses the profile by more than a part of its whole change.
        turn: The lowest or highest point of a profile that comes back.
        regime: vanishes, fades, holds, constant, grows, explodes, turns, underflows, zero, cut, breaks or every.
        verdict: The regime with its numbers, as a sentence without a subject.
        passed: Share of the gradient at the loss that the first step back leaves, where the loss reads only a part of
            the state, as an LSTM's h behind its output gate; else 1. `kept` includes it.
        rest: The same from one step back on, where `passed` is told apart.
    """

    factor: float
    half_life: float
    kept: float
    orders_lost: float
    horizon: int
    seq_len: int
    bends: bool
    turn: Turn | None
    regime: str
    verdict: str
    passed: float = 1.0
    rest: "Decay | None" = None

    @property
    def doubling(self) -> float:
        """Steps in which the fitted rate halves or doubles the gradient; inf where it does neither, nan without one."""
        away = abs(math.log(self.factor)) if self.factor > 0 else math.nan
        return math.log(2) / away if away > 1e-12 or math.isnan(away) else math.inf


OUTPUT_GATE, STATES = "through its output gate", "back into its states"
"""The way from what a loss reads to what carries the memory, in cells with such a gate and in others."""


def fit_decay(band: Band, *, rest: Band | None = None, way: str = OUTPUT_GATE) -> Decay:
    """Fit the median's slope on a log scale, and put what it does into words.

    The outer tenth at either end is left out: near the loss the readout's direction still counts, and near the
    initial state a run that starts from zeros is not yet in its usual range.

    Args:
        band: Ratios to the gradient at the loss.
        rest: Ratios to the gradient one step back, where the loss reads only a part of the state.
        way: Where it goes from there to the rest.
    """
    back = band.median[::-1]
    usable = band.status[::-1] == FINITE
    factor = _factor(back, usable)
    ratio = float(back[-1])
    with np.errstate(divide="ignore"):
        orders_lost = -float(np.log10(ratio))
    within = back[1:] >= HORIZON_SHARE
    horizon = len(within) if within.all() else int(np.argmin(within))
    profile = Profile(
        length=len(back) - 1,
        since=band.since,
        kept=ratio,
        factor=factor,
        half_life=_half_life(back),
        bends=_misfit(back, usable, factor) > BEND,
        turn=_turn(back, usable),
        flat=bool(np.abs(back - 1).max() < 1e-9),
        first_lost=_first_lost(band),
        lost=_way_lost(band),
        breakdown=band.breakdown,
        every=band.every,
    )
    regime = find_regime(profile)
    decay = Decay(
        factor=factor,
        half_life=profile.half_life,
        kept=ratio,
        orders_lost=orders_lost,
        horizon=horizon,
        seq_len=profile.length,
        bends=profile.bends,
        turn=profile.turn,
        regime=regime,
        verdict=words_of(regime, profile),
    )
    return decay if rest is None or band.every or profile.lost else _told_apart(decay, band, fit_decay(rest), way)


def _told_apart(decay: Decay, band: Band, rest: Decay, way: str) -> Decay:
    """A decay whose first step back is told apart from the others, which give the regime."""
    passed = float(band.median[-2])
    if passed >= 1:
        return replace(decay, passed=passed, rest=rest)
    verdict = f"lets {share(passed)} of the gradient {way} at the loss, and then {rest.verdict}"
    return replace(decay, regime=rest.regime, verdict=verdict, passed=passed, rest=rest)


def _status(median: Array, smallest: float, cut: int, has_zeros: bool) -> NDArray[np.str_]:
    """Tell an underflow from a true zero, and either from a cut.

    Going back, an underflow is close to the smallest ratio before it is zero; a true zero comes from any height. The
    factor of 10⁶ leaves room for the decay of the last step.
    """
    status = np.where(np.isfinite(median), FINITE, OVERFLOWED).astype("<U12")
    status[median == 0] = ZERO
    lost = np.flatnonzero((median[:-1] == 0) & (median[1:] > 0))
    if not len(lost):
        return status
    first = int(lost[-1])
    before = status[: first + 1]
    if first == cut - 1:
        before[:] = CUT
    elif not has_zeros or median[first + 1] < 1e6 * smallest:
        before[before == ZERO] = UNDERFLOWED
    return status


def _factor(back: Array, usable: Mask) -> float:
    lags = np.flatnonzero(usable)
    margin = round(0.1 * len(lags))
    inner = lags[margin : len(lags) - margin] if len(lags) - 2 * margin >= 2 else lags
    if len(inner) < 2:
        return math.nan
    return float(np.exp(np.polyfit(inner, np.log(back[inner]), 1)[0]))


def _half_life(back: Array) -> float:
    """Where the profile first falls below ½; just after the last step that was above where there it is zero at once."""
    below = np.flatnonzero(back[1:] < 0.5)
    if not len(below):
        return math.inf
    lag = int(below[0]) + 1
    before, after = (float(back[lag - 1]) or 1.0), float(back[lag])
    if after == 0 or not math.isfinite(before):
        return float(lag - 1)
    return lag - 1 + math.log(before / 0.5) / math.log(before / after)


def _misfit(back: Array, usable: Mask, factor: float) -> float:
    """The most that the rate misses the profile by, as a part of the profile's whole change; both in logarithms."""
    if math.isnan(factor):
        return 0.0
    lags = np.flatnonzero(usable)
    heights = np.log(back[lags])
    missed = np.abs(heights - lags * math.log(factor)).max()
    return float(missed / max(np.abs(heights).max(), math.log(2)))


def _turn(back: Array, usable: Mask) -> Turn | None:
    """The deepest point of a valley that both ends rise above, or the top of a hill."""
    lags = np.flatnonzero(usable)
    lags = lags[lags > 0]
    if len(lags) < 3 or not usable[-1]:
        return None
    heights = np.log(back[lags])
    for sign in (1, -1):
        at = int(np.argmin(sign * heights))
        depth = sign * heights[at]
        rise = min(-depth, sign * heights[-1] - depth)
        if rise > max(math.log(RETURN), RETURN_PART * abs(depth)):
            return Turn(int(lags[at]), float(back[lags[at]]))
    return None


def _first_lost(band: Band) -> int:
    """Lag, from the loss, of the first step back whose median is no longer a finite positive number; 0 for none."""
    lost = band.status[-2::-1] != FINITE
    return int(np.argmax(lost)) + 1 + band.since if lost.any() else 0


def _way_lost(band: Band) -> str:
    """How it stopped being a number, on the way back; at the loss, a state that is not read has no gradient yet."""
    lost = [status for status in band.status[-2::-1].tolist() if status != FINITE]
    return str(lost[0]) if lost else ""
