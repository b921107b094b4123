"""The gradient highway under construction: training step × time step, for every learner on one log scale."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import BACK_AXIS, axis, drawable, log_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.heatmaps import decade_bar, decade_map
from gruviz.figures.drawing.lines import curve
from gruviz.figures.drawing.panels import Extent, on_panel, panels, stacked_axes
from gruviz.training.history import History
from gruviz.validation import InvalidValue
from gruviz.wording import power, share, steps

LIMITS = FLOOR, CEILING = -12, 0
"""Powers of ten at the ends of the colours; other values keep their number in the hover and the table."""
PROFILE_LIMITS = -16, 2
"""Powers of ten at the ends of the profile's axis."""


class Profile(NamedTuple):
    """How the gradient of one learner lies along the sequence after a number of updates."""

    label: str
    cell: str
    ratio: Array
    """To the gradient at the last step, (T+1,)."""
    norms: Array
    """(T+1,)."""
    is_repeated: bool
    """Whether an earlier learner has the same cell, so that colour alone would not tell them apart."""


def gradient_highway(histories: Sequence[History], total: int, *, theme: str = "light") -> go.Figure:
    """Draw, for each learner, the gradient's ratio to the last step over updates (right) and steps (up).

    Args:
        histories: One for each learner.
        total: Updates planned, the end of the axis.
        theme: "light" or "dark".
    """
    return highway_chart(histories, total).styled(theme)


def highway_chart(histories: Sequence[History], total: int) -> Chart:
    """Draw a panel for each learner, all on one colour scale."""
    _check(histories)
    stack = panels([history.label for history in histories], pixels=150)
    along = axis("updates", range=[-0.5, total], showgrid=False)
    layout = stacked_axes(stack, along, axis("steps back", showgrid=False))
    traces = [_panel(history, i, stack.extents[0]) for i, history in enumerate(histories)]
    return Chart(build(traces, layout), _title(histories), _summary(histories), _table(histories), stack.height)


def profiles(histories: Sequence[History], at: int) -> list[Profile]:
    """The profile of every learner at its last event not later than `at` updates."""
    cells = [history.cell for history in histories]
    rows = [history.row_at(at) for history in histories]
    return [
        Profile(history.label, history.cell, history.ratio[row], history.profile[row], history.cell in cells[:i])
        for i, (history, row) in enumerate(zip(histories, rows, strict=True))
    ]


def profile_chart(histories: Sequence[History], at: int) -> Chart:
    """Draw the profile of every learner after `at` updates, on the laboratory's axes."""
    _check(histories)
    runs = profiles(histories, at)
    length = len(runs[0].ratio) - 1
    layout = {
        "xaxis": axis(BACK_AXIS, range=[length * 1.01, -length * 0.01]),
        "yaxis": log_axis("gradient norm ÷ its norm at the loss", *PROFILE_LIMITS),
        "hovermode": "x unified",
    }
    kept = ", ".join(f"{run.label} {power(float(run.ratio[0]))}" for run in runs)
    over = "sequences and seeds" if max(history.loss.shape[1] for history in histories) > 1 else "sequences"
    summary = f"Kept over {steps(length)} after {at} updates: {kept}. Medians over {over}."
    figure = build([_profile_curve(run) for run in runs], layout)
    return Chart(figure, f"After {at} updates", summary, _profile_table(runs), height=360)


def _profile_curve(run: Profile) -> dict[str, Any]:
    lags = np.arange(len(run.ratio) - 1, -1, -1)
    return curve(run.cell, lags, drawable(run.ratio), run.label, is_reference=run.is_repeated)


def _profile_table(runs: Sequence[Profile]) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"steps before the loss": list(range(len(runs[0].ratio) - 1, -1, -1))}
    for run in runs:
        table[f"{run.label}: ratio"] = run.ratio.tolist()
        table[f"{run.label}: gradient norm"] = run.norms.tolist()
    return table


def _panel(history: History, i: int, extent: Extent) -> dict[str, Any]:
    lags = np.arange(history.ratio.shape[1] - 1, -1, -1)
    bar = decade_bar("gradient<br>ratio", LIMITS, extent) if i == 0 else None
    hover = "after %{x} updates, %{y} steps back: %{customdata:.2e}"
    return decade_map(history.steps, lags, history.ratio.T, LIMITS, hover=hover, bar=bar, **on_panel(i))


def _check(histories: Sequence[History]) -> None:
    if not histories:
        raise InvalidValue("histories", "empty", "at least one learner that has reported something")


def growth(history: History) -> float:
    """By what factor the gradient at the initial state has changed since before the first update."""
    first, now = float(history.ratio[0, 0]), float(history.ratio[-1, 0])
    return now / first if first > 0 else np.inf if now > 0 else np.nan


def _title(histories: Sequence[History]) -> str:
    best = max(histories, key=lambda history: float(np.nan_to_num(history.ratio[-1, 0], nan=-1.0, posinf=np.inf)))
    distance = steps(best.ratio.shape[1] - 1)
    kept = float(best.ratio[-1, 0])
    if kept >= 2:
        return f"{best.label} now multiplies its gradient {power(kept)} times over {distance}"
    return f"{best.label} now keeps {share(kept) if kept > 0 else 'nothing'} of its gradient over {distance}"


def _summary(histories: Sequence[History]) -> str:
    parts = [f"{history.label} {_change(history)}" for history in histories]
    return f"The gradient at the first step, relative to the last: {'; '.join(parts)}. One colour scale for all."


def _change(history: History) -> str:
    first, now = float(history.ratio[0, 0]), float(history.ratio[-1, 0])
    return f"from {power(first)} to {power(now)}" if len(history.steps) > 1 else power(now)


def _table(histories: Sequence[History]) -> dict[str, Any]:
    updates = np.unique(np.concatenate([history.steps for history in histories]))
    rows, columns = len(updates), histories[0].ratio.shape[1]
    table: dict[str, Any] = {
        "updates": np.repeat(updates, columns),
        "steps back": np.tile(np.arange(columns - 1, -1, -1), rows),
    }
    for history in histories:
        padded = np.full((rows, columns), np.nan)
        padded[np.searchsorted(updates, history.steps)] = history.ratio
        table[history.label] = padded.ravel()
    return table
