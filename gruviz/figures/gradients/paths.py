"""Which way the gradient took: by path at each step, and by number of detours off the leak end to end."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.cells import find_cell
from gruviz.engine.gradients import GradientFlow
from gruviz.figures.drawing.axes import BACK_AXIS, Axis, axis
from gruviz.figures.drawing.chart import Chart, build, column
from gruviz.figures.drawing.palette import DETOUR_COLORS, GREY, PATH_COLORS
from gruviz.figures.drawing.panels import first_panels, on_panel, panels, stacked_axes
from gruviz.figures.drawing.sample import SINGLE, Sample
from gruviz.validation import InvalidValue
from gruviz.wording import signed, steps

Shares = Mapping[str, Mapping[str, Array]]
"""By run, by way: mean signed share at each step, first step first."""

DETOURS = 4
NAMED = 3
"""Most runs that a title names one by one."""


def path_shares(flows: Mapping[str, GradientFlow], *, theme: str = "light") -> go.Figure:
    """Draw each path's signed share of the gradient that passes back through each step, one panel a run."""
    return path_chart(step_shares(flows), _sample(flows)).styled(theme)


def detour_shares(flows: Mapping[str, GradientFlow], *, theme: str = "light") -> go.Figure:
    """Draw how often the gradient has left the leak since the loss, one panel for each cell with a leak."""
    return detour_chart(end_to_end_shares(flows), _sample(flows)).styled(theme)


def _sample(flows: Mapping[str, GradientFlow]) -> Sample:
    return max((Sample.of(flow.recording) for flow in flows.values()), default=SINGLE)


def step_shares(flows: Mapping[str, GradientFlow]) -> Shares:
    """Mean over seeds of each path's share, (T,) each; they sum to 1 at every step that has a gradient."""
    return {label: {name: _mean(values) for name, values in flow.path_shares.items()} for label, flow in flows.items()}


def end_to_end_shares(flows: Mapping[str, GradientFlow]) -> Shares:
    """Mean over seeds of the share by number of detours, (T+1,) each, for the cells that have a leak."""
    names = [f"{n} detour{'' if n == 1 else 's'}" for n in range(DETOURS + 1)] + [f"more than {DETOURS}"]
    names[0] = "leak only"
    shares = {}
    for label, flow in flows.items():
        if find_cell(flow.recording.cell).leak and flow.loss == "last":
            by_detour = np.moveaxis(flow.detour_shares(DETOURS), 1, 0)
            shares[label] = {name: _mean(values) for name, values in zip(names, by_detour, strict=True)}
    return shares


def path_chart(shares: Shares, sample: Sample = SINGLE) -> Chart:
    """Stack the paths of every run, one panel each; they are means over a sample."""
    if not shares:
        raise InvalidValue("flows", "empty", "at least one gradient flow")
    sentences = ". ".join(_mean_shares(label, paths) for label, paths in shares.items())
    summary = f"{sentences}. Shares are signed and sum to 100% at every step.{sample.words(kind='Means')}"
    return _stacked(shares, PATH_COLORS, _path_title(shares), summary, "share of the step's gradient")


def detour_chart(shares: Shares, sample: Sample = SINGLE) -> Chart:
    """Stack the numbers of detours of every run, one panel each."""
    if not shares:
        raise InvalidValue("flows", "none with a leak", "at least one cell with a leak, such as gru or lstm")
    colors = dict(zip(next(iter(shares.values())), DETOUR_COLORS, strict=True))
    distance = steps(len(next(iter(next(iter(shares.values())).values()))) - 1)
    ends = {label: float(ways["leak only"][0]) for label, ways in shares.items()}
    arrivals = [f"{label}: {_arrival(end)}" for label, end in ends.items()]
    few = arrivals if len(arrivals) <= NAMED else [arrivals[i] for i in _most_and_least(list(ends.values()))]
    summary = (
        f"Over {distance}, {'; '.join(arrivals)}. The other ways left the leak at least once, through a gate or the "
        f"candidate. Signed shares sum to 100%.{sample.words(kind='Means')}"
    )
    return _stacked(shares, colors, f"Over {distance}, {'; '.join(few)}", summary, "share of the gradient that arrives")


