"""What is sent to the browser, against forecasts made one by one."""

import base64

import numpy as np

from gruviz.applications.forecasting import forecast
from gruviz.data.recorded import monthly_sunspots
from gruviz.models.shipped import application_models
from gruviz.ui.applications.forecasting.picture import errors_of, picture


def unpacked(text):
    return np.frombuffer(base64.b64decode(text), "<f4")


def test_the_forecast_of_every_origin_is_that_made_alone():
    models = application_models("forecasting")
    task = models["GRU"].kind
    sent = picture(models, task, monthly_sunspots()[0])
    np.testing.assert_array_equal(unpacked(sent["series"]), task.series.astype(np.float32))
    assert [curve["label"] for curve in sent["curves"]] == ["RNN", "GRU", "LSTM", "ridge", "last value"]
    assert len(sent["labels"].split("\n")) == len(sent["ranks"]) == len(task.series)
    place = 200
    alone = {label: forecast(model, np.array([sent["first"] + place])) for label, model in models.items()}
    for curve in sent["curves"]:
        values = unpacked(curve["values"]).reshape(-1, sent["horizon"])
        rules = alone["GRU"].rules
        said = {"ridge": rules.ridge, "last value": rules.persistence}.get(curve["label"])
        said = alone[curve["label"]].networks[0] if said is None else said
        np.testing.assert_allclose(values[place], said[0], rtol=1e-4)
    baselines = task.baselines(models["GRU"].length)
    overall = {curve["label"]: curve["overall"] for curve in sent["curves"]}
    assert overall["ridge"] == baselines["ridge"]
    assert overall["last value"] == baselines["last value"]
    np.testing.assert_allclose(errors_of(models["GRU"])["networks"].mean(), overall["GRU"])
