"""How many steps an optimizer has taken, when one is looked at, and what was done to its gradients meanwhile."""

import math
from dataclasses import dataclass, field

SMALLER = 1 - 1e-5
"""Below this factor a gradient was made smaller; what rounding does is far from it."""


@dataclass
class Tally:
    """How often a gradient was made smaller, counted since the last look."""

    compared: int = 0
    smaller: int = 0
    decades: float = 0.0

    def add(self, factor: float) -> None:
        """Count one step's factor; one that is no number counts for nothing."""
        self.compared += math.isfinite(factor)
        if 0 < factor < SMALLER:
            self.smaller += 1
            self.decades += math.log10(factor)

    @property
    def share(self) -> float:
        """Of the steps that could be compared; nan without any."""
        return self.smaller / self.compared if self.compared else math.nan

    @property
    def factor(self) -> float:
        """Geometric mean of the factors of these steps; 1 where no gradient was made smaller."""
        return float(10 ** (self.decades / self.smaller)) if self.smaller else 1.0


@dataclass
class Pace:
    """The steps of whoever moves the same recurrent layers.

    Args:
        every: Steps from one look to the next.
        steps: Taken so far.
        is_owed: Whether a look is due: at the first step, at each multiple of `every`, and until it was possible.
        tally: Of the gradients, since the last look.
    """

    every: int
    steps: int = 0
    is_owed: bool = True
    tally: Tally = field(default_factory=Tally)

    def step(self) -> None:
        """Count a step."""
        self.steps += 1
        self.is_owed |= self.steps % self.every == 0

    @property
    def is_next(self) -> bool:
        """Whether the step to come is to be looked at."""
        return self.is_owed or (self.steps + 1) % self.every == 0

    def looked(self) -> Tally:
        """Begin anew after a look; what was counted before it."""
        counted, self.tally, self.is_owed = self.tally, Tally(), False
        return counted


class Paces:
    """One pace for each set of recurrent modules that an optimizer moves, by their paths.

    Args:
        every: Steps from one look to the next.
    """

    def __init__(self, every: int) -> None:
        self._every = every
        self._paces: dict[frozenset[str], Pace] = {}

    def of(self, moved: frozenset[str]) -> Pace:
        """Another optimizer for the same modules, or for some of them and others, goes on with the count."""
        if moved not in self._paces:
            before = [pace.steps for modules, pace in self._paces.items() if modules & moved]
            self._paces[moved] = Pace(self._every, max(before, default=0), not before)
        return self._paces[moved]

    def beside(self, moved: frozenset[str]) -> frozenset[str]:
        """Modules that only others move."""
        return frozenset(module for modules in self._paces for module in modules) - moved

    @property
    def is_next(self) -> bool:
        """Whether a step to come is to be looked at, of whomever."""
        return not self._paces or any(pace.is_next for pace in self._paces.values())

    @property
    def steps(self) -> int:
        """Of the one that has taken most."""
        return max((pace.steps for pace in self._paces.values()), default=0)
