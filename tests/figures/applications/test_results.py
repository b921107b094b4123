"""Results of trained models beside the baselines, on numbers written by hand."""

import pytest

from gruviz import figures
from gruviz.applications.results import ApplicationResult
from gruviz.figures.applications.results import results_chart
from gruviz.tasks import METRICS, Forecasting, Language, Speech
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart

CELLS = {"RNN": "rnn", "GRU": "gru"}
BASELINE = ApplicationResult("without order", (0.5,), is_baseline=True)
WORSE = ApplicationResult("guess", (0.2,), is_baseline=True)


def test_results_show_every_seed_and_a_dashed_line_at_the_best_rule():
    table = [ApplicationResult("GRU", (0.9, 0.8, 0.7)), ApplicationResult("RNN", (0.6,)), BASELINE, WORSE]
    chart = check_chart(results_chart(Speech(), table, CELLS))
    assert [list(trace.x) for trace in chart.figure.data] == [[0.9, 0.8, 0.7], [0.6], [0.5], [0.2]]
    [line] = chart.figure.layout.shapes
    assert (line.x0, line.x1, line.line.dash) == (0.5, 0.5, "dash")
    assert chart.title.startswith("GRU is best: accuracy 80%. The best of the rules")
    assert (
        "GRU 80% (70% to 90%), RNN 60%, without order 50%, guess 20%; medians of 3 seeds and their range"
        in chart.summary
    )
    assert list(chart.figure.data[0].text) == ["", "80%", ""], "the median's number stands at the median"
    assert list(chart.figure.data[0].marker.opacity) == [0.4, 1.0, 0.4]
    assert chart.table["accuracy"] == [0.9, 0.8, 0.7, 0.6, 0.5, 0.2]
    assert chart.table["seed"] == [0, 1, 2, 0, None, None]
    assert list(chart.figure.layout.xaxis.range) == [-0.04, 1.12]


def test_results_say_so_when_a_rule_wins():
    table = [
        ApplicationResult("RNN", (20.0,)),
        ApplicationResult("GRU", (19.0,)),
        ApplicationResult("ridge", (10.0,), is_baseline=True),
    ]
    chart = check_chart(results_chart(Forecasting(), table, CELLS))
    assert "The rule “ridge” is better than every network" in chart.title
    assert "one seed, so that small differences mean nothing" in chart.summary


def test_rules_alone_are_refused_by_name():
    with pytest.raises(InvalidValue, match="^table = 'no model' is not possible"):
        figures.application_results(Speech(), [BASELINE], {})


def test_a_floor_that_is_known_is_dotted_and_said():
    table = [ApplicationResult("GRU", (0.7,)), ApplicationResult("5-gram", (1.0,), is_baseline=True)]
    task = Language()
    chart = check_chart(results_chart(task, table, CELLS))
    _, floor = chart.figure.layout.shapes
    assert (floor.x0, floor.x1, floor.line.dash) == (task.floor, task.floor, "dot")
    assert (
        f"Dotted: {METRICS[task.metric].words(task.floor)}, which in the long run no model can better." in chart.summary
    )
    assert len(results_chart(Language(source="python"), table, CELLS).figure.layout.shapes) == 1
