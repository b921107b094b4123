"""What a sweep has found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.experiments.settings import Experiment
from gruviz.maps.plan import Plan, Square
from gruviz.validation import InvalidValue, check_integer

LEARNED, NOT_IN_TIME, DIVERGED = 0, 1, 2
"""What became of one network within a budget."""
OUTCOMES = ("learned", "not in time", "diverged")
"""In words, by their numbers."""


@dataclass(frozen=True, eq=False)
class Training:
    """How E networks of one setting have learned.

    Args:
        updates: After which they were looked at, (N,); the first is 0.
        solved: Whether each counted as solved then, (N, E).
        diverged: Whether each had stopped at numbers of no use by then, (N, E).
    """

    updates: NDArray[np.int64]
    solved: NDArray[np.bool_]
    diverged: NDArray[np.bool_]

    def outcomes(self, budget: int) -> NDArray[np.int64]:
        """`LEARNED`, `NOT_IN_TIME` or `DIVERGED` for each network after so many updates, (E,).

        A network has learned within a budget if it counted as solved at the last look not later than that: whoever
        reached the bar and fell back has not, as in `History.solved_steps`; and what a longer training would show
        does not count. So with a constant rate it is what a training of just so many updates says of itself, and a
        network may have learned within one budget and not within a somewhat longer one.
        """
        return self.each_look[np.searchsorted(self.updates, budget, side="right") - 1]

    @property
    def each_look(self) -> NDArray[np.int64]:
        """The outcome of each network at each look, (N, E). What has learned and diverged only then has learned."""
        return np.where(self.solved, LEARNED, np.where(self.diverged, DIVERGED, NOT_IN_TIME))


Result = Array | Training
"""At one square: a number for each seed, (E,), or how its networks have learned."""


@dataclass(frozen=True, eq=False)
class Map:
    """The results of a plan, as far as there are.

    Arrays have a row for each value of y, from below upwards, and a column for each of x.

    Args:
        plan: What was swept.
        results: By square. A "gradient" is log₁₀ of what is left at the first step, −inf where nothing is and inf
            where it is beyond all numbers; "lyapunov" the largest exponent; "factor" and "bound" factors per step, as
            `mean_square_factor` and `pascanu_bound`; a "verdict" the place of its regime in `REGIMES`.
    """

    plan: Plan
    results: Mapping[Square, Result] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether every square has a result."""
        return len(self.results) == len(self.plan.x.values) * len(self.plan.y.values)

    @property
    def updates(self) -> int:
        """How many updates its trainings make; 0 for what is measured before."""
        base = self.plan.base
        return 0 if self.plan.measure != "success" or isinstance(base, Experiment) else base.steps

    def values(self) -> Array:
        """What was measured before training, (rows, columns, seeds); nan where there is no result yet."""
        if self.plan.measure == "success":
            sentence = "Ask a map of trainings what was learned within a budget of updates."
            raise InvalidValue("measure", self.plan.measure, "a measure before training", sentence)
        return self._each(self.plan.base.seeds, np.asarray)

    def typical(self) -> Array:
        """The median over seeds, of a verdict the most frequent, (rows, columns); nan where there is no result yet."""
        values = np.sort(self.values(), axis=-1)
        if self.plan.measure == "verdict":
            counts = (values[..., None] == values[..., None, :]).sum(-1)
            return np.take_along_axis(values, counts.argmax(-1)[..., None], -1)[..., 0]
        size = values.shape[-1]
        low, high = values[..., (size - 1) // 2], values[..., size // 2]
        with np.errstate(invalid="ignore"):
            between = (low + high) / 2
        return np.where(np.isnan(between), high, between)  # one end infinite either way: no number lies between

    def learned(self, budget: int) -> Array:
        """Seeds that have learned within so many updates, (rows, columns); nan where there is no result yet.

        What counts as learned is told at `Training.outcomes`.
        """
        return self.counts(budget)[..., LEARNED]

    def diverged(self, budget: int) -> Array:
        """Seeds that have diverged by then, likewise."""
        return self.counts(budget)[..., DIVERGED]

    def counts(self, budget: int) -> Array:
        """Seeds by outcome after so many updates, (rows, columns, 3), in the order of `OUTCOMES`; nan likewise."""
        check_integer("budget", budget, 0, self.updates)

        def count(result: Result) -> Array:
            assert isinstance(result, Training)
            return np.bincount(result.outcomes(budget), minlength=len(OUTCOMES)).astype(np.float64)

        return self._each(len(OUTCOMES), count)

    def shares(self, budget: int) -> Array:
        """Share of each outcome among all networks with a result, (3,); nan without any."""
        counts = self.counts(budget)
        known = counts[~np.isnan(counts[..., 0])]
        return known.sum(0) / known.sum() if len(known) else np.full(len(OUTCOMES), np.nan)

    def _each(self, width: int, numbers: Callable[[Result], Array]) -> Array:
        """Numbers of every square, (rows, columns, width)."""
        grid = np.full((len(self.plan.y.values), len(self.plan.x.values), width), np.nan)
        for (column, row), result in self.results.items():
            grid[row, column] = numbers(result)
        return grid
