"""Rows of stacked bars as HTML, and how a key tells their parts."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gruviz.diagnosis.report.words import in_html
from gruviz.figures.drawing.palette import GREY, faded

Trace = Mapping[str, Any]


def bars(traces: Sequence[Trace], layout: Mapping[str, Any]) -> str:
    """Horizontal stacked bars, each with its name above it."""
    rows = list(traces[0]["y"])
    sums = np.nansum([np.array(trace["x"], np.float64) for trace in traces], axis=0)
    most = float((layout["xaxis"].get("range") or (0, max(1.0, sums.max(initial=0.0))))[1])
    drawn = "".join(
        f'<div class="row"><span>{in_html(row)}</span><div class="bar">{_parts(traces, i, most)}</div></div>'
        for i, row in enumerate(rows)
    )
    suffix = str(layout["xaxis"].get("ticksuffix", ""))
    scale = f'<div class="ends"><span>0{suffix}</span><span>{most:,.4g}{suffix}</span></div>'
    return f'{drawn}{scale}<p class="along">{in_html(layout["xaxis"]["title"]["text"])}</p>'


def _parts(traces: Sequence[Trace], row: int, most: float) -> str:
    return "".join(
        f'<i class="{_fill(trace)}" style="width:{100 * float(trace["x"][row] or 0) / most:.3f}%;'
        f'{_paint(trace, row)}"></i>'
        for trace in traces
        if trace["x"][row]
    )


def _fill(trace: Trace) -> str:
    return "hatched" if "pattern" in trace["marker"] else "filled"


def _paint(trace: Trace, row: int) -> str:
    color, edge = trace["marker"]["color"], trace["marker"]["line"]["color"]
    own, line = (one if isinstance(one, str) else one[row] for one in (color, edge))
    return f"--own:{own};--edge:{line}"


def key(trace: Trace) -> str:
    """A part in the legend."""
    return f'<span><i class="{_fill(trace)}" style="{_neutral(trace)}"></i>{in_html(trace["name"])}</span>'


def _neutral(trace: Trace) -> str:
    """Of bars in several colours, grey: it is the filling that tells what they are."""
    colors = trace["marker"]["line"]["color"]
    if isinstance(colors, str) or len(set(colors)) == 1:
        return _paint(trace, 0)
    is_pale = trace["marker"]["color"][0].startswith("rgba")
    return f"--own:{faded(GREY, 0.3) if is_pale else GREY};--edge:{GREY}"
