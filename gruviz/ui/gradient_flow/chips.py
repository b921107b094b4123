"""The cells as chips, which are the legend of every chart."""

from collections.abc import Sequence
from math import ceil

from gruviz.engine.cells import STANDARD
from gruviz.figures.drawing.palette import cell_color, cell_symbol
from gruviz.ui.controls.cell_kinds import OFFERED
from gruviz.ui.controls.laboratory import chosen_cells
from gruviz.ui.controls.panel import Panel
from gruviz.ui.gradient_flow.parts import part

ORDER = tuple(OFFERED)
"""As the two controls list them."""
ROW, LETTERS, AROUND = 37.6, 52, 6.5
"""Pixels from a row of chips to the next, letters in a row, and how many a chip takes beside its title."""


def cell_chips(panel: Panel) -> None:
    """Draw a chip for each usual cell and for each other one that is chosen."""
    if not panel.draws("cells"):
        panel.draw("cells")  # says what an exercise has fixed
        return
    chosen = [key for key in ORDER if key in chosen_cells(panel.values)]
    offered = [key for key in ORDER if key in STANDARD or key in chosen]

    def choose(keys: Sequence[str]) -> None:
        panel.set("cells", [key for key in keys if key in STANDARD])
        if panel.draws("variants"):
            panel.set("variants", [key for key in keys if key not in STANDARD])

    data = {
        "label": "Cells in the picture",
        "cells": [_chip(key) for key in offered],
        "chosen": chosen,
        "order": list(ORDER),
    }
    part("chips", data, key=panel.key("chips"), on_choice=choose, height=height_of(offered))


def height_of(keys: Sequence[str]) -> int:
    """Pixels to keep free until the browser has laid the chips out."""
    rows = ceil(sum(len(OFFERED[key]) + AROUND for key in keys) / LETTERS)
    return round(ROW * (rows - 1) + 32)


def _chip(key: str) -> dict[str, str]:
    return {"key": key, "title": OFFERED[key], "color": cell_color(key), "symbol": cell_symbol(key)}
