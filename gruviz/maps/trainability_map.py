"""What a sweep has found."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.maps.plan import Plan, Square

LEARNED, NOT_IN_TIME, DIVERGED = 0, 1, 2
"""What became of one network within a budget."""


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
        """`LEARNED`, `NOT_IN_TIME` or `DIVERGED` for each network after so many updates, (E,)."""
        row = int(np.searchsorted(self.updates, budget, side="right")) - 1
        outcome = np.where(self.diverged[row], DIVERGED, NOT_IN_TIME)
        return np.where(self.solved[row], LEARNED, outcome)


Result = Array | Training
"""At one square: a number for each seed, (E,), or how its networks have learned."""


@dataclass(frozen=True, eq=False)
class Map:
    """The results of a plan, as far as there are.

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
