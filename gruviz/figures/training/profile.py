"""How the gradient lies along the sequence after a number of updates, for every learner."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import back_axis, drawable
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import FRAME, STEADY, End, end_labels
from gruviz.figures.drawing.left_scale import LeftScale
from gruviz.figures.drawing.lines import curve
from gruviz.figures.drawing.palette import cell_color
from gruviz.training.history import History
from gruviz.validation import InvalidValue
from gruviz.wording import left, steps

SCALE = LeftScale("log", -16, 2)
HEIGHT = 360


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
    if not histories:
        raise InvalidValue("histories", "empty", "at least one learner that has reported something")
    runs = profiles(histories, at)
    length = len(runs[0].ratio) - 1
    layout = {
        "xaxis": back_axis(length),
        "yaxis": SCALE.axis() | {"side": "right"},
        "hovermode": "x unified",
        **end_labels([_end(run) for run in runs], SCALE.axis(), plot=HEIGHT - FRAME, at_least=STEADY),
    }
    kept = ", ".join(f"{run.label} {left(float(run.ratio[0]))}" for run in runs)
    over = "sequences and seeds" if max(history.loss.shape[1] for history in histories) > 1 else "sequences"
    summary = f"Left over {steps(length)} after {at} updates: {kept}. Medians over {over}."
    figure = build([_curve(run) for run in runs], layout)
    return Chart(figure, f"After {at} updates", summary, _table(runs), height=HEIGHT)


def _curve(run: Profile) -> dict[str, Any]:
    lags = np.arange(len(run.ratio) - 1, -1, -1)
    words = [left(value) for value in run.ratio.tolist()]
    drawn, dashed = drawable(run.ratio), run.is_repeated
    return curve(run.cell, lags, drawn, run.label, "%{customdata}", is_reference=dashed, customdata=words)


def _end(run: Profile) -> End:
    kept = float(run.ratio[0])
    return End(run.label, left(kept), len(run.ratio) - 1, SCALE.place(kept), cell_color(run.cell))


def _table(runs: Sequence[Profile]) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"steps before the loss": list(range(len(runs[0].ratio) - 1, -1, -1))}
    for run in runs:
        table[f"{run.label}: ratio"] = run.ratio.tolist()
        table[f"{run.label}: gradient norm"] = run.norms.tolist()
    return table
