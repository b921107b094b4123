"""What a profile of ratios does, in one word and in a sentence."""

import math
from typing import NamedTuple

from gruviz.engine.breakdown import Breakdown
from gruviz.wording import part_of, power, share, steps

LITTLE, MUCH = 0.01, 100.0
"""What is left of a gradient that vanishes is less, what has become of one that explodes is more."""

HALF, TWICE = 0.5, 2.0
"""A gradient that holds stays between them."""

SLOW = 20.0
"""Steps: what takes longer to halve or to double neither vanishes nor explodes, and only that can hold."""

BEND = 1 / 12
"""There is no constant rate where it misses the profile by more than this part of the profile's whole change."""

RETURN, RETURN_PART = 4.0, 0.1
"""A profile turns where it comes back by this factor, and by this part of its way down or up, in logarithms."""


REGIMES = (
    *("zero", "cut", "underflows", "vanishes", "fades", "turns"),
    *("holds", "constant", "grows", "explodes", "breaks", "every"),
)
"""Every regime, from nothing left to more than can be told."""


class Turn(NamedTuple):
    """A step on the way where a gradient lies far below both of its ends, or far above them."""

    lag: int
    """Steps before the loss, or before the step that counts as 1."""
    ratio: float


class Profile(NamedTuple):
    """What is known of a profile; the fields are explained at `Decay` and `Band`."""

    length: int
    since: int
    kept: float
    factor: float
    half_life: float
    bends: bool
    turn: Turn | None
    flat: bool
    first_lost: int
    """Steps before the loss at which it stops being a finite number above zero; 0 for none."""
    lost: str
    """How: a status of `Band`, or an empty text."""
    breakdown: Breakdown | None
    every: bool

    @property
    def pace(self) -> float:
        """Steps to halve or to double: by the rate if it is constant, else on average over the whole."""
        slope = abs(math.log(self.factor)) if self.factor > 0 and not self.bends else self._mean_slope()
        return math.log(2) / slope if slope > 1e-12 else math.inf

    def _mean_slope(self) -> float:
        return abs(math.log(self.kept)) / self.length if 0 < self.kept < math.inf else math.inf


def find_regime(profile: Profile) -> str:
    """One of `REGIMES`; see `Decay.regime`."""
    if profile.breakdown is not None and profile.breakdown.is_typical:
        return "breaks"
    if profile.every:
        return "every"
    if profile.lost:
        return {"overflowed": "explodes", "underflowed": "underflows", "cut": "cut"}.get(profile.lost, "zero")
    if profile.flat:
        return "constant"
    if profile.turn:
        return "turns"
    fast = profile.pace < SLOW
    if profile.kept < HALF:
        return "vanishes" if profile.kept < LITTLE and fast else "fades"
    if profile.kept > TWICE:
        return "explodes" if profile.kept > MUCH and fast else "grows"
    if not fast:
        return "holds"
    return "fades" if profile.kept < 1 else "grows"


def words_of(regime: str, profile: Profile) -> str:
    """The regime with its numbers, as a sentence without a subject; and whether some of the runs break."""
    some = profile.breakdown is not None and regime != "breaks"
    return _sentence(regime, profile) + (f"; {profile.breakdown.words}" if some and profile.breakdown else "")


def _sentence(regime: str, profile: Profile) -> str:
    where = f"{steps(profile.length + profile.since)} before the loss"
    there = f"{of_size(profile.kept, profile.since)} at {where}"
    lost = f"{steps(profile.first_lost)} before the loss"
    rate = _rate(regime, profile)
    if regime == "explodes" and profile.lost:
        return f"explodes, and overflows {lost}{_back(profile, there)}"
    return {
        "breaks": f"has no gradient: {profile.breakdown.words if profile.breakdown else ''}",
        "every": f"stands at {there}, which says nothing about memory: every step has a loss of its own",
        "underflows": f"vanishes{rate}, and underflows to zero {lost}",
        "cut": f"is cut: exactly zero from {lost}",
        "zero": f"is exactly zero from {lost}",
        "explodes": f"explodes to {there}{rate}",
        "grows": f"grows to {there}{rate}",
        "holds": f"holds: {_left(profile)} at {where}{rate}",
        "turns": f"{_turn_words(profile)} {there}",
        "constant": "passes unchanged, 100% at every step",
        "fades": f"fades to {there}{rate}",
        "vanishes": f"vanishes to {there}{rate}",
    }[regime]


def of_size(ratio: float, since: int = 0) -> str:
    """A ratio to a size at the loss, or to what was left one step back: "61%", "2.7 times its size", "19% of that"."""
    part = part_of(ratio, "that" if since else "its size")
    return part if since or ratio > 1 else share(ratio)


def _left(profile: Profile) -> str:
    """What is left of a gradient that holds; one that has grown a little is told by its size."""
    return (
        f"{of_size(profile.kept, profile.since)} is left" if profile.kept <= 1 else of_size(profile.kept, profile.since)
    )


def _rate(regime: str, profile: Profile) -> str:
    """The rate, if there is one and the run is long enough to show it."""
    average = profile.bends and regime in ("vanishes", "explodes")
    if profile.bends and not average:
        gone = f"half is gone within {steps(math.ceil(profile.half_life))}, " if profile.kept < HALF else ""
        return f"; {gone}at no constant rate"
    falls = profile.kept < 1 if average else profile.factor < 1
    shown = 0.1 <= profile.pace < 10 * profile.length
    verb = "halving" if falls else "doubling"
    every = steps(profile.pace) if profile.pace >= 0.995 else f"{power(profile.pace)} steps"
    return f", {verb} every {every}{' on average' * average}" if shown else ""


def _back(profile: Profile, there: str) -> str:
    """What is told of a gradient that overflows on the way, and is a number again in the end."""
    return f", and is back at {there}" if math.isfinite(profile.kept) else ""


def _turn_words(profile: Profile) -> str:
    if profile.turn is None:
        return ""
    lag, ratio = profile.turn
    verb, then = ("falls", "comes back to") if ratio < 1 else ("rises", "is back at")
    return f"{verb} to {of_size(ratio, profile.since)} at {steps(lag + profile.since)} before the loss, and {then}"
