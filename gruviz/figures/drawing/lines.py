"""Curves, lines, bands and marks: what is drawn with ink on two axes."""

from collections.abc import Sequence
from typing import Any

from gruviz.figures.drawing.palette import CASING, cell_color, cell_symbol, faded

POWERS = "%{y:.2e}"
"""How the hover writes values on a log axis."""


def scatter(x: Any, y: Any, name: str, hover: str | None = POWERS, **more: Any) -> dict[str, Any]:
    """A trace on two axes.

    Args:
        x: (N,).
        y: (N,); nan or None leaves a gap.
        name: In the legend.
        hover: What is written at the pointer, as Plotly's template; None for nothing.
        more: What else Plotly is to know of the trace.
    """
    words = {"hoverinfo": "skip"} if hover is None else {"hovertemplate": hover}
    return {"type": "scatter", "x": x, "y": y, "name": name, **words, **more}


def curve(
    cell: str, x: Any, y: Any, name: str, hover: str = POWERS, *, is_reference: bool = False, **more: Any
) -> dict[str, Any]:
    """The curve of a cell, in its colour and with its mark; arguments as of `scatter`."""
    known = {"uid": f"{cell} reference" if is_reference else cell}
    return scatter(x, y, name, hover, **cell_line(cell, is_reference), **known | more)


def line(x: Any, y: Any, name: str, hover: str | None = POWERS, *, pen: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A line without marks; arguments as of `scatter`."""
    return scatter(x, y, name, hover, mode="lines", line=pen, **more)


def cased(trace: dict[str, Any]) -> list[dict[str, Any]]:
    """A line that crosses a colour scale, on a casing that sets it off from every colour."""
    beneath = scatter(trace["x"], trace["y"], f"{trace['name']}: casing", None, mode="lines", showlegend=False)
    under = {"color": CASING, "width": trace["line"]["width"] + 4, "shape": trace["line"].get("shape", "linear")}
    group = {"legendgroup": trace["name"]}
    panel = {name: trace[name] for name in ("xaxis", "yaxis") if name in trace}
    return [beneath | {"line": under} | group | panel, trace | group]


def pen(color: str, width: float = 3, dash: str = "solid") -> dict[str, Any]:
    """How a line looks."""
    return {"color": color, "width": width, "dash": dash}


def cell_line(cell: str, is_reference: bool = False) -> dict[str, Any]:
    """How the curve of a cell looks: colour and mark tell the cell, dashes and open marks a reference."""
    color = cell_color(cell)
    marker = {"symbol": cell_symbol(cell) + ("-open" if is_reference else ""), "size": 8, "maxdisplayed": 9}
    line = pen(color, 2, "dash") if is_reference else pen(color)
    return {"mode": "lines+markers", "line": line, "marker": marker | {"color": color}}


def cell_marker(cell: str, **more: Any) -> dict[str, Any]:
    """The mark of a cell without a line."""
    return {"symbol": cell_symbol(cell), "color": cell_color(cell), **more}


def band(x: Any, lower: Any, upper: Any, color: str, **more: Any) -> list[dict[str, Any]]:
    """The ground between two curves; it stands neither in the legend nor in the hover."""
    quiet = {"hoverinfo": "skip", "showlegend": False, "mode": "lines", "line": {"width": 0}, **more}
    return [
        {"type": "scatter", "x": x, "y": lower, **quiet},
        {"type": "scatter", "x": x, "y": upper, **quiet, **ground(color)},
    ]


def ground(color: str) -> dict[str, Any]:
    """A tint between a trace and the one before it."""
    return {"fill": "tonexty", "fillcolor": faded(color, 0.16)}


def whiskers(lower: Sequence[float], middle: Sequence[float], upper: Sequence[float], color: str) -> dict[str, Any]:
    """Error bars of a trace from quartiles around what it draws."""
    above = [max(0.0, end - drawn) for end, drawn in zip(upper, middle, strict=True)]
    below = [max(0.0, drawn - end) for end, drawn in zip(lower, middle, strict=True)]
    ends = {"type": "data", "symmetric": False, "array": above, "arrayminus": below}
    return ends | {"color": color, "thickness": 1.5, "width": 4}
