"""What the browser draws of a series: its values and dates, and the forecasts from every origin held out."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from gruviz.applications.forecasting import Forecast, error_by_horizon, rolling
from gruviz.arrays import Array, in_base64
from gruviz.data.calendars import spoken
from gruviz.figures.drawing.palette import GREY, cell_color
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Forecasting
from gruviz.ui.applications.forecasting.marks import YEAR, ranks
from gruviz.ui.caching import shared

RULES = {"ridge": ("ridge", "7 4"), "persistence": ("last value", "2 4")}
"""Rules that are drawn, by their field: what they are called, and their dashes."""


@shared(16)
def every_forecast(model: TrainedModel) -> Forecast:
    """From every origin of the part held out, once for each model."""
    return rolling(model, every=1)


@shared(16)
def errors_of(model: TrainedModel) -> Mapping[str, Array]:
    """Mean absolute error of each step ahead, over all origins."""
    return error_by_horizon(every_forecast(model))


def picture(models: Mapping[str, TrainedModel], task: Forecasting, labels: tuple[str, ...]) -> dict[str, Any]:
    """The series and all forecasts, those of the rules last.

    Numbers are float32 in base64: the series (N,), and of each curve (origins, horizon), in its units.
    """
    forecasts = {label: every_forecast(model) for label, model in models.items()}
    one = next(iter(forecasts.values()))
    curves = [
        _curve(label, cell_color(models[label].weights.cell), "", np.median(each.networks, axis=0), one.rules.truth)
        for label, each in forecasts.items()
    ]
    rules = one.rules._asdict()
    curves += [_curve(name, GREY, dash, rules[field], rules["truth"]) for field, (name, dash) in RULES.items()]
    return {
        "name": task.name or "monthly sunspot number",
        "labels": "\n".join(map(spoken, labels)),
        "ranks": ranks(labels),
        "year": YEAR,
        "dated": spoken(labels[0]) != labels[0] or (labels[0].isdecimal() and len(labels[0]) == 4),
        "series": _floats(task.series),
        "first": int(one.origins[0]),
        "horizon": task.horizon,
        "window": next(iter(models.values())).length,
        "curves": curves,
    }


def _curve(label: str, color: str, dash: str, values: Array, truth: Array) -> dict[str, Any]:
    """One forecaster; overall is its mean absolute error over all origins."""
    overall = float(np.abs(values - truth).mean())
    return {"label": label, "color": color, "dash": dash, "values": _floats(values), "overall": overall}


def _floats(values: Array) -> str:
    return in_base64(np.asarray(values, "<f4"))
