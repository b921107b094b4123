"""How often the gradient has left the leak on its way from the loss."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.cells import find_cell
from gruviz.engine.gradients import GradientFlow
from gruviz.figures.drawing.axes import BACK_AXIS, Axis, axis
from gruviz.figures.drawing.chart import Chart, build, column
from gruviz.figures.drawing.palette import DETOUR_COLORS, GREY
from gruviz.figures.drawing.panels import first_panels, on_panel, panels, stacked_axes
from gruviz.figures.drawing.sample import SINGLE, Sample
from gruviz.figures.gradients.medians import medians_of_numbers
from gruviz.validation import InvalidValue
from gruviz.wording import percent, steps

Shares = Mapping[str, Mapping[str, Array]]
"""By run, by way: median signed share at each step, first step first; nan where there is no gradient to share."""

DETOURS = 4
NAMED = 3
"""Most runs that a title names one by one."""
NOTHING: Mapping[str, str] = MappingProxyType({})


def detour_shares(flows: Mapping[str, GradientFlow], *, theme: str = "light") -> go.Figure:
    """Draw how often the gradient has left the leak since the loss, one panel for each cell with a leak."""
    return detour_chart(end_to_end_shares(flows), _sample(flows)).styled(theme)


def _sample(flows: Mapping[str, GradientFlow]) -> Sample:
    return max((Sample.of(flow.recording) for flow in flows.values()), default=SINGLE)


def end_to_end_shares(flows: Mapping[str, GradientFlow]) -> Shares:
    """Median over seeds of the share by number of detours, (T+1,) each, for the cells that have a leak."""
    names = [f"{n} detour{'' if n == 1 else 's'}" for n in range(DETOURS + 1)] + [f"more than {DETOURS}"]
    names[0] = "leak only"
    shares = {}
    for label, flow in flows.items():
        if find_cell(flow.recording.cell).leak and flow.loss == "last":
            by_detour = np.moveaxis(flow.detour_shares(DETOURS), 1, 0)
            shares[label] = {name: medians_of_numbers(ways) for name, ways in zip(names, by_detour, strict=True)}
    return shares


def detour_chart(shares: Shares, sample: Sample = SINGLE, broken: Mapping[str, str] = NOTHING) -> Chart:
    """Stack the numbers of detours of every run, one panel each; they are medians over a sample.

    `broken` says where states stop being numbers, by run.
    """
    if not shares:
        raise InvalidValue("flows", "none with a leak", "at least one cell with a leak, such as gru or lstm")
    colors = dict(zip(next(iter(shares.values())), DETOUR_COLORS, strict=True))
    distance = steps(len(next(iter(next(iter(shares.values())).values()))) - 1)
    ends = {label: float(ways["leak only"][0]) for label, ways in shares.items()}
    arrivals = [f"{label}: {broken.get(label) or _arrival(end)}" for label, end in ends.items()]
    few = arrivals if len(arrivals) <= NAMED else [arrivals[i] for i in _most_and_least(list(ends.values()))]
    summary = (
        f"Over {distance}, {'; '.join(arrivals)}. The other ways left the leak at least once, through a gate or the "
        f"candidate. {_sums(sample)}{sample.words()}"
    )
    return _stacked(shares, colors, f"Over {distance}, {'; '.join(few)}", summary, "share of the gradient that arrives")


def _sums(sample: Sample) -> str:
    if sample == SINGLE:
        return "The signed shares sum to 100%."
    return "In one network the signed shares sum to 100%; medians of several need not."


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


def _most_and_least(ends: list[float]) -> tuple[int, int]:
    order = np.argsort(np.nan_to_num(ends, nan=-1))
    return int(order[-1]), int(order[0])


def _arrival(end: float) -> str:
    if not np.isfinite(end):
        return "nothing arrives"
    return f"{percent(end)} of what arrives never left the leak"
