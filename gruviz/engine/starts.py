"""Steps that start from another state than the one before them, checked against a run and laid out over it."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from gruviz.arrays import Array, frozen
from gruviz.engine.records import Start
from gruviz.validation import check_each_seed, check_integer, check_kind


def starts_of(starts: Sequence[Start], resets: Collection[int], first: Array, steps: int) -> tuple[Start, ...]:
    """All starts of a run in order, the resets before the others, with arrays of the run's own shape and type.

    Args:
        starts: In order; a later one wins over an earlier one.
        resets: Steps that all sequences start from zeros.
        first: The initial state, (E, B, S).
        steps: T.

    Raises:
        GruvizError: If a step or a sequence is not one of the run's, or a state does not fit it.
    """
    zeros = frozen(np.zeros_like(first))
    checked = sorted({check_integer("resets", step, 1, steps) for step in resets})
    return (*(Start(step, zeros) for step in checked), *(_checked(start, first, steps) for start in starts))


def by_step(starts: Sequence[Start]) -> Mapping[int, Sequence[Start]]:
    """The starts of each step that has any, in order."""
    found: dict[int, list[Start]] = {}
    for start in starts:
        found.setdefault(start.step, []).append(start)
    return found


def started(before: Array, starts: Sequence[Start]) -> Array:
    """A copy of the states before one step, (E, B, S), with those that it started from in their place."""
    before = before.copy()
    for start in starts:
        before[:, start.where] = start.state
    return before


def _checked(start: Start, first: Array, steps: int) -> Start:
    check_kind("starts", start, Start)
    seeds, batch, width = first.shape
    sequences = None
    if start.sequences is not None:
        chosen = np.atleast_1d(np.asarray(start.sequences)).tolist()
        sequences = tuple(check_integer("start.sequences", one, 0, batch - 1) for one in chosen)
    count = batch if sequences is None else len(sequences)
    state = check_each_seed("start.state", start.state, (seeds, count, width), first.dtype)
    return Start(check_integer("start.step", start.step, 1, steps), frozen(state.copy()), sequences)
