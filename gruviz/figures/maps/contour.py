"""Lines along which a field of numbers on a grid has one value: marching squares."""

import math
from collections.abc import Iterator

import numpy as np

from gruviz.arrays import Array

Edge = tuple[str, int, int]
"""Side of a cell of the grid: "along" or "up", and row and column of the grid point that it starts from."""
Segment = tuple[Edge, Edge]
"""Where a line enters a cell of the grid, and where it leaves; the higher ground lies on its left."""
CORNERS = ((0, 0), (0, 1), (1, 1), (1, 0))
"""Rows and columns of a cell's corners, once around it; side k goes from corner k to the next."""
SIDES = (("along", 0, 0), ("up", 0, 1), ("along", 1, 0), ("up", 0, 0))
"""A cell's sides as edges, counted from its first corner."""
UNKNOWN = 0.5
"""Part of an edge at which a line crosses it where one of its ends is infinite: all that is known is that it does."""


def level_lines(x: Array, y: Array, values: Array, level: float) -> list[Array]:
    """Find the lines along which a field has a value, by linear interpolation along the edges of its grid.

    Ground at the level counts as above it. In a cell whose opposite corners lie above, these are joined if the
    bilinear surface through the four corners joins them. No line enters a cell with a corner that is not a number.

    Args:
        x: Coordinates of the columns, (N,), rising: logarithms for an axis that is drawn so.
        y: Of the rows, (M,), rising.
        values: (M, N); nan where there is none, and infinite ones are above or below everything.
        level: The value.

    Returns:
        One array (points, 2) of x and y for each line, the higher ground on its left; a closed one ends where it
        starts.

    Reference:
        Lorensen & Cline 1987, "Marching cubes", and Nielson & Hamann 1991, "The asymptotic decider", in two dimensions.
    """
    heights = np.asarray(values, dtype=np.float64) - level
    after = dict(_segments(heights))
    entered = set(after.values())
    starts = [edge for edge in after if edge not in entered]
    lines = [_line(after, start) for start in starts]
    while after:
        lines.append(_line(after, next(iter(after))))
    drawn = [_distinct([_crossing(edge, x, y, heights) for edge in edges]) for edges in lines]
    return [np.array(points) for points in drawn if len(points) > 1]


def _segments(heights: Array) -> Iterator[Segment]:
    """What a line at height 0 does in each cell that it enters."""
    above = heights >= 0
    known = ~np.isnan(heights)
    for row, column in np.ndindex(len(heights) - 1, heights.shape[1] - 1):
        cell = slice(row, row + 2), slice(column, column + 2)
        if known[cell].all() and above[cell].any() and not above[cell].all():
            corners = [float(heights[row + down, column + right]) for down, right in CORNERS]
            edges = [(kind, row + down, column + right) for kind, down, right in SIDES]
            yield from ((edges[enter], edges[leave]) for enter, leave in _crossed(corners))


def _crossed(corners: list[float]) -> list[tuple[int, int]]:
    """Sides at which a line enters and leaves a cell: once, or twice where opposite corners lie above."""
    above = [height >= 0 for height in corners]
    enters = [side for side in range(4) if above[side] and not above[(side + 1) % 4]]
    leaves = [side for side in range(4) if not above[side] and above[(side + 1) % 4]]
    if len(enters) == 1:
        return [(enters[0], leaves[0])]
    first = enters[0]
    joined = corners[first] * corners[first + 2] >= corners[first - 1] * corners[first + 1]
    turn = 1 if joined else -1
    return [(enter, (enter + turn) % 4) for enter in enters]


def _line(after: dict[Edge, Edge], start: Edge) -> list[Edge]:
    """The edges that a line crosses, taken out of those that are left."""
    edges = [start]
    while edges[-1] in after:
        edges.append(after.pop(edges[-1]))
    return edges


def _crossing(edge: Edge, x: Array, y: Array, heights: Array) -> tuple[float, float]:
    """Where a line at height 0 crosses an edge."""
    kind, row, column = edge
    to_row, to_column = (row, column + 1) if kind == "along" else (row + 1, column)
    low, high = float(heights[row, column]), float(heights[to_row, to_column])
    part = low / (low - high) if math.isfinite(low) and math.isfinite(high) else UNKNOWN
    return _between(x[column], x[to_column], part), _between(y[row], y[to_row], part)


def _between(start: float, end: float, part: float) -> float:
    return float(start + part * (end - start))


def _distinct(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points of a line without one that repeats its neighbour, as where a grid point is at the level itself."""
    return [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
