"""Forecasts in the units of the series, once more by hand."""

import numpy as np
import pytest

from gruviz.applications import forecasting
from gruviz.applications.results import judge
from gruviz.networks.network import run
from gruviz.tasks import Forecasting, Wearable
from gruviz.validation import GruvizError
from tests.applications.untrained import slopes, untrained


def test_a_forecast_is_in_the_units_of_the_series():
    model = untrained(Forecasting(), length=30)
    task = model.kind
    found = forecasting.rolling(model, every=60)
    assert found.origins[0] == task.cut
    for n, origin in enumerate(found.origins.tolist()):
        window = (task.series[origin - 30 : origin] - task.centre) / task.spread
        outputs = run(model.network, window[:, None, None], np.zeros((1, 1))).outputs[0, :, 0]
        np.testing.assert_allclose(found.networks[:, n], outputs * task.spread + task.centre, rtol=1e-4)
        np.testing.assert_array_equal(found.rules.truth[n], task.series[origin : origin + 12])
    end = (task.series[-30:] - task.centre) / task.spread
    outputs = run(model.network, end[:, None, None], np.zeros((1, 1))).outputs[0, :, 0]
    np.testing.assert_allclose(forecasting.future(model), outputs * task.spread + task.centre, rtol=1e-4)


def test_the_error_by_horizon_adds_up_to_the_metric():
    model = untrained(Forecasting(), length=30)
    errors = forecasting.error_by_horizon(forecasting.rolling(model, every=1))
    np.testing.assert_allclose(errors["networks"].mean(1), judge(model), rtol=1e-5)
    rules = model.kind.baselines(30)
    assert errors["ridge"].mean() == pytest.approx(rules["ridge"])
    assert errors["persistence"].mean() == pytest.approx(rules["last value"])
    assert errors["persistence"][0] < errors["persistence"][-1]


def test_a_model_forecasts_another_series_if_it_fits():
    model = untrained(Forecasting(), length=144)
    task = Forecasting(tuple(100 + 10 * np.sin(np.arange(400) / 9)))
    found = forecasting.forecast(model, np.array([300]), task)
    np.testing.assert_array_equal(found.rules.truth[0], task.series[300:312])
    assert forecasting.future(model, task).shape == (2, 12)
    assert len(forecasting.rolling(model, task).origins) == 6
    with pytest.raises(GruvizError, match="horizon = 6 is not possible: 12"):
        forecasting.future(model, Forecasting(task.values, horizon=6))
    with pytest.raises(
        GruvizError, match=r"^The model reads 400 values at a time; this series has room for 160 at most\.$"
    ):
        forecasting.rolling(untrained(Forecasting(), length=400), task)


def test_what_a_forecast_depends_on():
    model = untrained(Forecasting(), length=24)
    inputs, targets = model.kind.windows(np.array([100]), 24)
    slope = slopes(lambda x: run(model.network, x, targets).outputs[0, :, 0, 4], inputs)
    np.testing.assert_allclose(forecasting.reach(model, 100, 5).T, np.abs(slope[:, :, 0, 0]), rtol=1e-4, atol=1e-9)
    for bad in (23, len(model.kind.series) - 11):
        with pytest.raises(GruvizError, match="origin"):
            forecasting.forecast(model, np.array([bad]))


def test_a_model_of_another_task_is_refused():
    with pytest.raises(GruvizError) as caught:
        forecasting.rolling(untrained(Wearable()))
    assert caught.value.field == "task"
