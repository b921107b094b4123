"""The gradient as a stream that runs back from the loss: as wide as what is left, in the colours of its paths."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.engine.flow import Flow
from gruviz.figures.drawing.axes import BACK_AXIS, Axis, axis
from gruviz.figures.drawing.chart import Chart, build, column
from gruviz.figures.drawing.grid import grid, grid_axes, marked_up
from gruviz.figures.drawing.heatmaps import ink_on
from gruviz.figures.drawing.left_scale import tick_words
from gruviz.figures.drawing.lines import line, pen
from gruviz.figures.drawing.palette import GREY, path_colors
from gruviz.figures.drawing.panels import on_panel
from gruviz.figures.drawing.sample import SINGLE, Sample
from gruviz.figures.gradients.river_words import river_words
from gruviz.figures.gradients.streams import Stream, streams
from gruviz.validation import InvalidValue

DRY = -16
"""Power of ten at which the stream has no width: less than that is lost when it is added to a number of size 1."""
FLOOD = 16
"""Power of ten at which the banks end; a stream that is wider is cut off there."""
LETTER = 15
"""Pixels that a path's name needs."""
SEEN = 0.02
"""Part of the widest stream from which a band is worth a word in the key."""
PIXELS: Mapping[int, int] = {1: 240, 2: 130, 3: 80}
LEAST = 64
"""Height of a stream's panel, by how many there are; and of more."""


class Scale(NamedTuple):
    """How a gradient becomes a width."""

    is_log: bool
    most: float
    """Width of the widest stream there may be."""

    @classmethod
    def of(cls, runs: Mapping[str, Stream], scale: str) -> "Scale":
        """One for all: to the whole gradient, or further where it grows."""
        values = np.concatenate([run.left[np.isfinite(run.left)] for run in runs.values()] or [np.ones(1)])
        highest = float(values.max(initial=1.0))
        if scale == "linear":
            return cls(False, float(np.clip(np.ceil(highest - 1e-9), 1, 3)))
        return cls(True, float(np.clip(4 * np.ceil(np.log10(highest) / 4 - 0.1), 0, FLOOD)) - DRY)

    def width(self, left: Array) -> Array:
        """Of the stream, for what is left of the gradient; 0 for nothing."""
        with np.errstate(divide="ignore"):
            width = np.log10(left) - DRY if self.is_log else left
        return np.clip(np.nan_to_num(width, nan=0.0, posinf=self.most, neginf=0.0), 0, self.most)

    def ticks(self, is_low: bool = False) -> tuple[list[float], list[str]]:
        """Widths of a few values and how they are written, narrowest first; of fewer in a low panel."""
        if not self.is_log:
            return [0.0, *np.arange(1, self.most + 1)], ["0", *(f"{n}00%" for n in range(1, int(self.most) + 1))]
        powers = range(DRY, round(self.most) + DRY + 1, 16 if self.most > -DRY or is_low else 8)
        return [power - DRY for power in powers], [tick_words(power) for power in powers]


def path_shares(
    flows: Mapping[str, Flow],
    *,
    references: Collection[str] = (),
    scale: str = "log",
    theme: str = "light",
) -> go.Figure:
    """Draw the gradient of each run as a stream that runs back from the loss, in the colours of its paths.

    Args:
        flows: By label.
        references: Labels of runs that others are compared with; a title names the others.
        scale: "log": the width counts the powers of ten above 10⁻¹⁶; "linear": it is what is left.
        theme: "light" or "dark".
    """
    sample = max((Sample.of(flow.recording) for flow in flows.values()), default=SINGLE)
    return river_chart(streams(flows, references=references), sample, scale=scale).styled(theme)


def river_chart(runs: Mapping[str, Stream], sample: Sample = SINGLE, *, scale: str = "log") -> Chart:
    """Draw the streams, which are medians over a sample, below each other and on one scale."""
    if not runs:
        raise InvalidValue("flows", "empty", "at least one gradient flow")
    pixels, width = PIXELS.get(len(runs), LEAST), Scale.of(runs, scale)
    places = grid([_heading(label, run) for label, run in runs.items()], columns=1, pixels=pixels, ticks=0)
    longest = max(len(run.left) for run in runs.values()) - 1
    along = axis(BACK_AXIS, range=[1.004 * longest + 0.02, -0.004 * longest - 0.02], showgrid=False, zeroline=False)
    beds = [_bed(run, width) for run in runs.values()]
    named = [label for i, bed in enumerate(beds) for label in _names(bed, i, width.most, pixels)]
    layout = grid_axes(places, along, _banks(width, pixels < PIXELS[3])) | {"hovermode": "x unified"}
    layout["annotations"] = [*places.headings, *(label | {"name": None} for label in named)]
    pairs = enumerate(zip(runs.values(), beds, strict=True))
    traces = [trace for i, (run, bed) in pairs for trace in _flow(run, bed, i)]
    _key(traces, {label["name"] for label in named}, width.most)
    title, summary = river_words(runs, width.is_log)
    return Chart(build(traces, layout), title, summary + sample.words(), _table(runs, longest), places.height)


class Bed(NamedTuple):
    """Where a stream lies; everything from the loss back, (T+1,)."""

    half: Array
    """Half of its width."""
    bands: list[tuple[str, bool, Array, Array]]
    """Path, whether it works against the others, lower and upper edge; from top to bottom."""


