"""Figures of the applications, on numbers written by hand: results, candidates, reach, word grids, forecasts."""

import numpy as np
import pytest

from gruviz import figures
from gruviz.applications.results import ApplicationResult
from gruviz.figures.applications.forecasts import ForecastCurve, SeriesWindow, forecast_chart, horizon_chart
from gruviz.figures.applications.next_character import Chances, chances_chart
from gruviz.figures.applications.reach import Reach, ReachWords, reach_chart, span
from gruviz.figures.applications.results import results_chart
from gruviz.figures.applications.word_grids import Grid, GridWords, word_grid_chart
from gruviz.tasks import Forecasting, Speech
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart

CELLS = {"RNN": "rnn", "GRU": "gru"}
BASELINE = ApplicationResult("without order", (0.5,), is_baseline=True)
WORDS = ReachWords("log p(“e”)", "characters")
GRID_WORDS = GridWords("Least certain", "probability", "word said", "candidate")


def test_results_show_every_seed_and_a_dashed_line_for_each_rule():
    table = [ApplicationResult("GRU", (0.9, 0.8, 0.7)), ApplicationResult("RNN", (0.6,)), BASELINE]
    chart = check_chart(results_chart(Speech(), table, CELLS))
    assert [list(trace.x) for trace in chart.figure.data] == [[0.9, 0.8, 0.7], [0.6], [0.5]]
    [line] = chart.figure.layout.shapes
    assert (line.x0, line.x1, line.line.dash) == (0.5, 0.5, "dash")
    assert chart.title.startswith("GRU is best: accuracy 80%. The best rule")
    assert "GRU 80% (70% to 90%), RNN 60%, without order 50%; medians of 3 seeds and their range" in chart.summary
    assert list(chart.figure.data[0].text) == ["", "80%", ""], "the median's number stands at the median"
    assert list(chart.figure.data[0].marker.opacity) == [0.4, 1.0, 0.4]
    assert chart.table["accuracy"] == [0.9, 0.8, 0.7, 0.6, 0.5]
    assert chart.table["seed"] == [0, 1, 2, 0, None]
    assert list(chart.figure.layout.xaxis.range) == [-0.04, 1.12]


def test_results_say_so_when_a_rule_wins():
    table = [
        ApplicationResult("RNN", (20.0,)),
        ApplicationResult("GRU", (19.0,)),
        ApplicationResult("ridge", (10.0,), is_baseline=True),
    ]
    chart = check_chart(results_chart(Forecasting(), table, CELLS))
    assert "the rule “ridge” is better than all of them" in chart.title
    assert "one seed, so that small differences mean nothing" in chart.summary


def test_candidates_of_all_models_stand_on_one_scale():
    chances = {"RNN": Chances("rnn", {"a": 0.6, "b": 0.2}), "GRU": Chances("gru", {"b": 0.7, "c": 0.1})}
    chart = check_chart(chances_chart(chances))
    assert chart.table == {"candidate": ["b", "a", "c"], "RNN": [0.2, 0.6, None], "GRU": [0.7, None, 0.1]}
    assert chart.title == "Likeliest next: RNN a (60%), GRU b (70%)"
    agreeing = chances_chart({"RNN": chances["RNN"], "GRU": Chances("gru", {"a": 0.9})})
    assert agreeing.summary.startswith("All models agree")


def test_reach_counts_what_holds_nine_tenths():
    assert span(np.array([0.0, 1.0, 4.0, 5.0])) == 2
    assert span(np.array([5.0, 0.0, 0.0, 5.0])) == 4
    assert span(np.zeros(3)) == 0
    reaches = {"RNN": Reach("rnn", np.array([0.0, 1.0, 9.0])), "GRU": Reach("gru", np.array([2e-20, 5.0, 5.0]))}
    chart = check_chart(reach_chart(reaches, ["a", "<", "c"], WORDS))
    assert chart.title.endswith("RNN 1, GRU 2")
    assert list(chart.figure.layout.yaxis.range) == [-11, 1]
    assert np.isnan(chart.figure.data[0].y[0])
    assert np.isnan(chart.figure.data[1].y[0])
    assert chart.table["GRU"] == [2e-20, 5.0, 5.0]
    assert chart.table["characters"] == ["a", "<", "c"]


def test_reach_of_nothing_is_drawn_as_nothing():
    chart = check_chart(reach_chart({"RNN": Reach("rnn", np.zeros(2))}, ["a", "b"], WORDS))
    assert np.isnan(chart.figure.data[0].y).all()
    assert chart.title.endswith("RNN 0")


def test_word_grids_keep_their_shares_and_names():
    grid = Grid(("un", "."), ("likeliest", "second"), np.array([[0.9, 0.1], [0.6, 0.4]]), [["un", "deux"], [".", "et"]])
    chart = check_chart(word_grid_chart({"RNN": grid}, GRID_WORDS))
    [shaded] = chart.figure.data
    np.testing.assert_array_equal(shaded.z, grid.values)
    assert (shaded.zmin, shaded.zmax) == (0, 1)
    assert chart.title == "Least certain: RNN 60%"
    assert chart.table["probability"] == [0.9, 0.1, 0.6, 0.4]
    assert chart.table["word"] == ["un", "deux", ".", "et"]


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


@pytest.mark.parametrize(
    "draw",
    [
        lambda: figures.application_results(Speech(), [BASELINE], {}),
        lambda: figures.next_chances({}),
        lambda: figures.answer_reach({}, [], WORDS),
        lambda: figures.word_grids({}, GRID_WORDS),
        lambda: figures.forecasts(SeriesWindow([], np.zeros(0), np.zeros(0)), {}),
        lambda: figures.horizon_errors({}),
    ],
)
def test_nothing_is_refused_by_name(draw):
    with pytest.raises(InvalidValue, match="is not possible"):
        draw()
