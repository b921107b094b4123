"""Colours, templates and the one place where a figure is put together."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from gruviz.engine.cells import OWN

CELL_COLORS: Mapping[str, str] = {
    "rnn": "#D55E00",
    "gru": "#009E73",
    "lstm": "#0072B2",
    "gru_reset_after": "#CC79A7",
    "mgu": "#B08349",
    "mingru": "#3A9AD3",
    "light_gru": "#A34282",
    "gru_no_reset": "#2C6C51",
    "gru_no_update": "#CD1150",
    "irnn": "#805A1E",
    "lstm_coupled": "#5D6CE2",
    OWN: "#8A2EF1",
}
"""One colour per cell: the first four from the palette of Okabe & Ito 2008, the variants chosen to stay apart from them
and each other, on light and dark, also for eyes that see no red or no green. All cells of one's own share the last."""
CELL_SYMBOLS: Mapping[str, str] = {
    "rnn": "circle",
    "gru": "square",
    "lstm": "diamond",
    "gru_reset_after": "cross",
    "mgu": "triangle-up",
    "mingru": "triangle-down",
    "light_gru": "star",
    "gru_no_reset": "hourglass",
    "gru_no_update": "bowtie",
    "irnn": "triangle-right",
    "lstm_coupled": "star-diamond",
    OWN: "hexagram",
}
"""A second mark of the cell beside its colour."""
PATH_COLORS: Mapping[str, str] = {
    "leak": "#56B4E9",
    "candidate": "#E69F00",
    "update": "#CC79A7",
    "reset": "#009E73",
    "input": "#F0E442",
    "forget": "#0072B2",
    "output": "#8C8C8C",
    "recurrent": "#D55E00",
}
GATE_COLORS: Mapping[str, str] = {
    "r": PATH_COLORS["reset"],
    "z": PATH_COLORS["update"],
    "n": PATH_COLORS["candidate"],
    "i": PATH_COLORS["input"],
    "f": PATH_COLORS["forget"],
    "g": PATH_COLORS["candidate"],
    "o": PATH_COLORS["output"],
}
"""A gate has the colour of the path through it."""
DETOUR_COLORS = ("#56B4E9", "#009E73", "#E69F00", "#CC79A7", "#D55E00", "#8C8C8C")
GATE_SCALE, STATE_SCALE, GRADIENT_SCALE = "Viridis", "RdBu", "Cividis"
BACK_AXIS = "steps before the loss (← gradient)"
FALLBACK = "#8C8C8C"
WIDE = 20
"""Characters beside a chart that leave a phone room for the chart."""
FLOORS = (-16, -24, -32, -48)


def _template(ink: str, line: str, paper: str) -> dict[str, Any]:
    axis = {
        "gridcolor": line,
        "linecolor": line,
        "zerolinecolor": line,
        "ticks": "outside",
        "tickcolor": line,
        "automargin": True,
        "title": {"standoff": 10, "font": {"size": 14}},
    }
    return {
        "layout": {
            "font": {"color": ink, "size": 14},
            "paper_bgcolor": paper,
            "plot_bgcolor": paper,
            "xaxis": axis,
            "yaxis": axis,
            "colorway": list(CELL_COLORS.values())[:10],
            "hoverlabel": {"font": {"size": 13}},
            "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"},
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        }
    }


TEMPLATES: Mapping[str, dict[str, Any]] = {
    "light": _template("#1f2933", "#d5dbe1", "#ffffff"),
    "dark": _template("#e6edf3", "#3a434d", "#0e1117"),
}


