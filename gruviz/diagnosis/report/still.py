"""A chart as a still picture, of HTML and SVG without any script: its lines, marks and bars, named at their ends.

Words are HTML and keep their size; the ink below them is stretched to the width that there is.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.diagnosis.report import bars
from gruviz.diagnosis.report.scales import Scale
from gruviz.diagnosis.report.words import in_html
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.ends import NAME, moved

POINTS = 200
"""Most points of a line: more cannot be told apart."""
SIDE = 1000
"""Units of the ink's own coordinates, across and up."""
PIXELS = 260
"""Height of a plot."""
ROW, GAP = 16, 4
"""Pixels of a row of a label, and between two labels."""
MARKS = {
    **{"x": "✕", "circle": "●", "square": "■", "diamond": "◆", "cross": "✚", "triangle-up": "▲", "triangle-down": "▼"},
    **{"star": "★", "hourglass": "✱", "bowtie": "⋈", "triangle-right": "▶", "star-diamond": "✦", "hexagram": "✶"},
    **{"pentagon": "⬟", "star-triangle-up": "▵", "triangle-left": "◀", "star-square": "▣", "diamond-wide": "⬥"},
}
"""Plotly's marks as letters."""
MARKED = 5
"""Marks along a line."""
DASHES = {"dash": "7 5", "dot": "2 4", "dashdot": "7 4 2 4"}

Trace = Mapping[str, Any]


def still(chart: Chart) -> str:
    """Draw a chart: stacked panels of lines, or rows of stacked bars."""
    # Plotly's own dictionaries have arrays as packed bytes
    traces = [trace.to_plotly_json() | {"x": trace.x, "y": trace.y} for trace in chart.figure.data]
    layout = chart.figure.layout.to_plotly_json()
    if any(trace["type"] == "bar" for trace in traces):
        return _legend(traces) + bars.bars(traces, layout)
    panels = dict.fromkeys(str(trace.get("yaxis", "y")) for trace in traces)
    notes = layout.get("annotations", [])
    heads = [str(note["text"]) for note in notes if note.get("name") != NAME]
    drawn = [
        _panel([trace for trace in traces if str(trace.get("yaxis", "y")) == panel], chart, panel) for panel in panels
    ]
    titles = [f'<p class="head">{in_html(head)}</p>' for head in heads] or [""] * len(drawn)
    legend = _legend(traces) if layout.get("showlegend", True) else ""
    return legend + "".join(title + one for title, one in zip(titles, drawn, strict=True))


def _panel(traces: Sequence[Trace], chart: Chart, panel: str) -> str:
    layout = chart.figure.layout.to_plotly_json()
    number = panel.removeprefix("y")
    x_axis, y_axis = layout[f"xaxis{number}"], layout[f"yaxis{number}"]
    x = Scale.of(x_axis, _all(traces, "x"))
    y = Scale.of(y_axis, _all(traces, "y"))
    ends = [note for note in chart.figure.layout.annotations if note.name == NAME and note.yref == panel]
    height = max(PIXELS, sum(ROW * (1 + note.text.count("<br>")) + GAP for note in ends))
    side = "right" if any((note.ax or 0) > 0 for note in ends) else "left"
    ink = "".join([*_lines_of(layout.get("shapes", []), panel, x, y), *_ink(traces, x, y)])
    picture = f'<svg viewBox="0 0 {SIDE} {SIDE}" preserveAspectRatio="none" aria-hidden="true">{ink}</svg>'
    marks = "".join(_marks(traces, x, y))
    labels = _labels(ends, chart, panel, height, y)
    return (
        f'<div class="plot ends-{side if ends else "none"} scale-{y_axis.get("side", "left")}">'
        f'<p class="up">{in_html(y.title)}</p>'
        f'<div class="paper" style="height:{height}px">{picture}{_ticks(x, y)}{marks}{labels}</div>'
        f'<p class="along">{in_html(x.title)}</p></div>'
    )


def _all(traces: Sequence[Trace], name: str) -> Array:
    return np.concatenate([np.asarray(trace[name], np.float64) for trace in traces])


def _ink(traces: Sequence[Trace], x: Scale, y: Scale) -> Iterator[str]:
    """Lines, and the ground between one and the one before it."""
    before = ""
    for trace in traces:
        xs, ys = x.along(x.counts(trace["x"])), y.along(y.counts(trace["y"]))
        path = _path(xs, np.clip(ys, -0.02, 1.02))
        if trace.get("fill") == "tonexty":
            yield _ground(before, _path(xs[::-1], np.clip(ys[::-1], -0.02, 1.02)), str(trace["fillcolor"]))
        pen = trace.get("line", {})
        if "lines" in trace.get("mode", "") and pen.get("width") and path:
            dash = DASHES.get(pen.get("dash", "solid"))
            style = f' stroke-dasharray="{dash}"' if dash else ""
            yield f'<path class="line" d="{path}" stroke="{pen["color"]}" stroke-width="{pen["width"]}"{style}/>'
        before = path


