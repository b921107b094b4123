"""The layers of a report as rows of words."""

import math
from collections.abc import Sequence

from gruviz.diagnosis.numbers import LayerNumbers
from gruviz.diagnosis.report.words import cell_title
from gruviz.wording import power

COLUMNS = ("layer", "cell", "hears (steps)", "gates (mean)", "state norm", "idle units")
"""Headings: how many steps back at least 1% of the gradient arrives, of how many there are; the norm of the carried
state after the first step and after the last; units that never move."""

NO_NUMBER = "no number"


def layer_table(layers: Sequence[LayerNumbers]) -> list[tuple[str, ...]]:
    """The headings, then one row for each layer; without columns in which no layer has anything."""
    rows = [
        (layer.title, cell_title(layer.cell), hears(layer), _gates(layer), _norms(layer), _idle(layer))
        for layer in layers
    ]
    used = [place for place in range(len(COLUMNS)) if any(row[place] for row in rows)]
    return [tuple(row[place] for place in used) for row in (COLUMNS, *rows)] if rows else []


def hears(layer: LayerNumbers) -> str:
    """Such as "17 of 200"."""
    if layer.reach is None:
        return "no gradient"
    return f"{layer.horizon} of {layer.reach.length}" if layer.is_heard else NO_NUMBER


def _gates(layer: LayerNumbers) -> str:
    if layer.gates and all(math.isnan(use.mean) for use in layer.gates.values()):
        return NO_NUMBER
    return " ".join(f"{gate} {use.mean:.2f}" for gate, use in layer.gates.items())


def _norms(layer: LayerNumbers) -> str:
    norms = layer.state_norms["c" if "c" in layer.state_norms else "h"]
    return f"{power(float(norms[1]))} → {power(float(norms[-1]))}" if len(norms) > 1 else ""


def _idle(layer: LayerNumbers) -> str:
    """Such as "3 dead, 1 latched of 64"; empty where none is."""
    counts = [(len(layer.dead), "dead"), (len(layer.latched), "latched")]
    parts = [f"{count} {what}" for count, what in counts if count]
    return f"{', '.join(parts)} of {layer.hidden_size}" if parts else ""
