"""Where a map of success changes, and whether it would look the same with other seeds."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Mask
from gruviz.maps.axis import Axis
from gruviz.maps.trainability_map import Map
from gruviz.validation import InvalidValue
from gruviz.wording import counted

ENOUGH = 0.9
"""Share of the squares away from the shore that have to agree."""
UNKNOWN = -1
"""In place of an outcome, where there is no result."""


def majority(found: Map, budget: int) -> NDArray[np.int64]:
    """What became of most networks of each square within so many updates, (rows, columns), or `UNKNOWN`.

    Where two outcomes are equally frequent, it is the earlier one in `OUTCOMES`.
    """
    counts = found.counts(budget)
    return np.where(np.isnan(counts[..., 0]), UNKNOWN, np.nan_to_num(counts).argmax(-1))


def at_shore(found: Map, budget: int) -> Mask:
    """Which squares lie at a shore, (rows, columns).

    Either their own networks differ in their outcomes, or most networks of one of the eight squares around have
    another outcome than most of theirs. Squares without a result lie at none, and make none.
    """
    outcome, counts = majority(found, budget), found.counts(budget)
    shore: Mask = counts.max(-1) < found.plan.base.seeds
    around = np.pad(outcome, 1, constant_values=UNKNOWN)
    rows, columns = outcome.shape
    for down, right in np.ndindex(3, 3):
        there = around[down : down + rows, right : right + columns]
        shore |= (there != outcome) & (there != UNKNOWN) & (outcome != UNKNOWN)
    return shore


@dataclass(frozen=True)
class Agreement:
    """How far a map and one of other seeds say the same.

    Args:
        agreeing: Squares away from the shore with the same outcome in both.
        compared: All squares away from the shore that both have.
        seeds: Networks at each square of the other.
    """

    agreeing: int
    compared: int
    seeds: int

    @property
    def share(self) -> float:
        """Of the squares compared; nan without any."""
        return self.agreeing / self.compared if self.compared else float("nan")

    @property
    def is_noisy(self) -> bool:
        """Whether too few agree for the map to be believed, or there is nothing to compare."""
        return not self.share >= ENOUGH

    @property
    def words(self) -> str:
        """In a sentence."""
        if not self.compared:
            return "Too noisy: no square lies away from a shore, so other seeds can confirm none of them."
        networks, squares = counted(self.seeds, "other network"), counted(self.compared, "square")
        told = f"ith {networks} per square, {self.agreeing} of {squares} away from the shores have the same outcome."
        return f"Too noisy: w{told}" if self.is_noisy else f"W{told}"


def agreement(one: Map, other: Map, budget: int) -> Agreement:
    """Compare a map with a repetition from another seed, away from the shores of the map.

    Args:
        one: A map of success.
        other: The same with another seed; it may have fewer rows and columns, each of them one of the map's.
        budget: Updates.

    Raises:
        InvalidValue: If they differ in more, or the other has a row or column that the map lacks.
    """
    alike = replace(other.plan.base, seed=one.plan.base.seed, seeds=one.plan.base.seeds) == one.plan.base
    places = [_places(*axes) for axes in ((one.plan.y, other.plan.y), (one.plan.x, other.plan.x))]
    if not alike or one.plan.base.seed == other.plan.base.seed or None in places:
        sentence = "Compare a map with one of other seeds and nothing else."
        raise InvalidValue("other", other.plan, "the plan of the map with another seed, or a part of it", sentence)
    here = np.ix_(*(place for place in places if place))
    expected, repeated = majority(one, budget)[here], majority(other, budget)
    away = ~at_shore(one, budget)[here] & (expected != UNKNOWN) & (repeated != UNKNOWN)
    return Agreement(int((away & (expected == repeated)).sum()), int(away.sum()), other.plan.base.seeds)


def _places(axis: Axis, part: Axis) -> list[int] | None:
    """Where the values of a part of an axis stand in it; None if it is no part."""
    if axis.setting != part.setting or not set(part.values) <= set(axis.values):
        return None
    return [axis.values.index(value) for value in part.values]
