"""Which path a gradient takes back through a step, and how often its way leaves the leak."""

from collections.abc import Collection, Mapping

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells import Adjoint
from gruviz.engine.linear_map import LinearMap
from gruviz.engine.norms import scaled, silent


def path_shares(adjoint: Adjoint) -> Mapping[str, Array]:
    """Share of each path in what goes back through a step, by name, each (T, E, B)."""
    total = adjoint.total
    with np.errstate(invalid="ignore", divide="ignore"):
        size = np.abs(total).max(-1, keepdims=True)  # shares do not depend on it, and its square may underflow
        return {name: _share(path / size, total / size) for name, path in adjoint.paths.items()}


def detour_shares(steps: LinearMap, leak: str, last: Array, most: int) -> Array:
    """Split the gradient of the last state by how many steps it passed by another path than the leak.

    Args:
        steps: All T of a run.
        leak: The path that is no detour.
        last: ∂L/∂s_T, (E, B, S).
        most: Largest number of detours with a row of its own.

    Returns:
        (T+1, most+2, E, B): shares of 0, 1, … `most` detours, then of all with more.
    """
    ways = np.zeros((most + 2, *last.shape), last.dtype)
    ways[0] = scaled(last)
    shares = [_share(ways, ways.sum(0))]
    for _, step in steps.backward():
        ways = _one_step_back(step.adjoint(ways), leak)
        with np.errstate(invalid="ignore", divide="ignore"):
            ways /= np.abs(ways).max((0, -1), keepdims=True)  # shares do not depend on the size, which may underflow
        shares.append(_share(ways, ways.sum(0)))
    return np.stack(shares[::-1], dtype=np.float64)


def along(steps: LinearMap, paths: Collection[str], last: Array) -> Array:
    """The part of the gradient that takes one of some paths at every step, (T+1, E, B, S).

    Args:
        steps: All T of a run.
        paths: Names of the cell's paths.
        last: ∂L/∂s_T, (E, B, S).
    """
    parts = [last]
    with silent():
        for _, step in steps.backward():
            taken = step.adjoint(parts[-1]).paths
            parts.append(np.sum([taken[name] for name in paths], axis=0))
    return np.stack(parts[::-1])


def _one_step_back(adjoint: Adjoint, leak: str) -> Array:
    """Gradient by number of detours: what took the leak keeps its row, the rest moves to the next, at most the last."""
    straight = adjoint.paths[leak]
    astray = adjoint.total - straight
    ways = straight.copy()
    ways[1:] += astray[:-1]
    ways[-1] += astray[-1]
    return ways


def _share(part: Array, total: Array) -> Array:
    """⟨part, total⟩ / ‖total‖² over the last axis: signed, sums to 1 over all parts; nan where the total is zero."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return (part * total).sum(-1) / (total * total).sum(-1)
