"""Where the states of a run stop being numbers: a ReLU whose state grows by a factor a step overflows in the end."""

from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array, Mask


class Breakdown(NamedTuple):
    """The first state of a run that is no number.

    Args:
        step: Counted from 1; 0 is the initial state.
        unit: Counted from 0, as in every chart.
        overflowed: Whether it is infinite; else it is not a number, such as the difference of two infinities.
        broken: How many of the run's sequences get a state that is no number.
        sequences: How many the run has, over all seeds.
    """

    step: int
    unit: int
    overflowed: bool
    broken: int
    sequences: int

    @property
    def is_typical(self) -> bool:
        """Whether so many sequences break that their median does."""
        return 2 * self.broken >= self.sequences

    @property
    def words(self) -> str:
        """Such as "the state overflows at step 129 (unit 2)"."""
        how = "overflows" if self.overflowed else "is no longer a number"
        place = f"at step {self.step} (unit {self.unit})"
        few = "" if self.broken == self.sequences else f" in {self.broken} of {self.sequences} runs, the first"
        return f"the state {how}{few} {place}"


def find_breakdown(state: Array, size: int) -> Breakdown | None:
    """Look for states that are no numbers; (T+1, E, B, S) with S a multiple of the H = `size` units."""
    if np.isfinite(state.min()) and np.isfinite(state.max()):
        return None
    bad = ~np.isfinite(state)
    step, *place = (int(index) for index in np.argwhere(bad)[0])
    here = state[step][bad[step]]
    return Breakdown(
        step, place[-1] % size, bool(np.isinf(here).any()), int(bad.any((0, 3)).sum()), bad[0, ..., 0].size
    )


def broken_so_far(state: Array) -> Mask:
    """Whether a sequence has had a state that is no number, up to each step, (T+1, E, B)."""
    return np.logical_or.accumulate(~np.isfinite(state).all(-1))
