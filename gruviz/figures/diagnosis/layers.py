"""Layers side by side: which colour and mark each has, and how they are named."""

from collections.abc import Sequence

from gruviz.figures.drawing.palette import CELL_COLORS
from gruviz.wording import listed

NAMED = 3
"""Most layers that a sentence names one by one."""


def looks(cells: Sequence[str]) -> list[str]:
    """The cell whose colour and mark each layer has: its own where all cells differ, else one after another.

    Args:
        cells: Registry key of each layer's cell.
    """
    if len(set(cells)) == len(cells):
        return list(cells)
    first = cells[0] if cells[0] in CELL_COLORS else next(iter(CELL_COLORS))
    order = [first, *(cell for cell in CELL_COLORS if cell != first)]
    return [order[i % len(order)] for i in range(len(cells))]


def named(labels: Sequence[str]) -> str:
    """The layers in a sentence: "layer 1 and layer 2", or how many there are."""
    return listed(list(labels)) if len(labels) <= NAMED else f"{len(labels)} layers"


def spoken(parts: Sequence[str]) -> str:
    """What is said of each layer, as sentences without the last full stop; of many layers, of the first few."""
    if len(parts) <= NAMED + 1:
        return ". ".join(parts)
    return f"{'. '.join(parts[:NAMED])}. The table has the numbers of the {len(parts) - NAMED} others"
