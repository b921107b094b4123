"""Eigenvalues in the plane: those of U and of the steps' Jacobians, with the unit circle."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.cells import find_cell
from gruviz.engine.cells.names import glyph
from gruviz.engine.jacobians import step_jacobians
from gruviz.engine.records import Recording
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.grid import grid, grid_axes, narrow, squares, titled
from gruviz.figures.drawing.lines import line, pen, scatter
from gruviz.figures.drawing.palette import GREY, cell_color, faded, gate_color
from gruviz.figures.drawing.panels import on_panel
from gruviz.validation import InvalidValue
from gruviz.wording import power

STEPS = 12
"""Steps whose eigenvalues are drawn."""
WORK = 4e6
"""Numbers in all matrices whose eigenvalues are sought: of large cells fewer steps are drawn."""
WIDEST = 3.0
"""Farthest from 0 that the picture shows."""
MARKS = ("diamond-open", "square-open", "triangle-up-open", "cross-open")
"""Of the eigenvalues of U, by block."""
TURN = np.linspace(0, 2 * np.pi, 97)


class Eigenvalues(NamedTuple):
    """Of one network of a run."""

    cell: str
    weights: Mapping[str, Array]
    """Of U by the symbol of what it computes, (H,) each, complex."""
    steps: Array
    """Of the Jacobians of a few steps, (N·S,), complex."""
    radius: float
    """How far from 0 the farthest of a step lies, the median over steps."""
    broken: str = ""
    seeds: int = 1
    """How many networks the run has; the first is drawn."""


def eigenvalue_planes(recordings: Mapping[str, Recording], *, theme: str = "light") -> go.Figure:
    """Draw the eigenvalues of U and of a few steps' Jacobians of the first network of each run."""
    return eigenvalue_chart(eigenvalues(recordings)).styled(theme)


def eigenvalues(recordings: Mapping[str, Recording]) -> dict[str, Eigenvalues]:
    """Compute them, of the first network and sequence."""
    return {label: _eigenvalues(run) for label, run in recordings.items()}


def _eigenvalues(recording: Recording) -> Eigenvalues:
    size, length = recording.state.shape[-1], recording.seq_len
    count = max(2, min(STEPS, int(WORK / size**3 * 8), length))
    chosen = np.unique(np.linspace(1, length, count).round().astype(int)).tolist()
    values = step_jacobians(recording, steps=chosen).eigenvalues[:, 0]
    known = values[np.isfinite(values).all(-1)]
    symbols = {equation.block: equation.symbol for equation in find_cell(recording.cell).activated}
    weights = {
        symbols[block]: np.linalg.eigvals(U[0].astype(np.float64)) for block, U in recording.weights.recurrent.items()
    }
    radius = float(np.median(np.abs(known).max(-1))) if len(known) else np.nan
    broken = recording.breakdown.words if recording.breakdown else ""
    return Eigenvalues(recording.cell, weights, known.ravel(), radius, broken, recording.weights.seeds)


def eigenvalue_chart(runs: Mapping[str, Eigenvalues]) -> Chart:
    """Draw the eigenvalues of each run in a square, all on one scale."""
    if not runs:
        raise InvalidValue("recordings", "empty", "at least one run")
    headings = titled(dict.fromkeys(runs, ""))
    columns, pixels = squares(len(runs))
    places = grid(headings, columns=columns, pixels=pixels)
    end = 1.1 * _farthest(runs)
    ticks = {"range": [-end, end], "dtick": 1, "zeroline": True}
    along, up = axis("real part (a number)", **ticks), axis("imaginary part", **ticks)
    layout = grid_axes(places, along, up, square=True) | {"hovermode": "closest"}
    layout["meta"] = {"narrow": narrow(headings, 260)}
    traces = [trace for i, run in enumerate(runs.values()) for trace in _panel(run, i)]
    _legend(traces)
    return Chart(build(traces, layout), _title(runs), _summary(runs, end), _table(runs), places.height)


def _farthest(runs: Mapping[str, Eigenvalues]) -> float:
    """How far the picture reaches: 1, or as far as nearly all eigenvalues do."""
    most = [float(np.quantile(np.abs(each), 0.98)) for run in runs.values() for each in _all(run) if len(each)]
    return float(np.clip(max(most, default=1.0), 1, WIDEST))


def _all(run: Eigenvalues) -> list[Array]:
    return [run.steps, *run.weights.values()]


