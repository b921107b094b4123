"""A circle of gradients after one step, two, four …: an ellipse that is stretched, shrinks and becomes a line."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.products import Products, step_products
from gruviz.engine.records import Recording
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.grid import grid, grid_axes, narrow, squares, titled
from gruviz.figures.drawing.lines import line, pen
from gruviz.figures.drawing.palette import GREY, cell_color, faded
from gruviz.figures.drawing.panels import on_panel
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.gradients.medians import medians_of_numbers
from gruviz.figures.gradients.singular import Spectrum, few_steps, spectra, stretch_title
from gruviz.validation import InvalidValue
from gruviz.wording import left, steps

SPANS = (1, 2, 4, 8, 16, 32)
"""Steps after which the circle is drawn."""
MEMBERS = 128
"""States of all networks of a run together that are followed; of many runs, and of large cells, fewer networks are."""
WORK = 6e8
"""Numbers that may be multiplied: larger networks are followed back over fewer steps."""
TURN = np.linspace(0, 2 * np.pi, 73)
WIDEST = 2.5
"""Length at which the picture ends, however far an ellipse reaches."""
APART = 0.13
"""Part of the picture between two numbers at ellipses."""


class Ellipses(NamedTuple):
    """What one run's last steps make of a circle, medians over its networks."""

    cell: str
    spans: tuple[int, ...]
    """Steps back from the loss."""
    singular: Array
    """(K, S), lengths of the axes, longest first; nan where they are no numbers."""
    seeds: int = 1
    broken: str = ""


def step_ellipses(recordings: Mapping[str, Recording], *, theme: str = "light") -> go.Figure:
    """Draw what one step, two, four … make of a circle, in the direction that they stretch most and a middling one."""
    spectrum = spectra({label: few_steps(run) for label, run in recordings.items()})
    return ellipse_chart(ellipses(recordings), spectrum).styled(theme)


def ellipses(recordings: Mapping[str, Recording]) -> dict[str, Ellipses]:
    """Multiply the last steps of each run."""
    members = MEMBERS // max(1, -(-len(recordings) // 4))
    return {label: _ellipses(run, members) for label, run in recordings.items()}


