"""A recurrent layer that was found in a file."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.checkpoints.reading import Reading, Rows, weights_of
from gruviz.engine.weights import Weights
from gruviz.validation import InvalidValue


@dataclass(frozen=True, eq=False)
class FoundLayer:
    """One layer in one direction.

    Args:
        name: Of its module in the file, as people may see it; "" where it has none.
        layer: Its place in the module, counted from 0.
        direction: 0 forward, 1 backward.
        rows: Its arrays.
        reading: How they are understood.
        how: In a sentence, by what it was recognised.
        choices: All ways of reading the same arrays, `reading` among them.
        trouble: A sentence on what keeps it from being run, such as a value that is not finite; "" for nothing.
        is_guess: Whether names said nothing and only the shapes speak for it.
    """

    name: str
    layer: int
    direction: int
    rows: Rows
    reading: Reading
    how: str
    choices: tuple[Reading, ...]
    trouble: str = ""
    is_guess: bool = False

    @property
    def cell(self) -> str:
        """Registry key."""
        return self.reading.cell

    @cached_property
    def weights(self) -> Weights:
        """As `reading` understands them, in float64, with E = 1.

        Raises:
            GruvizError: With `trouble`, where there is any.
        """
        return self.read_as(self.reading)

    def read_as(self, reading: Reading) -> Weights:
        """The same arrays, understood in another way.

        Raises:
            GruvizError: With `trouble`, where there is any; or if the reading has another number of gates.
        """
        if self.trouble:
            raise InvalidValue(self.name, "weights that are not finite", "finite numbers", self.trouble)
        return weights_of(self.rows, reading)

    def corrected(
        self, reading: Reading | None = None, *, layer: int | None = None, direction: int | None = None
    ) -> "FoundLayer":
        """This layer with a guess put right by a person."""
        return replace(
            self,
            reading=self.reading if reading is None else reading,
            layer=self.layer if layer is None else layer,
            direction=self.direction if direction is None else direction,
        )

    @property
    def input_size(self) -> int:
        """D."""
        return int(self.rows.W.shape[1])

    @property
    def hidden_size(self) -> int:
        """H."""
        return self.rows.hidden_size

    @property
    def output_size(self) -> int:
        """Numbers that it gives at every step: H, or P where it has a projection."""
        return self.hidden_size if self.rows.projection is None else len(self.rows.projection)


class Candidate(NamedTuple):
    """What may be a layer.

    Args:
        build: Gives it, or raises a GruvizError with a sentence where its arrays do not fit each other.
        names: Of the arrays that it takes.
    """

    build: Callable[[], FoundLayer]
    names: tuple[str, ...]


def not_finite(names: dict[str, Array]) -> str:
    """A sentence on the first value that is NaN or infinite; "" where all are finite."""
    for name, array in names.items():
        places = np.argwhere(~np.isfinite(array))
        if len(places):
            place = ", ".join(str(int(i) + 1) for i in places[0])
            value = array[tuple(places[0])]
            what = "NaN" if np.isnan(value) else "infinite"
            more = len(places) - 1
            others = f", as {'is 1 other' if more == 1 else f'are {more:,} others'}" if more else ""
            return f"The value of {name} at ({place}), counted from 1, is {what}{others}: this network cannot be run."
    return ""
