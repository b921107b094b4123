"""Forecasting, tried by hand: move the origin, and see what a forecast depends on."""

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from gruviz.applications.forecasting import (
    error_by_horizon,
    follow_forecast,
    forecast,
    reach,
    rolling,
    series_of,
    task_of,
)
from gruviz.arrays import Array
from gruviz.data.calendars import spoken
from gruviz.data.files import decode
from gruviz.data.recorded import monthly_sunspots
from gruviz.data.series import Series, choices_of
from gruviz.figures.applications.forecasts import ForecastCurve, SeriesWindow, forecast_chart, horizon_chart
from gruviz.figures.applications.reach import Reach, ReachWords, reach_chart
from gruviz.models.answers import Answer
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Forecasting, Task
from gruviz.tasks.forecasting import HORIZON, SHORTEST, WINDOW
from gruviz.ui.applications.fields import control_row
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card
from gruviz.ui.controls.kinds import Control, Slider, Values
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.reading import ask_sentinels, choose_column, reading_controls, say
from gruviz.ui.controls.upload import file_control, kept_file, offer_file, report_gone
from gruviz.ui.inside.look_inside import InspectedAnswer, look_inside
from gruviz.ui.markdown import literal

PREFIX = "forecasting_"
FILE, UPLOAD = f"{PREFIX}file", f"{PREFIX}upload"
DRAWN = 60
"""Values before the origin that are drawn."""


CONTROLS: tuple[Control, ...] = (
    Slider(
        name="forecasting_origin",
        label="Origin (% of the held-out part)",
        help="Where the forecast starts. Everything before it is known, nothing after it.",
        default=50,
        low=0,
        high=100,
        step=1,
    ),
    Slider(
        name="forecasting_ahead",
        label="Step ahead to explain",
        help="Draws the gradient of this step's forecast over the window.",
        default=12,
        low=1,
        high=HORIZON,
        step=1,
    ),
    file_control(FILE),
    *reading_controls(PREFIX),
)


def own_series(panel: Panel) -> Task | None:
    """Offer an upload of a series of the person's own; the task of forecasting it, or None.

    Raises:
        GruvizError: If it is no series; the message names the lines.
    """
    with st.expander("Forecast a series of your own", key="forecasting_own"):
        st.caption(
            f"A CSV file with a date or index and a value in each row, at least {SHORTEST} rows at equal steps. "
            "It stays on this server while your session lasts."
        )
        offer_file(panel, FILE, "Upload a CSV file", ["csv", "tsv", "txt"], key=UPLOAD)
    file = kept_file(panel, FILE, key=UPLOAD)
    if file is None:
        report_gone(panel, FILE)
        return None
    task = task_of(_read(panel, file.content))
    if task.default_length < WINDOW:
        length, count = task.default_length, len(task.values)
        st.caption(f"The networks read {length} values at a time, not {WINDOW}, since the series has only {count:,}.")
    return task


def _read(panel: Panel, content: bytes) -> Series:
    """The series that the controls ask for, in one line; the choices stay where it cannot be read."""
    column, missing = panel.values[f"{PREFIX}column"], panel.values[f"{PREFIX}missing"]
    choices = choices_of(decode(content), column)
    line = st.empty()
    choose_column(panel, choices.columns, choices.chosen, prefix=PREFIX)
    ask_sentinels(panel, choices.sentinels, prefix=PREFIX)
    series = series_of(content, column=column, with_sentinels=not missing)
    with line:
        say(series.summary)
    return series


def about(task: Task) -> str:
    """What is forecast, and how: of the person's series if it is theirs."""
    if not isinstance(task, Forecasting) or not task.values:
        return task.text
    span = f"from {literal(spoken(task.labels[0]))} to {literal(spoken(task.labels[-1]))}" if task.labels else ""
    return (
        f"The network reads {task.default_length} values of *{literal(task.name)}* at a time, your series of "
        f"{len(task.values):,} values {span}, and says the next {task.horizon} at once. The last fifth is held out. "
        "Simple rules may do well here: repeating the last value, or a linear map of the same window, ridge regression."
    )


