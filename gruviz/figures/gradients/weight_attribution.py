"""Where the weight gradient comes from, beside the gradient of the inputs."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array, Mask
from gruviz.engine.breakdown import broken_so_far
from gruviz.engine.gradients import GradientFlow
from gruviz.engine.norms import euclidean
from gruviz.figures.drawing.axes import BACK_AXIS, axis, drawable, floor_below, log_axis
from gruviz.figures.drawing.chart import Chart, build, column
from gruviz.figures.drawing.lines import curve
from gruviz.figures.drawing.panels import on_panel, panels, stacked_axes
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.gradients.medians import medians_of_numbers
from gruviz.validation import InvalidValue
from gruviz.wording import listed, power, steps


class Attribution(NamedTuple):
    """One run's gradients by step, medians over seeds and sequences, first step first."""

    cell: str
    weights: Array
    """Norm of step t's contribution to the gradient of all weights, (T,); inf where it overflowed."""
    inputs: Array
    """‖∂L/∂x_t‖, (T,)."""
    recent: int
    """How many of the last steps make up nine tenths of the sum of these norms; 0 where that is zero or no number."""
    seeds: int
    """How many networks the medians are over."""
    is_reference: bool = False
    """Drawn dashed."""
    early: int = 0
    """How many of the first steps do."""
    broken: str = ""
    """Where the state stops being a number, in words."""

    @property
    def overflowed(self) -> int:
        """How many steps have a contribution that is no number."""
        return int((~np.isfinite(self.weights)).sum())

    @property
    def place(self) -> str:
        """Where nine tenths come from: the last steps or the first, if that is at most half of all, else no end."""
        half = len(self.weights) / 2
        if min(self.recent, self.early) > half:
            return "spread"
        return "last" if self.recent <= self.early else "first"


def weight_attribution(
    flows: Mapping[str, GradientFlow], *, references: Collection[str] = (), theme: str = "light"
) -> go.Figure:
    """Draw each step's contribution to the weight gradient above the gradient of each step's input."""
    return attribution_chart(attributions(flows, references=references)).styled(theme)


def attributions(flows: Mapping[str, GradientFlow], *, references: Collection[str] = ()) -> dict[str, Attribution]:
    """Compute both profiles of each run; those named in `references` are drawn dashed."""
    return {label: _attribution(flow, label in references) for label, flow in flows.items()}


def _attribution(flow: GradientFlow, is_reference: bool) -> Attribution:
    run = flow.recording
    norms = euclidean(np.stack([norms.astype(np.float64) for norms in flow.weight_norms.values()], axis=-1))
    broken = broken_so_far(run.state)[-1]
    weights = medians_of_numbers(_overflows_as_infinite(norms, np.any(broken, axis=-1)))
    inputs = medians_of_numbers(_overflows_as_infinite(flow.input_norms, broken))
    words = run.breakdown.words if run.breakdown else ""
    recent, early = nine_tenths(weights[::-1]), nine_tenths(weights)
    return Attribution(run.cell, weights, inputs, recent, norms.shape[1], is_reference, early, words)


def _overflows_as_infinite(norms: Array, broken: Mask | np.bool_) -> Array:
    """What is no number has overflowed, except in runs that have no gradient at all, which stay nan."""
    return np.where(np.isnan(norms) & ~broken, np.inf, norms)


def nine_tenths(contributions: Array) -> int:
    """How many from the start make up nine tenths of the sum; 0 where that is zero or no number."""
    with np.errstate(over="ignore"):
        so_far = np.cumsum(contributions)
    return int(np.searchsorted(so_far, 0.9 * so_far[-1])) + 1 if so_far[-1] > 0 else 0


PANELS = (
    ("Contribution of step t to the gradient of all weights", "norm of ∂L/∂(W, U, b)"),
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
    solid = {label: run for label, run in runs.items() if not run.is_reference} or runs
    for label, run in solid.items():
        if run.broken and not run.recent:
            return f"{label} has no weight gradient: {run.broken}"
    for label, run in solid.items():
        if run.overflowed:
            return f"{label}'s weight gradient is infinite: {_overflowed(run)}"
    alive = {label: run for label, run in solid.items() if run.recent}
    if not alive:
        return "No weight gradient is left"
    order = ("last", "first", "spread")
    label, run = min(alive.items(), key=lambda item: (order.index(item[1].place), item[1].recent))
    same = [other for other, it in alive.items() if (it.place, _count(it)) == (run.place, _count(run))]
    if run.place == "spread":
        return f"The weight gradient of {listed(same)} comes from all over the sequence"
    their = "its" if len(same) == 1 else "their"
    return f"Nine tenths of {_owned(same)} weight gradient come from {their} {run.place} {steps(_count(run))}"


def _owned(labels: list[str]) -> str:
    return listed([f"{label}'s" for label in labels])


def _count(run: Attribution) -> int:
    return run.early if run.place == "first" else run.recent


def _summary(runs: Mapping[str, Attribution]) -> str:
    parts = [f"{label}: {_parts(run)}" for label, run in runs.items()]
    return (
        f"Contributions to the weight gradient, as norms. {'. '.join(parts)}. A healthy weight gradient says nothing "
        f"about early steps.{Sample(max(run.seeds for run in runs.values())).words()}"
    )


def _parts(run: Attribution) -> str:
    if not run.recent:
        return f"no weight gradient{run.broken and f', since {run.broken}'}"
    ends = f"{power(float(run.weights[-1]))} from the last step, {power(float(run.weights[0]))} from the first"
    if run.overflowed:
        return f"{ends}, and an infinite sum, since {_overflowed(run)}"
    tenths = {
        "last": f"the last {steps(run.recent)}",
        "first": f"the first {steps(run.early)}",
        "spread": f"no fewer than the last {run.recent} or the first {run.early} of {steps(len(run.weights))}",
    }[run.place]
    return f"{ends}, nine tenths of their sum from {tenths}; the first input feels {power(float(run.inputs[0]))}"


def _overflowed(run: Attribution) -> str:
    return f"the contributions of {run.overflowed} of {steps(len(run.weights))} overflowed"


def _table(runs: Mapping[str, Attribution], longest: int) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"steps before the loss": list(range(longest - 1, -1, -1))}
    for label, run in runs.items():
        table[f"{label}: contribution to the weight gradient"] = column(run.weights.tolist(), longest)
        table[f"{label}: gradient of the input"] = column(run.inputs.tolist(), longest)
    return table
