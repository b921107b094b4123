"""Squares by what is left of their gradient before training, and one map read at the squares of another."""

import math
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array, Mask
from gruviz.engine.verdicts import LITTLE, MUCH
from gruviz.maps.plan import Plan
from gruviz.maps.trainability_map import Map
from gruviz.validation import InvalidValue
from gruviz.wording import power, share

FEW, MANY = share(LITTLE), f"{power(MUCH)} times"
"""The limits in words: what vanishes leaves less than 1%, what explodes more than 100 times."""


class Kind(NamedTuple):
    """Settings whose gradient is alike before training."""

    key: str
    words: str
    """What is left there."""
    color: str
    symbol: str


KINDS = (
    Kind("faint", f"less than {FEW} left", "#3A9AD3", "triangle-down"),
    Kind("arrives", f"{FEW} to {MANY} left", "#858585", "circle"),
    Kind("explodes", f"more than {MANY} left", "#D6604D", "triangle-up"),
)
"""From least to most. The limits are those from which a verdict says that a gradient vanishes or explodes."""


def limits() -> tuple[float, float]:
    """Where one kind ends and the next begins: log₁₀ of what is left."""
    return float(np.log10(LITTLE)), float(np.log10(MUCH))


def of_kind(left: Array) -> list[Mask]:
    """Which squares are of each of the `KINDS`, by log₁₀ of what is left; nan is of none."""
    few, many = limits()
    return [left < few, (left >= few) & (left <= many), left > many]


def found(sweep: Map) -> Mask:
    """Which squares have a result, (rows, columns)."""
    there = np.zeros((len(sweep.plan.y.values), len(sweep.plan.x.values)), dtype=bool)
    for column, row in sweep.results:
        there[row, column] = True
    return there


def read_at(field: str, sweep: Map, plan: Plan, values: Array | None = None) -> Array:
    """The medians of a map at the squares of another plan, (rows, columns); nan where it has no such square.

    Args:
        field: What the map is called, for an error.
        sweep: A map over the same two settings, perhaps on a finer grid.
        plan: Whose squares are asked for.
        values: Numbers of that map to read in place of its medians, (rows, columns).

    Raises:
        InvalidValue: If it is a map over other settings.
    """
    own, wanted = (f"{one.x.setting} × {one.y.setting}" for one in (sweep.plan, plan))
    if own != wanted:
        raise InvalidValue(field, own, f"a map over {wanted}", "Choose maps over the same two settings.")
    numbers = sweep.typical() if values is None else values
    columns, rows = (
        [_place(value, there.values) for value in here.values]
        for here, there in ((plan.x, sweep.plan.x), (plan.y, sweep.plan.y))
    )
    padded = np.pad(numbers, ((0, 1), (0, 1)), constant_values=np.nan)
    return padded[np.ix_(rows, columns)]


def check_measure(field: str, sweep: Map, measure: str) -> Map:
    """Return a map if it is one of a measure."""
    if sweep.plan.measure != measure:
        raise InvalidValue(field, sweep.plan.measure, f'a map whose measure is "{measure}"')
    return sweep


def _place(value: float, values: tuple[float, ...]) -> int:
    """Where a value stands among others; −1 where it does not."""
    return next((i for i, other in enumerate(values) if math.isclose(value, other, rel_tol=1e-6, abs_tol=1e-9)), -1)
