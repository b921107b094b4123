"""The first screen of forecasting: the series, and an origin to drag from which all forecasts unroll."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import streamlit as st

from gruviz.applications.forecasting import follow_forecast, reach
from gruviz.arrays import Array
from gruviz.data.recorded import monthly_sunspots
from gruviz.figures.applications.forecasts import ForecastCurve, horizon_chart
from gruviz.figures.applications.reach import Reach, ReachWords, reach_chart
from gruviz.models.answers import Answer
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Forecasting
from gruviz.tasks.forecasting import HORIZON, Origins
from gruviz.ui.applications.forecasting import own
from gruviz.ui.applications.forecasting.picture import errors_of, every_forecast, picture
from gruviz.ui.charts.card import chart_card
from gruviz.ui.components import component
from gruviz.ui.controls.kinds import Control, Slider
from gruviz.ui.controls.panel import Panel
from gruviz.ui.inside.look_inside import InspectedAnswer, look_inside

CONTROLS: tuple[Control, ...] = (
    Slider(
        name="forecasting_origin",
        label="Origin (% of the held-out part)",
        help="Where the forecast starts. Everything before it is known, nothing after it.",
        default=50,
        low=0,
        high=100,
        step=0.01,
        elsewhere=True,
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
    *own.CONTROLS,
)


def stage(models: Mapping[str, TrainedModel], panel: Panel) -> None:
    """The series with its origin, which the person drags."""
    task, key = _task(models), panel.key("forecasting_picture")
    data = picture(models, task, _labels(task)) | {"at": _place(models, panel, key)}
    component("forecast", key=key, data=data, on_at_change=partial(_take_place, models, panel, key))


def details(models: Mapping[str, TrainedModel], panel: Panel) -> None:
    """The error over all origins, what one forecast depends on, and the inside."""
    task, length, ahead = _task(models), next(iter(models.values())).length, panel.values["forecasting_ahead"]
    origin = int(_origins(models)[_now(models, panel)])
    _all_errors(models, task)
    panel.draw("forecasting_ahead")
    reaches = {
        label: Reach(model.weights.cell, np.median(reach(model, origin, ahead), axis=1))
        for label, model in models.items()
    }
    words = ReachWords(f"the forecast {ahead} step{'s' * (ahead > 1)} ahead", "values")
    chart_card(reach_chart(reaches, _labels(task)[origin - length : origin], words), key="forecasting_reach")
    inspected = InspectedAnswer(
        lambda model: follow_forecast(model, origin, ahead),
        f"the forecast {ahead} steps ahead",
        lambda model, state: _answer(model, state, task, ahead),
    )
    look_inside(models, inspected, key="forecasting_inside")


def _task(models: Mapping[str, TrainedModel]) -> Forecasting:
    task = next(iter(models.values())).kind
    assert isinstance(task, Forecasting)
    return task


def _labels(task: Forecasting) -> tuple[str, ...]:
    counted = tuple(str(i + 1) for i in range(len(task.values)))
    return task.labels or counted or monthly_sunspots()[0]


def _origins(models: Mapping[str, TrainedModel]) -> Origins:
    return every_forecast(next(iter(models.values()))).origins


def _now(models: Mapping[str, TrainedModel], panel: Panel) -> int:
    """Which of the origins the address asks for, from 0."""
    return round((len(_origins(models)) - 1) * panel.values["forecasting_origin"] / 100)


def _place(models: Mapping[str, TrainedModel], panel: Panel, key: str) -> int:
    """Where the picture is told to go: a place that it has reported itself is no news, and sends nothing to it."""
    now, told = _now(models, panel), f"{key}_told"
    known = st.session_state.get(key)
    if known is None or known.get("at") != now or told not in st.session_state:
        st.session_state[told] = now
    return int(st.session_state[told])


def _take_place(models: Mapping[str, TrainedModel], panel: Panel, key: str) -> None:
    place, last = st.session_state[key]["at"], len(_origins(models)) - 1
    if isinstance(place, int) and 0 <= place <= last:
        panel.set("forecasting_origin", round(100 * place / max(1, last), 2))


def _all_errors(models: Mapping[str, TrainedModel], task: Forecasting) -> None:
    errors = {label: errors_of(model) for label, model in models.items()}
    curves = {
        label: ForecastCurve(np.median(one["networks"], axis=0), models[label].weights.cell)
        for label, one in errors.items()
    }
    names = {"ridge": "ridge", "persistence": "last value", "seasonal": f"value {task.season} steps before"}
    rules = {title: ForecastCurve(next(iter(errors.values()))[name]) for name, title in names.items()}
    chart_card(horizon_chart(curves | rules), key="forecasting_errors")


def _answer(model: TrainedModel, state: Array, task: Forecasting, ahead: int) -> Answer:
    """The forecast of one step ahead, in the unit of the series."""
    row, size = model.readout_W[0, ahead - 1], model.weights.hidden_size
    value = task.centre + task.spread * float(row @ state[:size] + model.readout_b[0, ahead - 1])
    return Answer(f"{value:,.1f} for {ahead} steps ahead", None, False, np.zeros_like(state))
