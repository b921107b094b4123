"""Clamps as arrays: where and at what value each gate of a run is held."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array, Mask
from gruviz.engine.cells import Cell
from gruviz.engine.records import Clamp
from gruviz.validation import check_choice, check_integer, check_real


class Holds(NamedTuple):
    """The clamps of a whole run, by gate symbol; a gate that is never held has no entry.

    Args:
        masks: Which units are held at which step, (T, 1, 1, H).
        values: At what, (T, 1, 1, H); of no meaning where a unit is free.
    """

    masks: Mapping[str, Mask]
    values: Mapping[str, Array]


FREE = Holds({}, {})


def holds_of(clamps: Sequence[Clamp], kind: Cell, steps: int, size: int) -> Holds:
    """Lay clamps out over the steps and units of a run; a later one wins over an earlier one.

    Args:
        clamps: In order.
        kind: Whose gates.
        steps: T.
        size: H.

    Raises:
        GruvizError: If a gate, a value, a step or a unit is not one of the cell's or the run's.
    """
    masks: dict[str, Mask] = {}
    values: dict[str, Array] = {}
    for clamp in clamps:
        gate = check_choice("clamp.gate", clamp.gate, kind.gate_names)
        value = check_real("clamp.value", clamp.value, *kind.gate_ranges[gate])
        where = np.ix_(_rows(clamp, steps), [0], [0], _units(clamp, size))
        masks.setdefault(gate, np.zeros((steps, 1, 1, size), np.bool_))[where] = True
        values.setdefault(gate, np.zeros((steps, 1, 1, size)))[where] = value
    return Holds(masks, values)


def _rows(clamp: Clamp, steps: int) -> range:
    first = check_integer("clamp.first", clamp.first, 1, steps)
    last = steps if clamp.last is None else check_integer("clamp.last", clamp.last, first, steps)
    return range(first - 1, last)


def _units(clamp: Clamp, size: int) -> list[int]:
    units = range(size) if clamp.units is None else np.atleast_1d(clamp.units).tolist()
    return [check_integer("clamp.units", unit, 0, size - 1) for unit in units]
