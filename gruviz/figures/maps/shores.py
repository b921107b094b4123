"""Where and why most networks do not learn, as far as two maps can say: three kinds of shore, in words."""

from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array, Mask
from gruviz.engine.cells import find_cell
from gruviz.figures.maps.kinds import FEW, MANY, of_kind
from gruviz.figures.maps.outcomes import Learned, learned_at
from gruviz.figures.maps.words import conditions, length_of, region_words, settings_words, task_title
from gruviz.maps.plan import Plan
from gruviz.maps.trainability_map import Map
from gruviz.training.settings import TrainConfig


class Failing(NamedTuple):
    """Squares at which no more than half of the networks learn, (rows, columns), by what their gradient was before.

    The limits are those of the verdicts, `LITTLE` and `MUCH`. That the gradient is the reason does not follow from
    that: what fails on one task may be learned on another.
    """

    faint: Mask
    """Less than 1% is left."""
    explodes: Mask
    """More than 100 times is left."""
    diverged: Mask
    """A signal arrives, and half of the networks or more diverged."""
    shut: Mask
    """A signal arrives, and too few have learned in time where an update gate hardly writes, see `writes`."""
    late: Mask
    """A signal arrives, and too few have learned in time elsewhere."""


def failing(one: Learned) -> Failing:
    """Sort the squares that are not learned and whose gradient before training is known."""
    faint, arrives, explodes = (where & one.known & ~one.most for where in of_kind(one.left))
    broken, shut = one.diverged * 2 >= one.networks, writes(one.plan) < 1
    return Failing(faint, explodes, arrives & broken, arrives & ~broken & shut, arrives & ~broken & ~shut)


def writes(plan: Plan) -> Array:
    """How many whole states an update gate writes over all steps that has no input but its bias, (rows, columns).

    Below 1 a state begins as a faint echo of what it has read. inf for a cell without such a gate.
    """
    grid = np.full((len(plan.y.values), len(plan.x.values)), np.inf)
    if not find_cell(plan.cell).update_block:
        return grid
    for row, column in np.ndindex(grid.shape):
        config = plan.config_at((column, row))
        start = config.learners[0] if isinstance(config, TrainConfig) else config
        grid[row, column] = length_of(config) / (1 + np.exp(-start.update_bias))
    return grid


def learned_all_the_same(one: Learned) -> Mask:
    """Squares that most networks learn although less than 1% or more than 100 times was left, (rows, columns)."""
    faint, _, explodes = of_kind(one.left)
    return (faint | explodes) & one.most


def shore_words(training: Map, gradient: Map, budget: int | None = None) -> str:
    """Say how many settings are not learned, of which kind they are and where they lie.

    Args:
        training: A map whose measure is "success".
        gradient: One whose measure is "gradient" over the same settings.
        budget: Updates; None for all.

    Returns:
        Sentences that name task, rate, budget and networks, and every kind there is.
    """
    one = learned_at(training, gradient, budget)
    base = f"{task_title(one.plan)}; {conditions(one.plan, one.budget)}"
    known = int((one.known & ~np.isnan(one.left)).sum())
    if not known:
        return f"{base}: no setting is trained yet."
    kinds, fate = failing(one), _all_the_same(one)
    count = sum(int(where.sum()) for where in kinds)
    if not count:
        return f"{base}: most networks learn at all of {settings_words(known)}.{fate}"
    told = "".join(_told(one.plan, where, what) for where, what in zip(kinds, WHAT, strict=True))
    return f"{base}: at {count:,} of {settings_words(known)} no more than half of the networks learn.{told}{fate}"


WHAT = (
    f"hardly a signal arrives: less than {FEW} of the gradient is left before training",
    f"the gradient explodes to more than {MANY} its size",
    "a signal arrives, but half of the networks or more diverge",
    "a signal arrives, but an update gate at rest writes less than one new state in all steps: not learned in time",
    "a signal arrives, but is not learned in time",
)


def _told(plan: Plan, where: Mask, what: str) -> str:
    count = int(where.sum())
    return f" At {count:,} of these {what} (within {region_words(plan, where)})." if count else ""


def _all_the_same(one: Learned) -> str:
    count = int(learned_all_the_same(one).sum())
    there = f"{settings_words(count)} beyond these limits {'is' if count == 1 else 'are'} learned all the same"
    return f" The gradient before training is not a fate: {there}." if count else ""