def _ground(one: str, other: str, color: str) -> str:
    """Drawn only where neither edge has a gap."""
    if not one or not other or "M" in one[1:] or "M" in other[1:]:
        return ""
    return f'<path class="ground" d="{one}L{other[1:]}Z" fill="{color}"/>'


def _path(xs: Array, ys: Array) -> str:
    """An SVG path with a gap at each nan; of a single point, a dot."""
    keep = np.unique(np.linspace(0, len(xs) - 1, POINTS).round().astype(int)) if len(xs) > POINTS else slice(None)
    parts: list[str] = []
    drawing = False
    for across, up in zip(xs[keep].tolist(), ys[keep].tolist(), strict=True):
        if across != across or up != up:
            drawing = False
            continue
        place = f"{SIDE * across:.0f} {SIDE * (1 - up):.0f}"
        parts.append(f"{'L' if drawing else 'M'}{place}")
        drawing = True
    return f"{parts[0]}h0" if len(parts) == 1 else "".join(parts)


def _lines_of(shapes: Sequence[Trace], panel: str, x: Scale, y: Scale) -> Iterator[str]:
    """Straight lines through a panel."""
    for shape in shapes:
        if not str(shape["yref"]).startswith(f"{panel} ") and shape["yref"] != panel:
            continue
        xs = _ends(shape["x0"], shape["x1"], x, free=shape["xref"] == "paper")
        ys = _ends(shape["y0"], shape["y1"], y, free="domain" in shape["yref"])
        pen = shape["line"]
        dash = DASHES.get(pen.get("dash", "solid"), "none")
        yield (
            f'<path class="line" d="{_path(xs, ys)}" stroke="{pen["color"]}" stroke-width="{pen["width"]}" '
            f'stroke-dasharray="{dash}"/>'
        )


def _ends(first: float, last: float, scale: Scale, *, free: bool) -> Array:
    ends = np.array([first, last], np.float64)
    return ends if free else scale.along(scale.counts(ends))


def _marks(traces: Sequence[Trace], x: Scale, y: Scale) -> Iterator[str]:
    """Marks along lines, and those that stand alone, such as the cross where a line stops being a number."""
    for trace in traces:
        if "markers" not in trace.get("mode", ""):
            continue
        xs, ys = x.along(x.counts(trace["x"])), y.along(y.counts(trace["y"]))
        alone = trace["mode"] == "markers"
        seen = np.flatnonzero(np.isfinite(xs) & (np.isfinite(ys) if alone else (ys >= 0) & (ys <= 1)))
        for row in seen if alone else _spaced(seen, xs):
            place = f"left:{100 * xs[row]:.2f}%;bottom:{100 * min(max(ys[row], 0), 1):.2f}%"
            kind = "alone" if alone else "mark"
            yield f'<b class="{kind}" style="{place};color:{trace["marker"]["color"]}">{_letter(trace)}</b>'


def _spaced(seen: NDArray[np.intp], xs: Array) -> list[int]:
    """A few of the rows that are seen, evenly spaced along the axis."""
    if not len(seen):
        return []
    across = xs[seen]
    wanted = np.linspace(across[0], across[-1], MARKED)
    return sorted({int(seen[np.abs(across - place).argmin()]) for place in wanted})


def _letter(trace: Trace) -> str:
    return MARKS.get(trace.get("marker", {}).get("symbol", "").removesuffix("-open"), "●")


def _ticks(x: Scale, y: Scale) -> str:
    up = "".join(
        f'<i class="y" style="bottom:{100 * float(y.along(np.array(at))):.2f}%"><span>{in_html(words)}</span></i>'
        for at, words in y.ticks
    )
    along = "".join(
        f'<i class="x" style="left:{100 * float(x.along(np.array(at))):.2f}%"><span>{in_html(words)}</span></i>'
        for at, words in x.ticks
    )
    return up + along


def _labels(ends: Sequence[Any], chart: Chart, panel: str, height: int, y: Scale) -> str:
    """The names of lines at their ends, kept apart for a plot of this height."""
    if not ends:
        return ""
    axis = chart.figure.layout[panel.replace("y", "yaxis", 1)]
    shifts = moved(ends, axis, axis, plot=height)
    places = (float(y.along(np.array(end.y))) for end in ends)
    return "".join(
        f'<span class="end" style="top:calc({100 * (1 - place):.2f}% + {shift["ay"]:.0f}px);'
        f'border-color:{end.arrowcolor}">{in_html(end.text)}</span>'
        for end, place, shift in zip(ends, places, shifts, strict=True)
    )


def _legend(traces: Sequence[Trace]) -> str:
    shown = [trace for trace in traces if trace.get("showlegend", True) and trace.get("name")]
    return f'<p class="legend">{"".join(map(_key, shown))}</p>'


def _key(trace: Trace) -> str:
    if trace["type"] == "bar":
        return bars.key(trace)
    ink = f"color:{trace['line']['color']}"
    return f'<span><b style="{ink}">{_letter(trace)}</b> {in_html(trace["name"])}</span>'
