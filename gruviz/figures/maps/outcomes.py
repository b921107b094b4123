"""What became of the networks of a map within a budget, beside what was left of the gradient before."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from gruviz.arrays import Array, Mask
from gruviz.figures.maps.kinds import KINDS, check_measure, of_kind, read_at
from gruviz.figures.maps.squares import grid_columns
from gruviz.figures.maps.words import NOT_TRAINED, left_words, networks_words, settings_words, updates_words
from gruviz.maps.plan import Plan
from gruviz.maps.trainability_map import Map
from gruviz.validation import InvalidValue
from gruviz.wording import listed

MOST = "most networks learn at"


class Learned(NamedTuple):
    """Numbers of one panel."""

    sweep: Map
    budget: int
    """Updates."""
    learned: Array
    """Networks that have learned within them, (rows, columns); nan where there is no result yet."""
    diverged: Array
    """Networks that have diverged by then, likewise."""
    left: Array
    """log₁₀ of what was left of the gradient before training, (rows, columns); nan where that is not known."""
    gradient: Map | None = None
    """The map that this was read from, which may have more squares."""

    @property
    def plan(self) -> Plan:
        """What was swept."""
        return self.sweep.plan

    @property
    def networks(self) -> int:
        """E, for each setting."""
        return self.plan.base.seeds

    @property
    def known(self) -> Mask:
        """Squares with a result."""
        return ~np.isnan(self.learned)

    @property
    def most(self) -> Mask:
        """Squares where more than half of the networks have learned."""
        return self.learned * 2 > self.networks


def measure_learned(
    trainings: Mapping[str, Map], gradients: Mapping[str, Map], budget: int | None = None
) -> dict[str, Learned]:
    """Count networks by outcome."""
    if not trainings:
        raise InvalidValue("trainings", "empty", "at least one map")
    return {label: learned_at(sweep, gradients.get(label), budget) for label, sweep in trainings.items()}


def learned_at(sweep: Map, gradient: Map | None = None, budget: int | None = None) -> Learned:
    """What one map has within a budget, or within all of its updates."""
    updates = check_measure("trainings", sweep, "success").updates
    within = updates if budget is None else min(budget, updates)
    learned, diverged = sweep.learned(within), sweep.diverged(within)
    if gradient is None:
        return Learned(sweep, within, learned, diverged, np.full(learned.shape, np.nan))
    left = read_at("gradients", check_measure("gradients", gradient, "gradient"), sweep.plan)
    return Learned(sweep, within, learned, diverged, left, gradient)


def heading_of(one: Learned) -> str:
    """What is said above a panel."""
    if not one.known.any():
        return f"{updates_words(one.budget)}: {NOT_TRAINED}"
    return f"{updates_words(one.budget)}: most learn {one.most.sum()} of {one.known.sum()}"


def outcome_counts(one: Learned) -> str:
    """How many settings are learned by all of their networks, by some and by none."""
    every, none = one.learned == one.networks, one.learned == 0
    some = one.known & ~every & ~none
    if one.networks == 1:
        return f"its network learns at {settings_words(int(every.sum()))}, and not at {none.sum():,}"
    return (
        f"all {one.networks} networks learn at {settings_words(int(every.sum()))}, some of them at {some.sum():,}, "
        f"none at {none.sum():,}"
    )


def kinds_learned(one: Learned) -> str:
    """How many settings most networks learn, by what was left of the gradient before training; empty if unknown."""
    counts = [(kind.words, where & one.known) for kind, where in zip(KINDS, of_kind(one.left), strict=True)]
    told = [f"{(where & one.most).sum():,} of {where.sum():,} with {words}" for words, where in counts if where.any()]
    return f" By what was left of the gradient before training, {MOST} {listed(told)}." if told else ""


def outcome_words(one: Learned) -> list[list[str]]:
    """What became of the networks of each square, and what was left of the gradient before."""
    words = []
    for learned, diverged, left in zip(one.learned, one.diverged, one.left, strict=True):
        words.append([_outcomes(one, *numbers) for numbers in zip(learned, diverged, left, strict=True)])
    return words


def _outcomes(one: Learned, learned: float, diverged: float, left: float) -> str:
    if np.isnan(learned):
        return NOT_TRAINED
    late = one.networks - learned - diverged
    parts = [f"{count:.0f} {what}" for count, what in ((late, "not in time"), (diverged, "diverged")) if count]
    told = listed([f"{learned:.0f} of {networks_words(one.networks)} learned", *parts])
    before = "" if np.isnan(left) else f"<br>gradient left before training: {left_words(left)}"
    return f"{told} within {updates_words(one.budget)}{before}"


def outcomes_table(panels: Mapping[str, Learned]) -> dict[str, Any]:
    """A row for each square of each panel."""
    parts = [
        {"map": [label] * one.learned.size}
        | grid_columns(one.plan)
        | {
            "updates": [one.budget] * one.learned.size,
            "learned": one.learned.ravel().tolist(),
            "diverged": one.diverged.ravel().tolist(),
            "networks": [one.networks] * one.learned.size,
            "log10 left before training": one.left.ravel().tolist(),
        }
        for label, one in panels.items()
    ]
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: [value for part in parts for value in part.get(name, [None] * len(part["map"]))] for name in names}
