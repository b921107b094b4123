"""What a script has to contain for an experiment."""

from dataclasses import dataclass
from functools import cached_property

from gruviz.cells import CELLS, Cell
from gruviz.config import Experiment
from gruviz.experiment import run_plan
from gruviz.validation import Array, check_array


@dataclass(frozen=True)
class Contents:
    """What the script has to contain."""

    experiment: Experiment

    @cached_property
    def plan(self) -> list[tuple[str, dict[str, object]]]:
        return [(cell, settings) for cell, settings, _ in run_plan(self.experiment)]

    @cached_property
    def kinds(self) -> list[Cell]:
        return [CELLS[cell] for cell in dict.fromkeys(self.experiment.cells)]

    @cached_property
    def inputs(self) -> Array:
        """(T, D)."""
        return check_array("inputs", self.experiment.make_inputs(), ("T", 1, "D"))[:, 0]

    def asked(self, *names: str) -> list[object]:
        """Every value that a run gives to these keywords of `init_weights`."""
        return [value for _, settings in self.plan for name, value in settings.items() if name in names]

    @property
    def start(self) -> str:
        """The argument that carries what a run changes, where any run does."""
        return ", start" if any(settings for _, settings in self.plan) else ""

    @property
    def recurrent_bias(self) -> bool:
        return any(kind.has_recurrent_bias for kind in self.kinds)

    @property
    def states(self) -> dict[str, int]:
        """Cells with more than one state, and how many."""
        return {kind.key: len(kind.state_names) for kind in self.kinds if len(kind.state_names) > 1}