def _bed(run: Stream, scale: Scale) -> Bed:
    """Every path has the part of the width that its share has in all of them; signs apart, so that all are seen."""
    half = scale.width(run.left)[::-1] / 2
    parts = {name: np.nan_to_num(np.append(values, values[-1:])[::-1]) for name, values in run.shares.items()}
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        largest = np.max([np.abs(part) for part in parts.values()], axis=0)
        parts = {name: np.nan_to_num(part / largest) for name, part in parts.items()}
        whole = np.sum([np.abs(part) for part in parts.values()], axis=0)
        unit = np.where(whole > 0, 2 * half / np.where(whole > 0, whole, 1), 0)
    top: Array = half
    bands: list[tuple[str, bool, Array, Array]] = []
    for name, part in parts.items():
        for is_against in (False, True):
            below = top - unit * np.clip(-part if is_against else part, 0, None)
            bands.append((name, is_against, below, top))
            top = below
    return Bed(half, bands)


def _flow(run: Stream, bed: Bed, panel: int) -> Iterator[dict[str, Any]]:
    """The coloured bands between the banks, and the banks, at which the pointer finds the numbers."""
    lags, colors = np.arange(len(bed.half), dtype=np.int16), path_colors(run.shares)
    yield from (_band(lags, colors[band[0]], *band) | on_panel(panel) for band in bed.bands)
    bank: dict[str, Any] = {"pen": pen(GREY, 1.5), "showlegend": False, **on_panel(panel)}
    numbers = np.column_stack([run.left[::-1], *(np.append(values, np.nan)[::-1] for values in run.shares.values())])
    hover = "".join(f"<br>{name} %{{customdata[{i}]:.1%}}" for i, name in enumerate(run.shares, start=1))
    words = f"%{{customdata[0]:.2e}} left{hover}<extra></extra>"
    edge = bed.half.astype(np.float32)
    yield line(lags, edge, "upper bank", words, **bank, customdata=numbers)
    yield line(lags, -edge, "lower bank", None, **bank)


def _band(
    lags: NDArray[np.int16], color: str, name: str, is_against: bool, lower: Array, upper: Array
) -> dict[str, Any]:
    """A path's part of the stream; empty where it never has any, so that the same traces are always there."""
    hatching = {"fillpattern": {"shape": "/", "fgcolor": color, "size": 6, "solidity": 0.4}} if is_against else {}
    has_any = bool((upper > lower).any())
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.concatenate([lags, lags[::-1]]) if has_any else [],
        "y": np.concatenate([upper, lower[::-1]]).astype(np.float32) if has_any else [],
        "name": f"{name}, against the others" if is_against else name,
        "fill": "toself",
        "fillcolor": color,
        "line": {"width": 0},
        "showlegend": False,
        "hoverinfo": "skip",
        **hatching,
    }


def _heading(label: str, run: Stream) -> str:
    return f"<b>{marked_up(label)}</b>  {run.arrival}"


def _banks(scale: Scale, is_low: bool) -> Axis:
    """The width of the stream as a scale: both banks stand at the same label."""
    widths, words = scale.ticks(is_low)
    at = [*(-width / 2 for width in widths[:0:-1]), *(width / 2 for width in widths)]
    end = max(scale.most, 1e-9) / 2 * 1.06
    return axis(
        "left" if is_low else "gradient left",
        range=[-end, end],
        tickvals=at,
        ticktext=[*words[:0:-1], *words],
        zeroline=True,
    )


def _names(bed: Bed, panel: int, most: float, pixels: int) -> Iterator[dict[str, Any]]:
    """Each path's name where its band is widest, if it is as high as a letter there."""
    names, colors = on_panel(panel), path_colors(dict.fromkeys(name for name, *_ in bed.bands))
    for name, is_against, lower, upper in bed.bands:
        height = (upper - lower) / (1.06 * most) * pixels
        margin = -(-len(height) // 12) if len(height) > 2 else 0
        inner = height[margin : len(height) - margin]
        at = margin + int(np.argmax(inner))
        if inner.max() >= LETTER and not is_against:
            color = colors[name]
            red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
            where = {"x": at, "y": float(lower[at] + upper[at]) / 2, "xref": names["xaxis"], "yref": names["yaxis"]}
            ink = {"font": {"color": ink_on((red, green, blue)), "size": 13}}
            yield {"text": name, "name": name, "showarrow": False, **where, **ink}


def _key(traces: list[dict[str, Any]], known: set[str], most: float) -> None:
    """Put those bands into the legend that one sees and that no word in a stream names."""
    for trace in traces:
        if trace.get("fill") and trace["name"] not in known and _height(trace) > SEEN * most:
            known.add(trace["name"])
            trace["showlegend"] = True


def _height(band: dict[str, Any]) -> float:
    """Of a band where it is widest."""
    upper, lower = np.split(np.asarray(band["y"]), 2)
    return float((upper - lower[::-1]).max(initial=0))


def _table(runs: Mapping[str, Stream], longest: int) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"steps before the loss": list(range(longest, -1, -1))}
    for label, run in runs.items():
        table[f"{label}: gradient left"] = column(run.left.tolist(), longest + 1)
        for name, values in run.shares.items():
            table[f"{label}: {name}"] = [*column(values.tolist(), longest), None]
    return table
