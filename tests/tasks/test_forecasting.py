"""Windows of a series, and the rules that forecast it, once more by hand."""

import math

import numpy as np
import pytest

from gruviz.data.recorded import monthly_sunspots
from gruviz.tasks import Forecasting
from gruviz.tasks.forecasting import HORIZON, PENALTIES
from gruviz.validation import GruvizError


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


def test_a_short_series_has_a_short_window_and_a_long_one_that_of_twelve_years():
    assert Forecasting().default_length == 144
    short = Forecasting(tuple(np.sin(np.arange(144.0) / 6)))
    low, high = short.lengths
    assert low <= short.default_length < high
    training, held_out = short.split(short.default_length)
    assert training.inputs.shape[1] >= 60, "windows to learn from"
    assert held_out.inputs.shape[1] == 144 - short.cut - HORIZON + 1
    assert set(short.baselines(short.default_length)) == {"ridge", "last value", f"value {short.season} steps before"}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (range(119), "The series has 119 values; at least 120 are needed to learn from."),
        ([5] * 200, "The series never changes: all its values are 5."),
    ],
)
def test_what_cannot_be_learned_is_said_in_a_sentence(values, message):
    with pytest.raises(GruvizError) as caught:
        Forecasting(tuple(map(float, values)))
    assert str(caught.value) == message


def test_each_value_has_its_label():
    values = tuple(map(float, range(150)))
    assert Forecasting(values, labels=tuple(map(str, range(150)))).labels[-1] == "149"
    with pytest.raises(GruvizError, match="^labels = '2 labels' is not possible: 150 of them"):
        Forecasting(values, labels=("1", "2"))
