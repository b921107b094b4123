"""Forecasts and their errors, on series written by hand."""

import numpy as np
import pytest

from gruviz import figures
from gruviz.figures.applications.forecasts import ForecastCurve, SeriesWindow, forecast_chart, horizon_chart
from gruviz.figures.drawing.palette import CELL_COLORS, GREY
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart, curves


def test_forecasts_are_ranked_by_their_own_error():
    past = SeriesWindow(["1", "2", "3", "4"], np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    curves = {"GRU": ForecastCurve(np.array([3.0, 5.0]), "gru"), "ridge": ForecastCurve(np.array([1.0, 1.0]))}
    chart = check_chart(forecast_chart(past, curves))
    assert chart.title == "From 3 on GRU is closest: off by 0.5 on average"
    assert "GRU 0.5, ridge 2.5" in chart.summary
    assert chart.table == {"step": ["3", "4"], "truth": [3.0, 4.0], "GRU": [3.0, 5.0], "ridge": [1.0, 1.0]}


def test_errors_by_horizon_name_the_best_near_and_far():
    near_far = {"GRU": ForecastCurve(np.array([2.0, 3.0]), "gru"), "ridge": ForecastCurve(np.array([1.0, 4.0]))}
    assert check_chart(horizon_chart(near_far)).title == "Best one step ahead: ridge; 2 steps ahead: GRU"
    alone = {"GRU": near_far["GRU"]}
    assert horizon_chart(alone).title == "Best one step ahead and 2 steps ahead: GRU"


def test_models_have_the_colour_of_their_cell_and_rules_grey_dashes():
    rules = {f"rule {i}": ForecastCurve(np.ones(2)) for i in range(5)}
    drawn = curves(horizon_chart({"GRU": ForecastCurve(np.ones(2), "gru"), **rules}).figure)
    assert drawn["GRU"].line.color == CELL_COLORS["gru"]
    assert {drawn[rule].line.color for rule in rules} == {GREY}
    assert [drawn[rule].line.dash for rule in rules] == ["dash", "dot", "dashdot", "longdash", "dash"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: figures.forecasts(SeriesWindow([], np.zeros(0), np.zeros(0)), {}),
        lambda: figures.horizon_errors({}),
    ],
)
def test_nothing_is_refused_by_name(draw):
    with pytest.raises(InvalidValue, match="^curves = 'empty' is not possible"):
        draw()


def test_the_axis_the_title_and_the_table_speak_of_dates():
    past = SeriesWindow(["2018-01", "2018-02", "2018-03"], np.ones(1), np.ones(2), "month", "Feb 2018", "price")
    chart = check_chart(forecast_chart(past, {"GRU": ForecastCurve(np.zeros(2), "gru")}))
    assert chart.title == "From Feb 2018 on GRU is closest: off by 1 on average"
    assert "the 2 steps from Feb 2018 on" in chart.summary
    assert (chart.figure.layout.xaxis.title.text, chart.figure.layout.yaxis.title.text) == ("month", "price")
    assert chart.table["month"] == ["2018-02", "2018-03"]
