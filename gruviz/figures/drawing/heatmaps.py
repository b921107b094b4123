"""Numbers as colours: heatmaps and the bars beside them."""

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from plotly.colors import get_colorscale, hex_to_rgb

from gruviz.arrays import Array
from gruviz.figures.drawing.palette import GRADIENT_SCALE
from gruviz.figures.drawing.panels import Extent
from gruviz.wording import signed

WHOLE: Extent = (0.0, 1.0)
"""Extent of a chart's only panel."""


def heatmap(
    x: Any,
    y: Any,
    z: Any,
    limits: tuple[float, float],
    *,
    scale: str | list[list[Any]] | None,
    hover: str,
    bar: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A heatmap.

    Args:
        x: (N,).
        y: (M,).
        z: (M, N); nan leaves a gap.
        limits: Values at the ends of the colour scale.
        scale: Name of the colour scale, or its colours by part; None for that of values around 0, which follows the
            theme.
        hover: What is written at the pointer, as Plotly's template.
        bar: The colour bar, if there is to be one.
        more: What else Plotly is to know of the trace.
    """
    colors = {"autocolorscale": True} if scale is None else {"colorscale": scale}
    ends = {"zmin": limits[0], "zmax": limits[1], **colors}
    beside = {"showscale": False} if bar is None else {"showscale": True, "colorbar": bar}
    words = {"hovertemplate": f"{hover}<extra></extra>"}
    return {"type": "heatmap", "x": x, "y": y, "z": z, **ends, **beside, **words, **more}


def words_on(
    x: Any, y: Any, z: Any, limits: tuple[float, float], text: Any, *, scale: str, **more: Any
) -> dict[str, Any]:
    """Words on the cells of a heatmap, black or white, whichever stands out more from the cell's colour.

    Plotly's own words on a heatmap are dark grey or white, which on middling colours is hard to read.

    Args:
        x, y, z, limits, scale: Those of the heatmap.
        text: (M, N); an empty one is left out, as is that of a cell without a number.
        more: What else Plotly is to know of the trace.
    """
    shades = np.asarray(z, dtype=np.float64)
    places = [(i, j) for i, j in np.ndindex(shades.shape) if text[i][j] and np.isfinite(shades[i, j])]
    part = np.clip((shades - limits[0]) / (limits[1] - limits[0]), 0, 1)
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x[j] for _, j in places],
        "y": [y[i] for i, _ in places],
        "text": [text[i][j] for i, j in places],
        "textfont": {"color": [ink_on(color_at(float(part[place]), scale)) for place in places]},
        "hoverinfo": "skip",
        "showlegend": False,
        **more,
    }


def color_at(part: float, scale: str) -> tuple[float, float, float]:
    """Red, green and blue, from 0 to 255, of a colour scale of hexadecimal colours at a part of its length."""
    stops, channels = _channels(scale)
    return tuple(float(np.interp(part, stops, channel)) for channel in channels)  # type: ignore[return-value]


@cache
def _channels(scale: str) -> tuple[tuple[float, ...], tuple[tuple[int, ...], ...]]:
    """Where the colours of a scale stand, and how much red, green and blue they have."""
    stops, colors = zip(*get_colorscale(scale), strict=True)
    return stops, tuple(zip(*map(hex_to_rgb, colors), strict=True))


def ink_on(color: tuple[float, float, float]) -> str:
    """Black or white: the one with more contrast to a colour, at least 4.5 to 1, as WCAG 2 measures it."""
    channels = np.array(color) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance = float(linear @ (0.2126, 0.7152, 0.0722))
    return "#000000" if (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) else "#ffffff"


def decade_map(
    x: Any, y: Any, values: Array, limits: tuple[int, int], *, hover: str, bar: dict[str, Any] | None, **more: Any
) -> dict[str, Any]:
    """A heatmap of the powers of ten of gradients, (M, N), with the numbers themselves for the hover."""
    z = decades(values, *limits)
    return heatmap(x, y, z, limits, scale=GRADIENT_SCALE, hover=hover, bar=bar, customdata=values, **more)


def decades(values: Array, floor: int, ceiling: int) -> Array:
    """Powers of ten of values, held within the ends of a colour scale; nan where a value is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.clip(np.log10(values), floor, ceiling).astype(np.float32)


def color_bar(extent: Extent = WHOLE, title: str = "", **more: Any) -> dict[str, Any]:
    """A colour bar beside a panel."""
    where = {"thickness": 12, "len": extent[1] - extent[0], "y": extent[1], "yanchor": "top"}
    return {"title": {"text": title}, **where, **more}


def decade_bar(title: str, limits: tuple[int, int], extent: Extent = WHOLE) -> dict[str, Any]:
    """A colour bar for powers of ten beside a panel, labelled at most every third."""
    floor, ceiling = limits
    apart = 3 * 2 ** max(0, math.ceil(math.log2((ceiling - floor) / 45)))
    ticks = [tick for tick in range(floor, ceiling + 1) if tick % apart == 0]
    return color_bar(extent, title, tickvals=ticks, ticktext=_powers(ticks))


def _powers(exponents: Sequence[int]) -> list[str]:
    return [f"10<sup>{signed(exponent)}</sup>" for exponent in exponents]
