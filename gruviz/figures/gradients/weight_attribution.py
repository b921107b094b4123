"""Where the weight gradient comes from, beside the gradient of the inputs."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.gradients import GradientFlow
from gruviz.figures.drawing.axes import BACK_AXIS, axis, drawable, floor_below, log_axis
from gruviz.figures.drawing.chart import Chart, build, column
from gruviz.figures.drawing.lines import curve
from gruviz.figures.drawing.panels import on_panel, panels, stacked_axes
from gruviz.figures.drawing.sample import Sample
from gruviz.validation import InvalidValue
from gruviz.wording import power, steps


class Attribution(NamedTuple):
    """One run's gradients by step, medians over seeds and sequences, first step first."""

    cell: str
    weights: Array
    """Norm of step t's share of the gradient of all weights, (T,)."""
    inputs: Array
    """‖∂L/∂x_t‖, (T,)."""
    recent: int
    """How many of the last steps make up nine tenths of the summed shares."""
    seeds: int
    """How many networks the medians are over."""
    is_reference: bool = False
    """Drawn dashed."""


def weight_attribution(
    flows: Mapping[str, GradientFlow], *, references: Collection[str] = (), theme: str = "light"
) -> go.Figure:
    """Draw each step's share of the weight gradient above the gradient of each step's input."""
    return attribution_chart(attributions(flows, references=references)).styled(theme)


def attributions(flows: Mapping[str, GradientFlow], *, references: Collection[str] = ()) -> dict[str, Attribution]:
    """Compute both profiles of each run; those named in `references` are drawn dashed."""
    return {label: _attribution(flow, label in references) for label, flow in flows.items()}


def _attribution(flow: GradientFlow, is_reference: bool) -> Attribution:
    with np.errstate(over="ignore", invalid="ignore"):
        shares = np.sqrt(sum(np.square(norms.astype(np.float64)) for norms in flow.weight_norms.values()))
    weights = np.median(shares, axis=1)
    inputs = np.median(flow.input_norms.reshape(len(shares), -1).astype(np.float64), axis=1)
    finite = np.where(np.isfinite(weights), weights, 0)
    back = np.cumsum(finite[::-1])
    recent = int(np.searchsorted(back, 0.9 * back[-1])) + 1 if back[-1] > 0 else 0
    return Attribution(flow.recording.cell, weights, inputs, recent, shares.shape[1], is_reference)


PANELS = (
    ("Share of step t in the gradient of all weights", "norm of ∂L/∂(W, U, b)"),
    ("Gradient of the input at step t", "norm of ∂L/∂x_t"),
)
"""Heading and y axis of each panel."""


def attribution_chart(runs: Mapping[str, Attribution], *, inputs: bool = True) -> Chart:
    """Draw both profiles on the same log range, or that of the weights alone."""
    if not runs:
        raise InvalidValue("flows", "empty", "at least one gradient flow")
    drawn = PANELS if inputs else PANELS[:1]
    stack = panels([heading for heading, _ in drawn], pixels=230 if inputs else 330)
    longest = max(len(run.weights) for run in runs.values())
    limits = _limits(runs)
    up = [log_axis(title, *limits) for _, title in drawn]
    layout = stacked_axes(stack, axis(BACK_AXIS, range=[longest, -1]), up) | {"hovermode": "x unified"}
    traces = [trace for label, run in runs.items() for trace in _curves(label, run)[: len(drawn)]]
    return Chart(build(traces, layout), _title(runs), _summary(runs), _table(runs, longest), stack.height)


def _limits(runs: Mapping[str, Attribution]) -> tuple[float, float]:
    """Powers of ten at the ends of both axes."""
    values = np.concatenate([norms for run in runs.values() for norms in (run.weights, run.inputs)])
    alive = values[np.isfinite(values) & (values > 0)]
    high = float(np.log10(alive.max())) if len(alive) else 0.0
    return floor_below(values), float(np.ceil((high + 0.5) / 2) * 2)


def _curves(label: str, run: Attribution) -> list[dict[str, Any]]:
    lags = np.arange(len(run.weights) - 1, -1, -1)
    group: dict[str, Any] = {"is_reference": run.is_reference, "legendgroup": label}
    return [
        curve(run.cell, lags, drawable(values), label, **group, showlegend=i == 0, **on_panel(i))
        for i, values in enumerate((run.weights, run.inputs))
    ]


def _title(runs: Mapping[str, Attribution]) -> str:
    alive = {label: run for label, run in runs.items() if run.recent}
    if not alive:
        return "No weight gradient is left"
    solid = {label: run for label, run in alive.items() if not run.is_reference} or alive
    label, run = min(solid.items(), key=lambda item: item[1].recent)
    return f"Nine tenths of {label}'s weight gradient come from its last {steps(run.recent)}"


def _summary(runs: Mapping[str, Attribution]) -> str:
    parts = [
        f"{label}: {power(float(run.weights[-1]))} from the last step, {power(float(run.weights[0]))} from the first, "
        f"nine tenths from the last {steps(run.recent)}; the first input feels {power(float(run.inputs[0]))}"
        if run.recent
        else f"{label}: no weight gradient"
        for label, run in runs.items()
    ]
    return (
        f"Contributions to the weight gradient. {'. '.join(parts)}. A healthy weight gradient says nothing about early "
        f"steps.{Sample(max(run.seeds for run in runs.values())).words()}"
    )


def _table(runs: Mapping[str, Attribution], longest: int) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"steps before the loss": list(range(longest - 1, -1, -1))}
    for label, run in runs.items():
        table[f"{label}: share of the weight gradient"] = column(run.weights.tolist(), longest)
        table[f"{label}: gradient of the input"] = column(run.inputs.tolist(), longest)
    return table