def _panel(run: Eigenvalues, panel: int) -> Iterator[dict[str, Any]]:
    place = on_panel(panel)
    x, y = np.cos(TURN).astype(np.float32), np.sin(TURN).astype(np.float32)
    yield line(x, y, "length 1", None, pen=pen(GREY, 2, "dash"), **place)
    color = cell_color(run.cell)
    dots = {"color": faded(color, 0.75), "size": 6}
    yield _points(run.steps, "of single steps", dots, place)
    for i, (symbol, values) in enumerate(run.weights.items()):
        ink = gate_color(symbol) if len(run.weights) > 1 else color
        marker = {"symbol": MARKS[i % len(MARKS)], "size": 8, "color": ink, "line": {"width": 1.5}}
        yield _points(values, f"of {_weight_name(symbol, len(run.weights))}", marker, place)


def _weight_name(symbol: str, blocks: int) -> str:
    return "U" if blocks == 1 else f"U<sub>{glyph(symbol)}</sub>"


def _points(values: Array, name: str, marker: dict[str, Any], place: dict[str, Any]) -> dict[str, Any]:
    hover = f"{name}: %{{x:.3f}}, %{{y:.3f}} i<extra></extra>"
    x, y = np.real(values).astype(np.float32), np.imag(values).astype(np.float32)
    return scatter(x, y, name, hover, mode="markers", marker=marker, **place)


def _legend(traces: list[dict[str, Any]]) -> None:
    """Each kind of eigenvalue stands in the legend once."""
    seen: set[str] = set()
    for trace in traces:
        trace["showlegend"] = trace["name"] not in seen
        trace["legendgroup"] = trace["name"]
        seen.add(trace["name"])


def _middle(run: Eigenvalues) -> tuple[float, int]:
    """How far half of a step's eigenvalues lie from 0 or 1 at most, and from which; the nearer of the two."""
    return min((float(np.median(np.abs(run.steps - centre))), centre) for centre in (1, 0))


def _title(runs: Mapping[str, Eigenvalues]) -> str:
    known = {label: run for label, run in runs.items() if len(run.steps)}
    if not known:
        label, run = next(iter(runs.items()))
        return f"{label}'s steps have no eigenvalues: {run.broken}"
    off = {label: float(np.median(np.abs(run.steps - 1))) for label, run in known.items()}
    near, far = min(off, key=off.__getitem__), max(off, key=off.__getitem__)
    places = [
        f"{power(distance)} of {centre} in {label}"
        for label in dict.fromkeys((near, far))
        for distance, centre in [_middle(known[label])]
    ]
    return f"Half of a step's eigenvalues lie within {', within '.join(places)}"


def _summary(runs: Mapping[str, Eigenvalues], end: float) -> str:
    sentences = " ".join(f"{label}: {_sentence(run)}." for label, run in runs.items())
    outside = sum(
        int((np.maximum(np.abs(each.real), np.abs(each.imag)) > end).sum())
        for run in runs.values()
        for each in _all(run)
    )
    seeds = max(run.seeds for run in runs.values())
    which = f"The first of {seeds} networks of each cell" if seeds > 1 else "One network of each cell"
    more = f" {outside} lie outside the picture." if outside else ""
    return (
        f"{which}. {sentences} Inside the dashed circle a direction shrinks when the step is repeated, "
        f"outside it grows; at 1 it stays.{more}"
    )


def _sentence(run: Eigenvalues) -> str:
    if not len(run.steps):
        return run.broken or "no eigenvalues"
    blocks = len(run.weights)
    reach = [
        f"those of {_plain_name(symbol, blocks)} to {power(float(np.abs(values).max()))}"
        for symbol, values in run.weights.items()
    ]
    return ", ".join([f"the eigenvalues of a typical step reach to {power(run.radius)} from 0", *reach])


def _plain_name(symbol: str, blocks: int) -> str:
    return "U" if blocks == 1 else f"U for {glyph(symbol)}"


def _named(run: Eigenvalues) -> list[tuple[str, Array]]:
    return [("steps", run.steps), *((_plain_name(each, len(run.weights)), run.weights[each]) for each in run.weights)]


def _table(runs: Mapping[str, Eigenvalues]) -> dict[str, list[Any]]:
    names = ("run", "matrix", "real part", "imaginary part")
    rows = [
        (label, name, float(value.real), float(value.imag))
        for label, run in runs.items()
        for name, values in _named(run)
        for value in values
    ]
    rows = rows or [(next(iter(runs)), "steps", np.nan, np.nan)]
    return {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