def _ellipses(recording: Recording, members: int) -> Ellipses:
    size = recording.state.shape[-1]
    seeds = max(1, min(recording.weights.seeds, members // size))
    most = max(1, min(recording.seq_len, int(WORK / (seeds * size**3))))
    spans = tuple(sorted({*(span for span in SPANS if span <= most), most}))
    products: Products = step_products(recording, spans=spans, seeds=seeds)
    with np.errstate(over="ignore"):
        values = np.exp(np.stack([medians_of_numbers(logs.T) for logs in products.logs]))
    broken = recording.breakdown.words if recording.breakdown else ""
    return Ellipses(recording.cell, spans, values, seeds, broken)


def ellipse_chart(runs: Mapping[str, Ellipses], spectrum: Mapping[str, Spectrum]) -> Chart:
    """Draw the ellipses of each run in a square, all on one scale; the title tells what single steps do."""
    if not runs:
        raise InvalidValue("recordings", "empty", "at least one run")
    headings = titled(dict.fromkeys(runs, ""))
    columns, pixels = squares(len(runs))
    places = grid(headings, columns=columns, pixels=pixels)
    end = 1.12 * _longest(runs)
    ticks = {"range": [-end, end], "tickformat": ".0%", "dtick": 1 if end < 1.5 else 2, "zeroline": False}
    layout = grid_axes(
        places, axis("most stretched direction (%)", **ticks), axis("a middling one", **ticks), square=True
    )
    numbers = [number for i, run in enumerate(runs.values()) for number in _numbers(run, i, end)]
    layout |= {"annotations": [*places.headings, *numbers], "meta": {"narrow": narrow(headings, 260, numbers)}}
    traces = [trace for i, run in enumerate(runs.values()) for trace in _panel(run, spectrum_growth(spectrum, i), i)]
    sentences = " ".join(f"{label}: {_sentence(run)}." for label, run in runs.items())
    words = (
        "A circle of gradients goes back from the loss. Each ellipse is what is left of it after so many steps: along, "
        f"in the direction that they stretch most; upward, in a middling one. {sentences}"
    )
    summary = words + Sample(max(run.seeds for run in runs.values())).words()
    return Chart(build(traces, layout), stretch_title(spectrum), summary, _table(runs), places.height)


def spectrum_growth(spectrum: Mapping[str, Spectrum], i: int) -> float:
    """What an average step of run `i` multiplies a gradient by."""
    return list(spectrum.values())[i].growth


def _longest(runs: Mapping[str, Ellipses]) -> float:
    """The longest axis after one step, within bounds that one wild run cannot stretch."""
    first = [float(run.singular[0, 0]) for run in runs.values() if np.isfinite(run.singular[0, 0])]
    return min(max([1.0, *first]), WIDEST)


def _panel(run: Ellipses, growth: float, panel: int) -> Iterator[dict[str, Any]]:
    color, place = cell_color(run.cell), on_panel(panel)
    yield _closed("a circle of gradients", 1, 1, pen(GREY, 2, "dash"), showlegend=panel == 0, **place)
    for k, span in enumerate(run.spans):
        first, second = _axes(run, k)
        name = "after 1, 2, 4 … steps" if k == 0 else f"after {steps(span)}"
        ink: dict[str, Any] = {
            "pen": pen(color, 2.5 if k == 0 else 1.5),
            "fill": "toself",
            "fillcolor": faded(color, 0.1),
        }
        hover = f"after {steps(span)}: {left(first)} by {left(second)}"
        yield _closed(name, first, second, hover=hover, showlegend=panel == k == 0, **ink, **place)
    radius = growth if math.isfinite(growth) and growth < 10 else math.nan
    name = "what an average step leaves of the gradient"
    ink = {"pen": pen(color, 2, "dot"), "hover": f"{name}: {left(growth)}"}
    yield _closed(name, radius, radius, showlegend=panel == 0, **ink, **place)


def _axes(run: Ellipses, k: int) -> tuple[float, float]:
    """Half axes of an ellipse; a state of one unit has a line."""
    values = run.singular[k]
    first, second = float(values[0]), float(values[len(values) // 2]) if len(values) > 1 else 0.0
    return first, second if math.isfinite(second) else 0.0


def _closed(
    name: str, first: float, second: float, pen: dict[str, Any], hover: str | None = None, **more: Any
) -> dict[str, Any]:
    """An ellipse; nothing where its axes are no numbers or leave what can be drawn."""
    drawn = math.isfinite(first) and first < 1e6
    x, y = (np.cos(TURN) * first, np.sin(TURN) * second) if drawn else ([], [])
    words = hover and f"{hover}<extra></extra>"
    return line(np.asarray(x, np.float32), np.asarray(y, np.float32), name, words, pen=pen, **more)


def _numbers(run: Ellipses, panel: int, end: float) -> Iterator[dict[str, Any]]:
    """How many steps, at the right end of every ellipse that is far enough from the one outside it."""
    names, last = on_panel(panel), math.inf
    for k, span in enumerate(run.spans):
        first, _ = _axes(run, k)
        if math.isfinite(first) and first < min(end, last - APART * end * 2):
            where = {"x": first, "y": 0, "xref": names["xaxis"], "yref": names["yaxis"], "xanchor": "right"}
            yield {"text": str(span), "showarrow": False, "font": {"size": 12}, **where}
            last = first


def _sentence(run: Ellipses) -> str:
    if run.broken and not np.isfinite(run.singular).any():
        return run.broken
    one, all_ = (" by ".join(left(length) for length in _axes(run, k)) for k in (0, -1))
    return f"{one} after 1 step" + (f", {all_} after {steps(run.spans[-1])}" if len(run.spans) > 1 else "")


def _table(runs: Mapping[str, Ellipses]) -> dict[str, list[Any]]:
    spans = sorted({span for run in runs.values() for span in run.spans})
    table: dict[str, list[Any]] = {"steps": list(spans)}
    for label, run in runs.items():
        known = {span: _axes(run, k) for k, span in enumerate(run.spans)}
        for i, name in enumerate(("most stretched direction", "a middling one")):
            table[f"{label}: {name}"] = [known[span][i] if span in known else None for span in spans]
    return table
