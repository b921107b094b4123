"""What a gradient needs to know of the run that it goes back through, whatever made it."""

from collections.abc import Mapping
from typing import Protocol

from gruviz.arrays import Array
from gruviz.engine.breakdown import Breakdown


class Trajectory(Protocol):
    """The states of a run, of one of our cells (`Recording`) or of any other function."""

    @property
    def cell(self) -> str:
        """Registry key of the cell, or a word that no cell has."""

    @property
    def state(self) -> Array:
        """(T+1, E, B, S); row 0 is the initial state."""

    @property
    def states(self) -> Mapping[str, Array]:
        """The parts of `state` by name, in order, each (T+1, E, B, ·)."""

    @property
    def seeds(self) -> int:
        """E."""

    @property
    def batch_size(self) -> int:
        """B."""

    @property
    def hidden_size(self) -> int:
        """H, the width of the first state, which is the one that a loss usually reads."""

    @property
    def seq_len(self) -> int:
        """T."""

    @property
    def breakdown(self) -> Breakdown | None:
        """The first state that is no number; None where all are."""
