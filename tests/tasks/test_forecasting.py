"""Windows of a series, and the rules that forecast it, once more by hand."""

import math

import numpy as np
import pytest

from gruviz.data.recorded import monthly_sunspots
from gruviz.tasks import Forecasting
from gruviz.tasks.forecasting import HORIZON, PENALTIES


def test_the_baselines_of_a_forecast():
    task, values = Forecasting(), monthly_sunspots()[1]
    length, cut = 144, round(0.8 * len(values))
    origins = range(cut, len(values) - HORIZON + 1)
    truth = np.array([values[o : o + HORIZON] for o in origins])
    last = np.array([[values[o - 1]] * HORIZON for o in origins])
    season = np.array([[values[o + k - task.season] for k in range(HORIZON)] for o in origins])
    found = task.baselines(length)
    assert found["last value"] == pytest.approx(np.abs(last - truth).mean())
    assert found["last value"] == pytest.approx(21.9, abs=0.05)
    assert found[f"value {task.season} steps before"] == pytest.approx(np.abs(season - truth).mean())
    assert 110 < task.season < 140, "a solar cycle"

    scaled = (values - values[:cut].mean()) / values[:cut].std()
    known = range(length, cut - HORIZON + 1)
    X, Z = (np.array([scaled[o - length : o] for o in where]) for where in (known, origins))
    Y = np.array([scaled[o : o + HORIZON] for o in known])
    errors = []
    for penalty in PENALTIES:  # as augmented least squares on what is centred, where the constant is free
        rows = np.vstack([X - X.mean(0), math.sqrt(penalty) * np.eye(length)])
        wanted = np.vstack([Y - Y.mean(0), np.zeros((length, HORIZON))])
        coefficients = np.linalg.lstsq(rows, wanted, rcond=None)[0]
        said = (Z - X.mean(0)) @ coefficients + Y.mean(0)
        errors.append(np.abs(said * values[:cut].std() + values[:cut].mean() - truth).mean())
    assert min(np.abs(np.array(errors) - found["ridge"])) < 1e-3


def test_windows_of_a_series_are_what_comes_before_and_after():
    values = np.arange(300.0)
    inputs, targets = Forecasting(tuple(values)).windows(np.array([100, 200]), 50)
    task = Forecasting(tuple(values))
    np.testing.assert_allclose(inputs[:, 1, 0] * task.spread + task.centre, values[150:200], rtol=1e-4, atol=1e-3)
    np.testing.assert_allclose(targets[0, 0] * task.spread + task.centre, values[100:112], rtol=1e-4, atol=1e-3)
    training, _ = task.split(50)
    assert (training.targets * task.spread + task.centre).max() < 0.8 * 300, "nothing held out is learned from"
