"""Units that do nothing: dead ones, whose state stays at zero, and latched ones, whose state no longer moves."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import plotly.graph_objects as go

from gruviz.figures.diagnosis.bars import STACKED, bar_part
from gruviz.figures.diagnosis.layers import spoken
from gruviz.figures.drawing.axes import axis, rows_axis, rows_height
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.palette import CELL_COLORS, GREY, faded
from gruviz.validation import InvalidValue, check_integer
from gruviz.wording import counted, percent

DEAD, LATCHED, ALIVE = "dead", "latched", "at work"
COLORS = {DEAD: GREY, LATCHED: CELL_COLORS["rnn"], ALIVE: CELL_COLORS["lstm"]}


class UnitCounts(NamedTuple):
    """How many units of one layer do nothing.

    Args:
        layer: Its label.
        size: Units that it has.
        dead: Units whose state stays at zero.
        latched: Units whose state stays at another value.
    """

    layer: str
    size: int
    dead: int
    latched: int

    @property
    def alive(self) -> int:
        """All others."""
        return self.size - self.dead - self.latched


def idle_units(
    sizes: Mapping[str, int],
    *,
    dead: Mapping[str, int] = MappingProxyType({}),
    latched: Mapping[str, int] = MappingProxyType({}),
    theme: str = "light",
) -> go.Figure:
    """Draw how many units of each layer are dead or latched.

    Args:
        sizes: Units of each layer, by label.
        dead: How many of them have a state that stays at zero; 0 where it is not given.
        latched: How many have one that stays at another value.
        theme: "light" or "dark".
    """
    layers = [UnitCounts(label, size, dead.get(label, 0), latched.get(label, 0)) for label, size in sizes.items()]
    for layer in layers:
        check_integer(f"dead and latched units of {layer.layer}", layer.dead + layer.latched, 0, layer.size)
    return units_chart(layers).styled(theme)


def units_chart(layers: Sequence[UnitCounts]) -> Chart:
    """Draw a bar for each layer, from above in the order given."""
    if not layers:
        raise InvalidValue("layers", "empty", "at least one layer")
    rows = [layer.layer for layer in layers]
    traces = [
        _part(DEAD, rows, [layer.dead for layer in layers], "x"),
        _part(LATCHED, rows, [layer.latched for layer in layers]),
        _part(ALIVE, rows, [layer.alive for layer in layers]),
    ]
    layout = {
        **STACKED,
        "xaxis": axis("number of units", rangemode="tozero"),
        "yaxis": rows_axis(rows, "layer"),
    }
    return Chart(build(traces, layout), _title(layers), _summary(layers), _table(layers), rows_height(len(rows)))


def _part(name: str, rows: list[str], counts: list[int], shape: str = "") -> dict[str, Any]:
    color = faded(COLORS[name], 0.3) if name == ALIVE else COLORS[name]
    return bar_part(name, rows, counts, color, COLORS[name], shape=shape)


def _title(layers: Sequence[UnitCounts]) -> str:
    idle = sum(layer.dead + layer.latched for layer in layers)
    size = sum(layer.size for layer in layers)
    if not idle:
        return f"All {counted(size, 'unit')} are at work"
    worst = max(layers, key=lambda layer: (layer.dead + layer.latched) / max(layer.size, 1))
    share = percent(idle / size)
    return f"{share} of the units do nothing" + (f", most of them in {worst.layer}" if len(layers) > 1 else "")


def _summary(layers: Sequence[UnitCounts]) -> str:
    parts = [
        f"{layer.layer}: {layer.dead} dead and {layer.latched} latched of {counted(layer.size, 'unit')}"
        for layer in layers
    ]
    return f"{spoken(parts)}. A dead unit stays at zero; a latched one stays at another value."


def _table(layers: Sequence[UnitCounts]) -> dict[str, list[Any]]:
    return {
        "layer": [layer.layer for layer in layers],
        "units": [layer.size for layer in layers],
        "dead": [layer.dead for layer in layers],
        "latched": [layer.latched for layer in layers],
    }
