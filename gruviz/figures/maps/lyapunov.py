"""Whether neighbouring runs come together or move apart: the largest Lyapunov exponent over two settings."""

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.heatmaps import color_bar
from gruviz.figures.drawing.lines import pen
from gruviz.figures.drawing.palette import GREY
from gruviz.figures.maps.gradient import NO_NUMBER
from gruviz.figures.maps.kinds import check_measure, found
from gruviz.figures.maps.squares import (
    BURST,
    CROSS,
    HATCH,
    HEIGHT,
    draw_lines,
    draw_marks,
    draw_squares,
    grid_columns,
    map_layout,
    map_lines,
)
from gruviz.figures.maps.words import NOT_YET, conditions, place_words, settings_words, so_far, subject_words
from gruviz.maps.trainability_map import Map
from gruviz.wording import power

ENDS = (-1.0, 1.0)
"""Nats per step at the ends of the colour scale, for every map alike."""
AT_ONCE = "all difference gone within a step"


def lyapunov_map(exponents: Map, *, theme: str = "light") -> go.Figure:
    """Draw the largest Lyapunov exponent over two settings, and the line where it is zero: the edge of chaos.

    Args:
        exponents: A map whose measure is "lyapunov".
        theme: "light" or "dark".
    """
    return lyapunov_map_chart(exponents).styled(theme)


def lyapunov_map_chart(sweep: Map) -> Chart:
    """Draw the squares, the line, and marks where there is no number to draw."""
    plan, rates = check_measure("exponents", sweep, "lyapunov").plan, sweep.typical()
    drawn = np.clip(np.where(np.isfinite(rates), rates, np.nan), *ENDS)
    words = [[_words(float(rate)) for rate in row] for row in rates]
    bar = color_bar(title="per step<br> ", tickvals=[-1, -0.5, 0, 0.5, 1], ticktext=["≤ −1", "−0.5", "0", "0.5", "≥ 1"])
    traces = [
        draw_squares(plan, drawn, ENDS, words, scale=None, bar=bar, name="exponent"),
        *draw_lines(map_lines(sweep, rates, 0.0), "zero: the edge of chaos", pen(GREY, 2)),
        *draw_marks(plan, rates == -np.inf, AT_ONCE, CROSS),
        *draw_marks(plan, rates == np.inf, NO_NUMBER, BURST),
        *draw_marks(plan, ~found(sweep), NOT_YET, HATCH),
    ]
    table = grid_columns(plan) | {"largest Lyapunov exponent": rates.ravel().tolist()}
    return Chart(build(traces, map_layout(plan)), _title(sweep, rates), _summary(sweep, rates), table, HEIGHT)


def _words(rate: float) -> str:
    if np.isinf(rate):
        return AT_ONCE if rate < 0 else NO_NUMBER
    return NOT_YET if np.isnan(rate) else f"largest Lyapunov exponent {power(rate)} per step"


def _title(sweep: Map, rates: Array) -> str:
    known = int((~np.isnan(rates)).sum())
    if not known:
        return f"{subject_words(sweep.plan)}: nothing is measured yet"
    return f"{subject_words(sweep.plan)}: chaotic at {int((rates > 0).sum()):,} of {settings_words(known)}"


def _summary(sweep: Map, rates: Array) -> str:
    plan = sweep.plan
    base = f"The largest Lyapunov exponent in nats per step, median; {conditions(plan)}."
    if np.isnan(rates).all():
        return f"{base} Nothing is measured yet."
    least, most = (np.unravel_index(int(pick(rates)), rates.shape) for pick in (np.nanargmin, np.nanargmax))
    ends = [f"{power(float(rates[at]))} ({place_words(plan, (int(at[1]), int(at[0])))})" for at in (least, most)]
    apart = int((rates > 0).sum())
    return (
        f"{base} At {settings_words(apart)} it is above zero: runs that begin alike move apart. "
        f"It goes from {ends[0]} to {ends[1]}.{so_far(found(sweep), 'measured')}"
    )