def build(data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> go.Figure:
    """A figure from plain traces and layout, unvalidated for speed; the tests validate every one."""
    return go.Figure({"data": list(data), "layout": dict(layout)}, _validate=False)


def faded(color: str, alpha: float) -> str:
    """A hex colour made translucent."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def cell_color(cell: str) -> str:
    """The colour of a cell; grey for one that nobody knows."""
    return CELL_COLORS.get(_look(cell), FALLBACK)


def cell_symbol(cell: str) -> str:
    """The mark of a cell; a cross for one that nobody knows."""
    return CELL_SYMBOLS.get(_look(cell), "x")


def cell_line(cell: str, is_reference: bool) -> dict[str, Any]:
    """How the curve of a cell looks: colour and mark tell the cell, dashes and open marks a reference."""
    color = cell_color(cell)
    symbol = cell_symbol(cell) + ("-open" if is_reference else "")
    return {
        "mode": "lines+markers",
        "line": {"color": color, "width": 2 if is_reference else 3, "dash": "dash" if is_reference else "solid"},
        "marker": {"symbol": symbol, "size": 8, "maxdisplayed": 9, "color": color},
    }


def _look(cell: str) -> str:
    return OWN if cell.startswith(f"{OWN}_") else cell


def whiskers(lower: Sequence[float], middle: Sequence[float], upper: Sequence[float], color: str) -> dict[str, Any]:
    """Error bars of a trace from quartiles around what it draws."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [max(0.0, end - drawn) for end, drawn in zip(upper, middle, strict=True)],
        "arrayminus": [max(0.0, drawn - end) for end, drawn in zip(lower, middle, strict=True)],
        "color": color,
        "thickness": 1.5,
        "width": 4,
    }


class Panels(NamedTuple):
    """Where stacked panels lie."""

    extents: list[tuple[float, float]]
    """Vertical domain of each, from the top."""
    headings: list[dict[str, Any]]
    """An annotation above each."""
    height: int
    """Pixels of the whole figure."""


def panels(titles: Sequence[str], *, pixels: int) -> Panels:
    """Stack panels of a fixed height with a heading above and room for ticks below each."""
    heading, ticks = 34, 26
    total = len(titles) * (heading + pixels + ticks) - ticks
    tops = [1 - (i * (heading + pixels + ticks) + heading) / total for i in range(len(titles))]
    extents = [(max(0.0, top - pixels / total), top) for top in tops]
    headings = [
        {
            "text": f"<b>{title}</b>",
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": top,
            "yref": "paper",
            "yanchor": "bottom",
            "showarrow": False,
        }
        for title, top in zip(titles, tops, strict=True)
    ]
    return Panels(extents, headings, total + 110)


def rows_axis(labels: Sequence[str], title: str) -> dict[str, Any]:
    """A vertical axis with a row for each label, the first on top; long labels take two lines."""
    return {
        "title": {"text": title},
        "type": "category",
        "range": [len(labels) - 0.5, -0.5],
        "categoryorder": "array",
        "categoryarray": list(labels),
        "tickvals": list(labels),
        "ticktext": [_broken(label) for label in labels],
    }


def _broken(label: str) -> str:
    """A label that breaks after its commas or, too wide for a phone, after the slash nearest to its middle."""
    slashes = [place for place, letter in enumerate(label[:-1], 1) if letter == "/"]
    if len(label) <= WIDE or not slashes:
        return label.replace(", ", ",<br>")
    middle = min(slashes, key=lambda place: abs(2 * place - len(label)))
    return f"{label[:middle]}<br>{label[middle:]}"


def rows_height(count: int) -> int:
    """Pixels of a chart with so many rows."""
    return 110 + 40 * count


def floor_below(low: float) -> int:
    """Power of ten at which a log axis ends whose smallest value is 10**low; of a few, so that it seldom moves."""
    return next((floor for floor in FLOORS if floor <= low), FLOORS[-1])


def color_bar(extent: tuple[float, float], title: str = "") -> dict[str, Any]:
    """A colour bar beside a panel."""
    return {
        "title": {"text": title},
        "thickness": 12,
        "len": extent[1] - extent[0],
        "y": extent[1],
        "yanchor": "top",
    }


def decade_bar(title: str, floor: int, ceiling: int, extent: tuple[float, float]) -> dict[str, Any]:
    """A colour bar for log10 values beside a panel, labelled as powers of ten at most every third."""
    apart = 3 * 2 ** max(0, math.ceil(math.log2((ceiling - floor) / 45)))
    ticks = [tick for tick in range(floor, ceiling + 1) if tick % apart == 0]
    labels = [f"10<sup>{tick}</sup>".replace("-", "−") for tick in ticks]
    return color_bar(extent, title) | {"tickvals": ticks, "ticktext": labels}


def axis_name(kind: str, index: int) -> str:
    """Reference of the axis of panel `index`, as traces name it: x, x2, …"""
    return kind if index == 0 else f"{kind}{index + 1}"


def axis_key(kind: str, index: int) -> str:
    """The same as the layout names it: xaxis, xaxis2, …"""
    return f"{kind}axis{'' if index == 0 else index + 1}"
