"""One step's Jacobian as a stretch: its singular values beside what the product of all steps does."""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.jacobians import Jacobians, StepJacobians, step_jacobians
from gruviz.engine.records import Recording
from gruviz.figures.drawing.axes import axis, log_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import ground, line, pen
from gruviz.figures.drawing.palette import cell_color
from gruviz.figures.drawing.panels import on_panel, panels, stacked_axes
from gruviz.figures.gradients.medians import median_of_numbers, medians_of_numbers
from gruviz.validation import InvalidValue
from gruviz.wording import counted, left, part_of, power

WORK = 4e8
"""Numbers that may be multiplied for singular values."""
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
    most: float
    """The largest singular value of all these steps and seeds."""
    every: bool = True
    """Whether these are all steps of the run."""
    broken: str = ""
    """Where the state stops being a number, in words."""


def step_singular_values(jacobians: Mapping[str, Jacobians], *, theme: str = "light") -> go.Figure:
    """Draw the range of one-step singular values and exp(λ₁) of the whole run, one panel a run."""
    return singular_chart(spectra(jacobians)).styled(theme)


def spectra(jacobians: Mapping[str, Jacobians]) -> dict[str, Spectrum]:
    """Summarise the Jacobians of each run."""
    return {label: _spectrum(jacobian) for label, jacobian in jacobians.items()}


def _spectrum(jacobian: Jacobians) -> Spectrum:
    run = jacobian.recording
    values = jacobian.singular_values.astype(np.float64)
    exponent = median_of_numbers(jacobian.largest_exponent)
    largest, middle, smallest = (medians_of_numbers(values[..., i]) for i in (0, values.shape[-1] // 2, -1))
    steps = jacobian.steps.astype(np.float64)
    most = float(np.nanmax(values[..., 0])) if np.isfinite(values[..., 0]).any() else math.nan
    growth, seeds = float(np.exp(exponent)), values.shape[1]
    broken = run.breakdown.words if run.breakdown else ""
    every = len(steps) == run.seq_len
    return Spectrum(run.cell, steps, largest, middle, smallest, growth, exponent, seeds, most, every, broken)


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
    return Chart(build(traces, layout), stretch_title(runs), _summary(runs), _table(runs), stack.height)


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


def stretch_title(runs: Mapping[str, Spectrum]) -> str:
    """What a single step can do, and what it does on average: of the run in which they lie farthest apart."""
    known = {label: run for label, run in runs.items() if np.isfinite(run.most) and np.isfinite(run.growth)}
    if not known:
        label, run = next(iter(runs.items()))
        return f"{label} has no factor per step: {run.broken}"
    label, run = max(known.items(), key=lambda item: item[1].most / max(item[1].growth, 1e-9))
    able = "stretch a gradient to" if run.most > 1 else "at best keep a gradient at"
    return f"One step of {label} can {able} {part_of(run.most, 'its size')}. On average it {_effect(run)}."


def _typical(run: Spectrum) -> float:
    return median_of_numbers(run.largest)


def _effect(run: Spectrum) -> str:
    """What an average step of the whole run does to a gradient."""
    if run.growth == 0:
        return "leaves nothing"
    return f"leaves {left(run.growth)}" if run.growth <= 1 else f"stretches it to {part_of(run.growth, 'its size')}"


def few_steps(recording: Recording) -> StepJacobians:
    """Jacobians of about 60 steps, spread over the run; of fewer where they are large."""
    size = recording.state.shape[-1]
    most = min(60, max(4, int(WORK / (recording.weights.seeds * size**3))))
    return step_jacobians(recording, steps=range(1, recording.seq_len + 1, 1 + recording.seq_len // most))


def _summary(runs: Mapping[str, Spectrum]) -> str:
    seeds = max(run.seeds for run in runs.values())
    several = f"{counted(seeds, 'seed')} and " if seeds > 1 else ""
    drawn = "all steps" if all(run.every for run in runs.values()) else "the steps drawn"
    sentences = ". ".join(f"{label}: {_numbers(run)}" for label, run in runs.items())
    return f"Singular values. {sentences}. Typically: medians over {several}{drawn}; at most: the largest of them."


def _numbers(run: Spectrum) -> str:
    if math.isnan(run.most):
        return run.broken
    range_ = f"typically from {power(median_of_numbers(run.smallest))} to {power(_typical(run))} in one step"
    stretch = f"{range_}, at most {power(run.most)}"
    broken = f"; {run.broken}, and has no Jacobian from there on" if run.broken else ""
    if math.isnan(run.growth):
        return stretch + broken
    exponent = f"largest Lyapunov exponent {power(run.exponent)} per step, a factor of {power(run.growth)}"
    return f"{stretch}, {exponent}{broken}"
