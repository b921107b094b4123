"""Where the weight gradient comes from, beside the gradient of the inputs."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array, Mask
from gruviz.engine.breakdown import broken_so_far
from gruviz.engine.gradients import GradientFlow
from gruviz.engine.norms import euclidean
from gruviz.figures.drawing.axes import BACK_AXIS, Axis, axis, drawable, floor_below, log_axis
from gruviz.figures.drawing.chart import Chart, build, column
from gruviz.figures.drawing.ends import End, end_labels
from gruviz.figures.drawing.lines import curve
from gruviz.figures.drawing.palette import cell_color
from gruviz.figures.drawing.panels import on_panel, panels, stacked_axes
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.gradients.medians import medians_of_numbers
from gruviz.validation import InvalidValue
from gruviz.wording import listed, power, short_labels, steps, tenth_power


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


FAR = 400.0
"""A power of ten beyond all axes."""
PANELS = (
    ("Contribution of each step to the gradient of the weights", "size of the contribution"),
    ("How much the loss feels the input of each step", "size of the gradient"),
)
"""Heading and y axis of each panel."""


def attribution_chart(runs: Mapping[str, Attribution], *, inputs: bool = True) -> Chart:
    """Draw both profiles on the same log range, or that of the weights alone; lines are named at their left ends."""
    if not runs:
        raise InvalidValue("flows", "empty", "at least one gradient flow")
    drawn, pixels = (PANELS, 190) if inputs else (PANELS[:1], 330)
    stack = panels([heading for heading, _ in drawn], pixels=pixels)
    longest = max(len(run.weights) for run in runs.values())
    up = [_size_axis(title, *_limits(runs)) for _, title in drawn]
    along = axis(BACK_AXIS, range=[1.01 * longest, -0.01 * longest - 0.2], zeroline=False)
    layout = stacked_axes(stack, along, up) | {"hovermode": "x unified"}
    named = [end_labels(_ends(runs, i), axis_, plot=pixels, panel=i) for i, axis_ in enumerate(up)]
    layout["annotations"] = [*stack.headings, *(label for each in named for label in each.get("annotations", ()))]
    traces = [trace for label, run in runs.items() for trace in _curves(label, run)[: len(drawn)]]
    more = {name: named[0][name] for name in ("showlegend", "margin") if name in named[0]}
    figure = build(traces, layout | more)
    return Chart(figure, _title(runs), _summary(runs), _table(runs, longest), stack.height)


def _size_axis(title: str, low: float, high: float) -> Axis:
    apart = next((apart for apart in (1, 2, 4, 8) if (high - low) / apart <= 6), 16)
    powers = [power for power in range(int(low), int(high) + 1) if power % apart == 0]
    labels = {"ticktext": ["1" if power == 0 else tenth_power(power) for power in powers], "side": "right"}
    return log_axis(title, low, high, ticks=[10.0**power for power in powers]) | labels


def _ends(runs: Mapping[str, Attribution], panel: int) -> list[End]:
    """What the first step contributes, or its input; a line that ends nowhere is named below."""
    ends, names = [], short_labels([*runs])
    for label, run in runs.items():
        size = float((run.weights, run.inputs)[panel][0])
        place = np.log10(size) if 0 < size < np.inf else FAR if size > 0 else -FAR
        ends.append(End(names[label], _size(size), len(run.weights) - 1, float(place), cell_color(run.cell)))
    return ends


def _size(value: float) -> str:
    return power(value) if np.isfinite(value) else "no number"


def _limits(runs: Mapping[str, Attribution]) -> tuple[float, float]:
    """Powers of ten at the ends of both axes; references do not stretch them."""
    solid = [run for run in runs.values() if not run.is_reference] or list(runs.values())
    values = np.concatenate([norms for run in solid for norms in (run.weights, run.inputs)])
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
            return f"In {label}, the weight gradient is infinite: {_overflowed(run)}"
    alive = {label: run for label, run in solid.items() if run.recent}
    if not alive:
        return "No weight gradient is left"
    order = ("last", "first", "spread")
    label, run = min(alive.items(), key=lambda item: (order.index(item[1].place), item[1].recent))
    same = [other for other, it in alive.items() if (it.place, _count(it)) == (run.place, _count(run))]
    if run.place == "spread":
        return f"In {listed(same)}, the weight gradient comes from all over the sequence"
    count = _count(run)
    end = f"the {run.place} {steps(count)}" if count > 1 else f"the {run.place} step alone"
    return f"In {listed(same)}, 90% of the weight gradient comes from {end}"


def _count(run: Attribution) -> int:
    return run.early if run.place == "first" else run.recent


def _summary(runs: Mapping[str, Attribution]) -> str:
    parts = ". ".join(f"{label}: {_parts(run)}" for label, run in runs.items())
    words = Sample(max(run.seeds for run in runs.values())).words()
    return (
        f"The weights learn from the sum of what all steps contribute. Sizes of the contributions: {parts}. A healthy "
        f"weight gradient says nothing about early steps.{words}"
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
    return f"{ends}, 90% of their sum from {tenths}; the first input feels {power(float(run.inputs[0]))}"


def _overflowed(run: Attribution) -> str:
    return f"the contributions of {run.overflowed} of {steps(len(run.weights))} overflowed"


def _table(runs: Mapping[str, Attribution], longest: int) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"steps before the loss": list(range(longest - 1, -1, -1))}
    for label, run in runs.items():
        table[f"{label}: contribution to the weight gradient"] = column(run.weights.tolist(), longest)
        table[f"{label}: gradient of the input"] = column(run.inputs.tolist(), longest)
    return table