def _stacked(shares: Shares, colors: Mapping[str, str], title: str, summary: str, quantity: str) -> Chart:
    """A panel of stacked bars for each run, back from the loss."""
    stack = panels(list(shares), pixels=190)
    lengths = [len(next(iter(ways.values()))) for ways in shares.values()]
    along = [axis(BACK_AXIS, range=[length - 0.5, -0.5]) for length in lengths]
    up = [_share_axis(quantity if len(shares) == 1 else "share", ways) for ways in shares.values()]
    layout = stacked_axes(stack, along, up) | {"barmode": "relative", "bargap": 0, "hovermode": "x unified"}
    return Chart(build(_bars(shares, colors), layout), title, summary, _table(shares, max(lengths)), stack.height)


def _bars(shares: Shares, colors: Mapping[str, str]) -> list[dict[str, Any]]:
    """A trace for each way of each run; a way stands in the legend once."""
    first = first_panels(list(shares.values()))
    return [
        {
            "type": "bar",
            "x": np.arange(len(values) - 1, -1, -1),
            "y": values,
            "name": name,
            "legendgroup": name,
            "showlegend": first[name] == i,
            "marker": {"color": colors.get(name, GREY), "line": {"width": 0}},
            "hovertemplate": "%{y:.2%}",
            **on_panel(i),
        }
        for i, ways in enumerate(shares.values())
        for name, values in ways.items()
    ]


def _share_axis(title: str, ways: Mapping[str, Array]) -> Axis:
    """From the most negative stack to as much above 1, within bounds that one wild step cannot stretch."""
    stacks = np.nansum(np.clip(np.stack(list(ways.values())), None, 0), axis=0)
    low = min(-0.02, float(stacks.min()))
    return axis(title, range=[max(low * 1.1, -2), min(1.05 - low, 3)], tickformat=".0%")


def _table(shares: Shares, longest: int) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"steps before the loss": list(range(longest - 1, -1, -1))}
    for label, ways in shares.items():
        table |= {f"{label}: {name}": column(values.tolist(), longest) for name, values in ways.items()}
    return table


def _path_title(shares: Shares) -> str:
    gated = {label: paths["leak"] for label, paths in shares.items() if "leak" in paths}
    leaks = {label: _overall(leak) for label, leak in gated.items() if np.isfinite(leak).any()}
    if leaks:
        best = max(leaks, key=lambda label: leaks[label])
        return f"In a single step {_percent(leaks[best])} of {best}'s gradient takes the leak"
    if any(_is_alive(paths) for paths in shares.values()):
        return "Every bit of the gradient has to pass the recurrent matrix"
    return "No gradient is left to split"


def _mean_shares(label: str, paths: Mapping[str, Array]) -> str:
    if not _is_alive(paths):
        return f"{label}: no gradient left to split"
    means = ", ".join(f"{name} {_percent(_overall(values))}" for name, values in paths.items())
    return f"{label}, averaged over steps: {means}"


def _is_alive(paths: Mapping[str, Array]) -> bool:
    return any(np.isfinite(values).any() for values in paths.values())


def _mean(values: Array) -> Array:
    """Mean over the trailing axes of what is finite, nan where nothing is."""
    rows = values.reshape(len(values), -1).astype(np.float64)
    finite = np.isfinite(rows)
    count = finite.sum(1)
    total = np.where(finite, rows, 0).sum(1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _overall(values: Array) -> float:
    return float(np.nanmean(values))


def _most_and_least(ends: list[float]) -> tuple[int, int]:
    order = np.argsort(np.nan_to_num(ends, nan=-1))
    return int(order[-1]), int(order[0])


def _arrival(end: float) -> str:
    if not np.isfinite(end):
        return "nothing arrives"
    return f"{_percent(end)} of what arrives never left the leak"


def _percent(value: float) -> str:
    """A share as a percentage that does not round a small rest away."""
    if abs(value) < 0.001:
        return "less than 0.1%"
    if 0.995 < value < 0.9995:
        return f"{100 * value:.1f}%"
    if 0.9995 <= value < 1 - 1e-9:
        return "more than 99.9%"
    return f"{signed(100 * value, '.2g' if value < 0.995 else '.0f')}%"
