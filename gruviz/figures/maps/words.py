"""How figures of maps speak: of settings and their values, of what is left, and of what a training was."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Mask
from gruviz.engine.cells import find_cell
from gruviz.maps.axis import SETTINGS, Axis
from gruviz.maps.plan import Config, Plan, Square
from gruviz.tasks import find_task
from gruviz.training.settings import TrainConfig
from gruviz.wording import counted, large, left, listed, share, signed, steps

NOT_YET, NOT_TRAINED = "not yet measured", "not yet trained"
EXTREME = 300.0
"""Powers of ten from which a float64 has no place for the number itself."""


def left_words(decades: float) -> str:
    """What is left of a gradient, from its logarithm to base ten: "39%", "1 in 3.8 trillion", "2 × 10²³ times"."""
    if math.isnan(decades):
        return NOT_YET
    if math.isinf(decades):
        return "nothing" if decades < 0 else "more than any number"
    if abs(decades) < EXTREME:
        return left(10.0**decades)
    return f"1 in {large(-decades)}" if decades < 0 else f"{large(decades)} times"


def part_words(part: float) -> str:
    """A part of a whole as a percentage, also where it is none of it."""
    return share(part) if part else "0%"


def value_words(value: float) -> str:
    """A value of a setting, in three digits."""
    return signed(float(value), ".3g") if abs(value) < 1000 else f"{value:,.0f}"


def place_words(plan: Plan, square: Square) -> str:
    """A setting of the grid: "gain 2, gate bias −3"."""
    pairs = zip((plan.x, plan.y), square, strict=True)
    return ", ".join(f"{name_of(axis)} {value_words(axis.values[i])}" for axis, i in pairs)


def name_of(axis: Axis) -> str:
    """What an axis varies, without article: "gate bias"."""
    return SETTINGS[axis.setting].name.removeprefix("the ")


def extent_words(axis: Axis, places: NDArray[np.integer[Any]] | None = None) -> str:
    """How far values of an axis go: "gain 0.5 to 4"; of some of its places, if not of all."""
    some = [axis.values[int(i)] for i in np.unique(places)] if places is not None else list(axis.values)
    ends = [value_words(some[0])] + ([value_words(some[-1])] if len(some) > 1 else [])
    return f"{name_of(axis)} {' to '.join(ends)}"


def region_words(plan: Plan, where: Mask) -> str:
    """The smallest box around squares: "gain 0.5 to 1, gate bias −8".

    Args:
        plan: Of the map.
        where: Whether a square is one of them, (rows, columns); at least one is.
    """
    rows, columns = np.nonzero(where)
    return f"{extent_words(plan.x, columns)}, {extent_words(plan.y, rows)}"


def grid_words(plan: Plan) -> str:
    """The cell and the whole grid: "GRU, gain 0.5 to 4, gate bias −8 to 2"."""
    return f"{find_cell(plan.cell).title}, {extent_words(plan.x)}, {extent_words(plan.y)}"


def subject_words(plan: Plan) -> str:
    """What a map before training measures: the whole grid, and whose sequences where it is a task's."""
    return f"{task_title(plan)}, {grid_words(plan)}" if isinstance(plan.base, TrainConfig) else grid_words(plan)


def task_title(plan: Plan) -> str:
    """The task of a map of trainings."""
    base = plan.base
    return find_task(base.task).title if isinstance(base, TrainConfig) else "the laboratory's inputs"


def conditions(plan: Plan, budget: int | None = None) -> str:
    """What a map holds for: "50 steps, learning rate 0.01, 300 updates, 5 networks with different weights each".

    What an axis varies has no one value, and is left out.
    """
    base, varied = plan.base, {plan.x.setting, plan.y.setting}
    parts = [] if "length" in varied else [steps(length_of(base))]
    if isinstance(base, TrainConfig) and budget is not None:
        rate = value_words(base.learners[0].learning_rate)
        parts += [] if "learning_rate" in varied else [f"learning rate {rate}"]
        parts += [updates_words(budget)]
    return listed([*parts, networks_words(base.seeds) + " for each setting"])


def networks_words(count: int) -> str:
    """So many networks: "1 network", "5 networks"."""
    return counted(count, "network")


def updates_words(count: int) -> str:
    """So many updates: "1 update", "300 updates"."""
    return counted(count, "update")


def so_far(known: Mask, done: str) -> str:
    """How many squares there are, where some have no result yet: " So far 40 of 77 settings are measured."."""
    count = int(known.sum())
    return (
        ""
        if known.all()
        else f" So far {count:,} of {settings_words(known.size)} {'is' if count == 1 else 'are'} {done}."
    )


def settings_words(count: int) -> str:
    """So many squares: "1 setting", "1,024 settings"."""
    return counted(count, "setting")


def length_of(config: Config) -> int:
    """T of an experiment or a training."""
    return config.length if isinstance(config, TrainConfig) else config.seq_len
