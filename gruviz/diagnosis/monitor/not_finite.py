"""Where the first value that is not finite stands: in a weight, an input, a state or a gradient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gruviz.engine.breakdown import Breakdown, find_breakdown

if TYPE_CHECKING:
    from gruviz.arrays import Array

WEIGHT, INPUT, STATE, GRADIENT = "weight", "input", "state", "gradient"


@dataclass(frozen=True)
class NotFinite:
    """The first infinite or undefined value of a training.

    Args:
        update: The step of the optimizer before which it was met, counted from 1.
        kind: "weight", "input", "state" or "gradient", in the order in which one would bring forth the next.
        path: Of the parameter, such as "rnn.weight_hh_l0", or of the module.
        place: Step, unit and how many sequences; of an input, the unit is a feature. None for a parameter.
        title: Of the layer whose state it is.
    """

    update: int
    kind: str
    path: str
    place: Breakdown | None = None
    title: str = ""

    @property
    def words(self) -> str:
        """One sentence, such as "At update 812 the state of rnn overflows at step 129 in unit 4"."""
        return f"At update {self.update} {self.what}."

    @property
    def what(self) -> str:
        """The same without the update and the full stop."""
        return f"{self._subject} {self._verb}{self._where}"

    @property
    def _subject(self) -> str:
        if self.place is not None:
            return f"the {self.kind} of {self.title or self.path or 'the model'}"
        return f"the weight {self.path}" if self.kind == WEIGHT else f"the gradient of {self.path}"

    @property
    def _verb(self) -> str:
        if self.place is None:
            return "is not finite"
        return "overflows" if self.place.overflowed else "is not a number"

    @property
    def _where(self) -> str:
        if self.place is None:
            return ""
        unit = "feature" if self.kind == INPUT else "unit"
        few = self.place.broken < self.place.sequences
        how_many = f", in {self.place.broken} of {self.place.sequences} sequences" if few else ""
        when = f"at step {self.place.step}" if self.place.step else "before the first step"
        return f" {when} in {unit} {self.place.unit}{how_many}"


def place_in(values: Array, *, first: int = 1) -> Breakdown | None:
    """The first value of (T, B, ·) that is not finite, as that of a run; `first` is the number of the first row."""
    found = find_breakdown(values[:, None], values.shape[-1])
    return found and found._replace(step=found.step + first)
