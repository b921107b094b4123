"""Forecasts of a series, custom or of sunspots, beside those of simple rules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.data.files import decoded
from gruviz.data.series import Series, parse_series
from gruviz.models.trained_model import TrainedModel
from gruviz.networks.network import Flows, follow_back, run
from gruviz.tasks import Forecasting
from gruviz.tasks.forecasting import HORIZON, Forecasts
from gruviz.validation import InvalidShape, InvalidValue, check_integer

AT_ONCE = 512
"""Origins that are forecast from in one run: a long series has thousands."""
STRIDE = HORIZON
"""Steps from one origin to the next when the origin rolls on."""


@dataclass(frozen=True, eq=False)
class Forecast:
    """What is said of the steps from some origins on, in the units of the series.

    Args:
        origins: Index of the first value forecast, (N,).
        networks: What each network says, (E, N, K).
        rules: The truth and what simple rules say.
    """

    origins: NDArray[np.int64]
    networks: Array
    rules: Forecasts


def series_from_csv(content: bytes, *, column: str = "", with_sentinels: bool = False) -> tuple[Series, Forecasting]:
    """Read a custom series as `parse_series` does; also the task of forecasting it.

    Raises:
        GruvizError: If it is no such file; the message names the lines.
    """
    series = series_of(content, column=column, with_sentinels=with_sentinels)
    return series, task_of(series)


def series_of(content: bytes, *, column: str = "", with_sentinels: bool = False) -> Series:
    """The series in a file, be it long enough or not; what is written in other characters than UTF-8 is noted."""
    text, encoding = decoded(content)
    series = parse_series(text, column=column, with_sentinels=with_sentinels)
    return series if encoding == "UTF-8" else replace(series, notes=(*series.notes, f"written in {encoding}"))


def task_of(series: Series) -> Forecasting:
    """The task of forecasting a series; raises GruvizError if that cannot be learned."""
    return Forecasting(series.values, labels=series.labels, name=series.name)


def forecast(model: TrainedModel, origins: NDArray[np.int64], task: Forecasting | None = None) -> Forecast:
    """Forecast from some origins.

    Args:
        model: Of the task forecasting.
        origins: Each with a window before it and known values from it on.
        task: The series, by default the one that the model has learned on.
    """
    kind = _series(model, task)
    for origin in origins.tolist():
        check_integer("origin", origin, model.length, len(kind.series) - kind.horizon)
    parts = np.array_split(origins, max(1, -(-len(origins) // AT_ONCE)))
    outputs = np.concatenate([run(model.network, *kind.windows(part, model.length)).outputs[0] for part in parts], 1)
    return Forecast(origins, kind.centre + kind.spread * outputs, kind.forecasts(origins, model.length))


def rolling(model: TrainedModel, task: Forecasting | None = None, *, every: int = STRIDE) -> Forecast:
    """Forecasts over the whole held-out part, the origin rolling on so many steps each time."""
    kind = _series(model, task)
    first, last = max(kind.cut, model.length), len(kind.series) - kind.horizon
    return forecast(model, np.arange(first, last + 1, check_integer("every", every, 1, 10 * HORIZON)), kind)


def future(model: TrainedModel, task: Forecasting | None = None) -> Array:
    """What each network says of the steps after the last known value, (E, K)."""
    kind = _series(model, task)
    window = ((kind.series[-model.length :] - kind.centre) / kind.spread).astype(np.float32)
    outputs = run(model.network, window[:, None, None], np.zeros((1, 1))).outputs[0, :, 0]
    return kind.centre + kind.spread * outputs


def error_by_horizon(forecasts: Forecast) -> Mapping[str, Array]:
    """Mean absolute error of each step ahead, (K,) for the rules, and (E, K) for the networks."""
    rules = forecasts.rules._asdict()
    truth = rules.pop("truth")
    errors = {name: np.abs(values - truth).mean(0) for name, values in rules.items()}
    return {"networks": np.abs(forecasts.networks - truth).mean(1), **errors}


def reach(model: TrainedModel, origin: int, ahead: int, task: Forecasting | None = None) -> Array:
    """‖∂ forecast / ∂x_t‖ of one step ahead, counted from 1, by every value of the window, (T, E); without units."""
    return follow_forecast(model, origin, ahead, task).encoder.input_norms[..., 0]


def follow_forecast(model: TrainedModel, origin: int, ahead: int, task: Forecasting | None = None) -> Flows:
    """The gradient of the forecast of one step ahead, counted from 1, through the window."""
    kind = _series(model, task)
    check_integer("ahead", ahead, 1, kind.horizon)
    inputs, targets = kind.windows(np.array([origin]), model.length)
    passed = run(model.network, inputs, targets)
    direct = np.broadcast_to(model.readout_W[:, ahead - 1, None], passed.features.shape)
    return follow_back(passed, direct)


def _series(model: TrainedModel, task: Forecasting | None) -> Forecasting:
    """The series to forecast, if this model can."""
    if not isinstance(model.kind, Forecasting):
        raise InvalidValue("task", model.kind.key, "forecasting")
    if task is None:
        return model.kind
    if task.horizon != model.kind.horizon:
        raise InvalidValue("horizon", task.horizon, f"{model.kind.horizon}, which the model has learned")
    if model.length > task.lengths[1]:
        allowed = f"a longer series, since the model reads {model.length} of them at a time"
        sentence = (
            f"The model reads {model.length} values at a time; this series has room for {task.lengths[1]} at most."
        )
        raise InvalidShape("values", f"{len(task.series)} values", allowed, sentence)
    return task
