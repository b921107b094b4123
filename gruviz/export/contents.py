"""What a script has to contain for its runs."""

from dataclasses import dataclass
from functools import cached_property

from gruviz.engine.cells import Cell, find_cell


@dataclass(frozen=True)
class Contents:
    """What a script has to contain.

    Args:
        plan: Cell and keywords of `init_weights` of every run.
    """

    plan: list[tuple[str, dict[str, object]]]

    @cached_property
    def kinds(self) -> list[Cell]:
        """Each cell once, in the order of the runs."""
        return [find_cell(cell) for cell in dict.fromkeys(cell for cell, _ in self.plan)]

    def values_of(self, *names: str) -> list[object]:
        """Every value that a run gives to these keywords of `init_weights`."""
        return [value for _, settings in self.plan for name, value in settings.items() if name in names]

    @property
    def start(self) -> str:
        """The argument that carries what a run changes, where any run does."""
        return ", start" if any(settings for _, settings in self.plan) else ""

    @property
    def recurrent_bias(self) -> bool:
        """Whether any of the cells has a bias beside U h."""
        return any(kind.has_recurrent_bias for kind in self.kinds)

    @property
    def constants(self) -> list[str]:
        """Cells with parameters of each unit that read nothing; each has a start of its own."""
        return [kind.key for kind in self.kinds if kind.constant_names]

    @property
    def input_only(self) -> dict[str, tuple[str, ...]]:
        """Cells with blocks that have no U, and which."""
        return {kind.key: kind.input_only for kind in self.kinds if kind.input_only}

    @property
    def states(self) -> dict[str, int]:
        """Cells with more than one state, and how many."""
        return {kind.key: len(kind.state_names) for kind in self.kinds if len(kind.state_names) > 1}
