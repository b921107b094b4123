"""Bars that lie: a row for each thing, the parts of its whole side by side."""

from collections.abc import Sequence
from typing import Any

STACKED = {"barmode": "stack", "bargap": 0.35, "legend": {"traceorder": "normal"}}
"""The layout of parts that make up one bar."""


def bar_part(
    name: str,
    rows: Sequence[str],
    values: Sequence[float | None],
    color: str | Sequence[str],
    edge: str | Sequence[str],
    *,
    hover: str = "%{x}",
    shape: str = "",
) -> dict[str, Any]:
    """One part of every bar.

    Args:
        name: In the legend.
        rows: One for each bar.
        values: Its length in each; None leaves it out.
        color: Of all, or of each.
        edge: Likewise, of the line around it.
        hover: The number at the pointer, in Plotly's notation.
        shape: Of the hatching, for eyes that do not tell the colours apart; "" for none.
    """
    pattern = {"pattern": {"shape": shape, "fillmode": "replace", "size": 7}} if shape else {}
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": list(rows),
        "x": list(values),
        "marker": {"color": color, "line": {"color": edge, "width": 1}, **pattern},
        "hovertemplate": f"{name}: {hover}<extra></extra>",
    }