def stage(models: Mapping[str, TrainedModel], panel: Panel) -> None:
    """The forecast from one origin, the error over all of them, what a forecast depends on, and the inside."""
    control_row(panel, CONTROLS)
    task = next(iter(models.values())).kind
    assert isinstance(task, Forecasting)
    length = next(iter(models.values())).length
    origin, ahead = _origin(task, length, panel.values), panel.values["forecasting_ahead"]
    labels = _labels(task)
    _one_forecast(models, task, origin, labels)
    _all_errors(models, task)
    reaches = {
        label: Reach(model.weights.cell, np.median(reach(model, origin, ahead), axis=1))
        for label, model in models.items()
    }
    words = ReachWords(f"the forecast {ahead} step{'s' * (ahead > 1)} ahead", "values")
    chart_card(reach_chart(reaches, labels[origin - length : origin], words), key="forecasting_reach")
    inspected = InspectedAnswer(
        lambda model: follow_forecast(model, origin, ahead),
        f"the forecast {ahead} steps ahead",
        lambda model, state: _answer(model, state, task, ahead),
    )
    look_inside(models, inspected, key="forecasting_inside")


def details(models: Mapping[str, TrainedModel], panel: Panel) -> None:
    """Nothing yet."""


def _origin(task: Forecasting, length: int, values: Values) -> int:
    first, last = max(task.cut, length), len(task.series) - HORIZON
    return first + round((last - first) * values["forecasting_origin"] / 100)


def _labels(task: Forecasting) -> Sequence[str]:
    counted = [str(i + 1) for i in range(len(task.values))]
    return task.labels or counted or monthly_sunspots()[0]


def _rules(task: Forecasting, values: Mapping[str, Array]) -> dict[str, ForecastCurve]:
    names = {"ridge": "ridge", "persistence": "last value", "seasonal": f"value {task.season} steps before"}
    return {title: ForecastCurve(values[name]) for name, title in names.items()}


def _one_forecast(models: Mapping[str, TrainedModel], task: Forecasting, origin: int, labels: Sequence[str]) -> None:
    forecasts = {label: forecast(model, np.array([origin])) for label, model in models.items()}
    rules = {name: value[0] for name, value in next(iter(forecasts.values())).rules._asdict().items()}
    curves = {
        label: ForecastCurve(np.median(one.networks[:, 0], axis=0), models[label].weights.cell)
        for label, one in forecasts.items()
    }
    first = max(0, origin - DRAWN)
    past = SeriesWindow(
        labels[first : origin + HORIZON],
        task.series[first:origin],
        rules["truth"],
        step="date of each step" if spoken(labels[0]) != labels[0] else "step",
        start=spoken(labels[origin]),
        values=task.name or "monthly sunspot number",
    )
    chart_card(forecast_chart(past, curves | _rules(task, rules)), key="forecasting_now")


def _all_errors(models: Mapping[str, TrainedModel], task: Forecasting) -> None:
    errors = {label: _errors(model) for label, model in models.items()}
    curves = {
        label: ForecastCurve(np.median(one["networks"], axis=0), models[label].weights.cell)
        for label, one in errors.items()
    }
    chart_card(horizon_chart(curves | _rules(task, next(iter(errors.values())))), key="forecasting_errors")


@shared(16)
def _errors(model: TrainedModel) -> Mapping[str, Array]:
    """Forecast once for each model."""
    return error_by_horizon(rolling(model))


def _answer(model: TrainedModel, state: Array, task: Forecasting, ahead: int) -> Answer:
    """The forecast of one step ahead, in the unit of the series."""
    row, size = model.readout_W[0, ahead - 1], model.weights.hidden_size
    value = task.centre + task.spread * float(row @ state[:size] + model.readout_b[0, ahead - 1])
    return Answer(f"{value:,.1f} for {ahead} steps ahead", None, False, np.zeros_like(state))
