"""How many directions a gradient keeps: the singular values of one step beside those of products of many."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.records import Recording
from gruviz.figures.drawing.axes import axis, drawable, log_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.grid import grid, grid_axes, narrow, squares, titled
from gruviz.figures.drawing.left_scale import tick_words
from gruviz.figures.drawing.lines import line, pen
from gruviz.figures.drawing.palette import cell_color
from gruviz.figures.drawing.panels import on_panel
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.gradients.ellipses import Ellipses, ellipses
from gruviz.validation import InvalidValue
from gruviz.wording import steps

FLOOR, MOST = -16, 16
"""Powers of ten at the ends of the axis: less is lost when it is added to a number of size 1."""
LEFT = 0.01
"""Part of the strongest direction from which a direction counts as left."""
APART = 0.07
"""Part of the axis between the words at two lines."""


def product_singular_values(recordings: Mapping[str, Recording], *, theme: str = "light") -> go.Figure:
    """Draw what the last step, the last two, four … do to each direction of a gradient, most stretched first."""
    return collapse_chart(ellipses(recordings)).styled(theme)


def directions_left(values: Array) -> int:
    """How many singular values, (S,), are at least a hundredth of the largest; 0 where none is above zero."""
    known = values[np.isfinite(values)]
    return int((known >= LEFT * known[0]).sum()) if len(known) and known[0] > 0 else 0


def _count(run: Ellipses) -> str:
    return f"{directions_left(run.singular[-1]) or 'none'} of {run.singular.shape[1]}"


def collapse_chart(runs: Mapping[str, Ellipses]) -> Chart:
    """Draw the singular values of one step and of the products of more, a panel each, on one log axis."""
    if not runs:
        raise InvalidValue("recordings", "empty", "at least one run")
    headings = titled({label: _left(run) for label, run in runs.items()})
    columns, pixels = squares(len(runs))
    places = grid(headings, columns=columns, pixels=pixels - 40)
    top = _top(runs)
    along = axis("direction, strongest first", zeroline=False, showgrid=False)
    labels = range(FLOOR, top + 1, 4 if top < 8 else 8)
    up = log_axis("left of a gradient", FLOOR, top + 0.4, ticks=[10.0**label for label in labels])
    layout = grid_axes(places, along, up | {"ticktext": [tick_words(label) for label in labels]})
    spans = [note for i, run in enumerate(runs.values()) for note in _notes(run, i, top)]
    layout |= {"annotations": [*places.headings, *spans], "hovermode": "closest"}
    layout["meta"] = {"narrow": narrow(headings, 200, spans)}
    traces = [trace for i, run in enumerate(runs.values()) for trace in _lines(run, i)]
    sentences = " ".join(f"{label}: {_sentence(run)}." for label, run in runs.items())
    summary = (
        f"Singular values of the last step and of the product of the last 2, 4 … steps. {sentences} A direction counts "
        f"as left while it keeps at least 1% of what the strongest keeps."
    )
    sample = Sample(max(run.seeds for run in runs.values()))
    return Chart(build(traces, layout), _title(runs), summary + sample.words(), _table(runs), places.height)


def _top(runs: Mapping[str, Ellipses]) -> int:
    """Power of ten at the upper end: 0, or as far as products grow, within bounds."""
    values = np.concatenate([run.singular[np.isfinite(run.singular) & (run.singular > 0)] for run in runs.values()])
    return int(np.clip(np.ceil(np.log10(values.max(initial=1.0)) - 0.3), 0, MOST))


def _lines(run: Ellipses, panel: int) -> Iterator[dict[str, Any]]:
    color, number = cell_color(run.cell), np.arange(1, run.singular.shape[1] + 1)
    for k, span in enumerate(run.spans):
        name = f"after {steps(span)}"
        ink = pen(color, 3.5 - 2 * k / max(1, len(run.spans) - 1))
        hover = f"{name}, direction %{{x}}: %{{y:.2e}}<extra></extra>"
        place = {"showlegend": False, **on_panel(panel)}
        yield line(number, drawable(run.singular[k]), name, hover, pen=ink, **place)


def _notes(run: Ellipses, panel: int, top: int) -> Iterator[dict[str, Any]]:
    """After how many steps, at the end of each line within the chart, where there is room."""
    names, taken = on_panel(panel), list[tuple[float, float]]()
    size = run.singular.shape[1]
    for k in dict.fromkeys((0, len(run.spans) - 1, *range(len(run.spans)))):
        seen = np.flatnonzero(np.nan_to_num(run.singular[k]) >= 10.0**FLOOR)
        if not len(seen):
            continue
        x, y = float(seen[-1] + 1), min(float(np.log10(run.singular[k, seen[-1]])), float(top))
        at = (x / size, (y - FLOOR) / (top - FLOOR))
        if all(abs(at[0] - a) > 0.12 or abs(at[1] - b) > APART for a, b in taken):
            taken.append(at)
            text = steps(run.spans[k]) if k == 0 else str(run.spans[k])
            where = {"x": x, "y": y, "xref": names["xaxis"], "yref": names["yaxis"], "yshift": -9 if y > top - 1 else 8}
            yield {"text": text, "showarrow": False, "font": {"size": 12}, "xanchor": "right", **where}


def _left(run: Ellipses) -> str:
    return run.broken or f"{_count(run)} left"


def _title(runs: Mapping[str, Ellipses]) -> str:
    known = {label: run for label, run in runs.items() if not run.broken}
    if not known:
        label, run = next(iter(runs.items()))
        return f"{label} has no directions to count: {run.broken}"
    part = {label: directions_left(run.singular[-1]) / run.singular.shape[1] for label, run in known.items()}
    few = dict.fromkeys((min(part, key=part.__getitem__), max(part, key=part.__getitem__)))
    span = steps(max(run.spans[-1] for run in known.values()))
    first, *others = (_count(known[label]) for label in few)
    names = list(few)
    more = "".join(f", {count} in {label}" for count, label in zip(others, names[1:], strict=True))
    return f"After {span} a gradient keeps {first} directions in {names[0]}{more}"


def _sentence(run: Ellipses) -> str:
    if run.broken and not np.isfinite(run.singular).any():
        return run.broken
    size = run.singular.shape[1]
    one, all_ = (directions_left(run.singular[k]) for k in (0, -1))
    after = f", {all_ or 'none'} after {steps(run.spans[-1])}" if len(run.spans) > 1 else ""
    return f"{one or 'none'} of {size} directions left after 1 step{after}"


def _table(runs: Mapping[str, Ellipses]) -> dict[str, list[Any]]:
    size = max(run.singular.shape[1] for run in runs.values())
    table: dict[str, list[Any]] = {"direction": list(range(1, size + 1))}
    for label, run in runs.items():
        for span, values in zip(run.spans, run.singular, strict=True):
            table[f"{label}: after {steps(span)}"] = values.tolist() + [None] * (size - len(values))
    return table
