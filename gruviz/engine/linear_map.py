"""The backward pass of a run as a chain of linear maps, one for each step."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from gruviz.arrays import Array, Mask
from gruviz.engine.cells import Adjoint, Cell, find_cell
from gruviz.engine.cells.derivatives import Partials, adjoint_of, partials_of
from gruviz.engine.margins import margins
from gruviz.engine.norms import silent
from gruviz.engine.recording import all_steps
from gruviz.engine.records import Recording
from gruviz.engine.weights import Weights


@dataclass(frozen=True, eq=False)
class LinearMap:
    """One step or several as linear maps of the gradient: the state after them → the state before them.

    Args:
        cell: Which cell.
        weights: Of E seeds.
        partials: Elementwise derivatives, each (…, E, B, H).
        passes: Where a gradient can go back at all, (…, 1, B, 1); None is everywhere.
    """

    cell: Cell
    weights: Weights
    partials: Partials
    passes: Mask | None = None

    def adjoint(self, grad_state: Array) -> Adjoint:
        """Send a gradient (…, E, B, S) back, by path; further leading axes broadcast."""
        adjoint = adjoint_of(self.cell, self.weights, self.partials, grad_state)
        if self.passes is None:
            return adjoint
        return adjoint._replace(paths={name: np.where(self.passes, path, 0) for name, path in adjoint.paths.items()})

    def at(self, index: Any) -> "LinearMap":
        """A selection along the leading axes, (T, E, B) of a run."""
        partials = {name: values[index] for name, values in self.partials.items()}
        return LinearMap(self.cell, self.weights, partials, None if self.passes is None else self.passes[index])

    def backward(self) -> Iterator[tuple[int, "LinearMap"]]:
        """Row t-1 and step t, from the last step to the first."""
        rows = zip(*(values[::-1] for values in self.partials.values()), strict=True)
        steps = len(next(iter(self.partials.values())))
        for back, row in enumerate(rows, start=1):
            t = steps - back
            passes = None if self.passes is None else self.passes[t]
            yield t, LinearMap(self.cell, self.weights, dict(zip(self.partials, row, strict=True)), passes)


@lru_cache(maxsize=2)
def linearised(recording: Recording, cuts: frozenset[int] = frozenset()) -> LinearMap:
    """All steps of a run. Those of the last two runs stay: norms, shares and Jacobians all need them."""
    cell = find_cell(recording.cell)
    free = {gate: (~held).astype(recording.state.dtype) for gate, held in recording.held.items()}
    passes = None
    if cuts or recording.anew is not None:
        passes = np.ones((recording.seq_len, 1, recording.batch_size, 1), np.bool_)
        passes[[step - 1 for step in cuts]] = False
        if recording.anew is not None:
            passes[recording.anew[:, None, :, None]] = False
    steps = all_steps(recording)
    with silent():
        partials = partials_of(cell, recording.weights, steps, margins(recording, steps), free)
    return LinearMap(cell, recording.weights, partials, passes)
