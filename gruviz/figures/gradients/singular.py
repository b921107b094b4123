"""One step's Jacobian as a stretch: its singular values beside what the product of all steps does."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.jacobians import StepJacobians, lyapunov_exponents
from gruviz.figures.drawing.axes import axis, log_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import ground, line, pen
from gruviz.figures.drawing.palette import cell_color
from gruviz.figures.drawing.panels import on_panel, panels, stacked_axes
from gruviz.validation import InvalidValue
from gruviz.wording import power

LOWEST = 1e-12
"""A log axis has no zero; what is smaller is drawn here, below the axis."""


class Spectrum(NamedTuple):
    """Singular values of one run, medians over its seeds."""

    cell: str
    steps: Array
    """(N,), counted from 1."""
    largest: Array
    middle: Array
    smallest: Array
    """(N,) each."""
    growth: float
    """exp of the largest Lyapunov exponent."""
    exponent: float
    """The largest Lyapunov exponent, nats per step."""
    seeds: int
    """How many networks the medians are over."""


def step_singular_values(jacobians: Mapping[str, StepJacobians], *, theme: str = "light") -> go.Figure:
    """Draw the range of one-step singular values and exp(λ₁) of the whole run, one panel a run."""
    return singular_chart(spectra(jacobians)).styled(theme)


def spectra(jacobians: Mapping[str, StepJacobians]) -> dict[str, Spectrum]:
    """Summarise the Jacobians of each run."""
    return {label: _spectrum(jacobian) for label, jacobian in jacobians.items()}


def _spectrum(jacobian: StepJacobians) -> Spectrum:
    values = jacobian.singular_values.astype(np.float64)
    first = lyapunov_exponents(jacobian.recording, count=1, sequence=jacobian.sequence)[:, 0]
    exponent = float(np.median(first))
    largest, middle, smallest = (np.median(values[..., i], axis=1) for i in (0, values.shape[-1] // 2, -1))
    growth = float(np.exp(exponent))
    steps = jacobian.steps.astype(np.float64)
    return Spectrum(jacobian.recording.cell, steps, largest, middle, smallest, growth, exponent, values.shape[1])


def singular_chart(runs: Mapping[str, Spectrum]) -> Chart:
    """Draw the spectra on one log axis range."""
    if not runs:
        raise InvalidValue("jacobians", "empty", "at least one run")
    stack = panels(list(runs), pixels=170)
    largest = np.concatenate([run.largest[np.isfinite(run.largest)] for run in runs.values()])
    top = max(float(largest.max(initial=0.0)), 1e-3)
    up = log_axis(
        "singular values of J_t" if len(runs) == 1 else "σ(J_t)",
        -4,
        max(1.0, float(np.ceil(np.log10(top) * 2) / 2)),
        apart=1,
    )
    layout = stacked_axes(stack, axis("step t"), up) | {"hovermode": "x unified"}
    traces = [trace for i, run in enumerate(runs.values()) for trace in _panel(run, i)]
    return Chart(build(traces, layout), _title(runs), _summary(runs), _table(runs), stack.height)


def _panel(run: Spectrum, i: int) -> list[dict[str, Any]]:
    color = cell_color(run.cell)

    def drawn(name: str, values: Array, ink: dict[str, Any]) -> dict[str, Any]:
        y = np.where(np.isfinite(values), np.maximum(values, LOWEST), np.nan)
        place = {"legendgroup": name, "showlegend": i == 0, **on_panel(i)}
        return line(run.steps, y, name, "%{y:.3g}", pen=ink, **place)

    growth = np.full(len(run.steps), run.growth)
    return [
        drawn("smallest singular value", run.smallest, pen(color, 1)),
        drawn("largest", run.largest, pen(color, 2)) | ground(color),
        drawn("middle", run.middle, pen(color)),
        drawn("exp(λ₁), the whole run", growth, pen(color, 2, "dot")),
    ]


def _table(runs: Mapping[str, Spectrum]) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"step": sorted({int(step) for run in runs.values() for step in run.steps})}
    for label, run in runs.items():
        growth = np.full(len(run.steps), run.growth)
        columns = {"largest": run.largest, "middle": run.middle, "smallest": run.smallest, "exp(λ₁)": growth}
        for name, values in columns.items():
            known = dict(zip(run.steps, values.tolist(), strict=True))
            table[f"{label}: {name}"] = [known.get(step) for step in table["step"]]
    return table


def _title(runs: Mapping[str, Spectrum]) -> str:
    label, run = max(runs.items(), key=lambda item: float(np.median(item[1].largest)))
    largest = float(np.median(run.largest))
    if largest > 1 and run.growth < 1:
        return f"{label} can stretch by {largest:.2f} in one step, yet a step of the run leaves {run.growth:.2f}"
    return f"One step of {label} stretches by at most {largest:.2f}; a step of the run leaves {run.growth:.2f}"


def _summary(runs: Mapping[str, Spectrum]) -> str:
    parts = [
        f"{label}: from {power(float(np.median(run.smallest)))} to {float(np.median(run.largest)):.2f} in one step, "
        f"largest Lyapunov exponent {power(run.exponent)} per step, a factor of {run.growth:.2f}"
        for label, run in runs.items()
    ]
    seeds = max(run.seeds for run in runs.values())
    several = f"{seeds} seeds and " if seeds > 1 else ""
    return f"Singular values. {'. '.join(parts)}. Medians over {several}all steps."
