"""The learning curves, from histories written by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.figures.drawing.palette import CELL_COLORS
from gruviz.figures.training.learning import learning_chart, learning_curves, log_ticks
from gruviz.tasks import TASKS, Balancing, Forecasting
from gruviz.validation import InvalidValue
from tests.figures.checks import axes, curves, numbers
from tests.figures.learners import GONE, LEARNING, SAME_CELL, STUCK, check_training, learner

ADDING = TASKS["adding"]


def chart_of(*histories, task=ADDING, total=20):
    return check_training(learning_chart(list(histories), task, 50, total))


def middles(figure, axis):
    """Median curves of a panel, by learner."""
    return {t.name: t for t in figure.data if t.yaxis == axis and t.legendgroup and t.name}


def test_no_history_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^histories = 'empty' is not possible"):
        learning_curves([], ADDING, 50, 20)


def test_what_is_drawn_is_the_median_between_the_quartiles_of_the_seeds():
    figure = chart_of(LEARNING).figure
    for axis, values in (("y", LEARNING.loss), ("y2", LEARNING.metric)):
        low, high, middle = (trace for trace in figure.data if trace.legendgroup and trace.yaxis == axis)
        for trace, quartile in ((low, 0.25), (middle, 0.5), (high, 0.75)):
            np.testing.assert_allclose(numbers(trace.y), np.quantile(values, quartile, axis=1), rtol=1e-12)
            assert list(trace.x) == [0, 10, 20]
        assert high.fill == "tonexty"


def test_the_axes_say_what_is_measured_and_how():
    figure = chart_of(LEARNING, total=400).figure
    x, y = axes(figure, "x"), axes(figure, "y")
    assert [tuple(axis["range"]) for axis in x.values()] == [(0, 400)] * 2
    assert x["x2"]["title"]["text"] == "updates"
    assert (y["y"]["title"]["text"], y["y2"]["title"]["text"]) == ("loss", "mean squared error")
    assert y["y"]["type"] == y["y2"]["type"] == "log"


def test_an_accuracy_has_an_axis_from_nothing_to_all():
    percent = learner(metric=[0.1, 0.5, 1.0], solved_at=-1)
    y = axes(chart_of(percent, task=TASKS["first_symbol"]).figure, "y")["y2"]
    assert y["title"]["text"] == "accuracy"
    assert y.get("type") != "log"
    assert y["range"][0] == 0 < 1 < y["range"][1]


def test_the_levels_are_those_of_the_task():
    drawn = curves(chart_of(LEARNING).figure)
    assert set(numbers(drawn["without memory"].y)) == {ADDING.without_memory(50)}
    assert set(numbers(drawn["solved"].y)) == {0.02}
    assert drawn["without memory"].line.dash != drawn["solved"].line.dash


def test_an_application_has_a_line_for_each_baseline():
    task = Forecasting()
    chart = check_training(learning_chart([learner(metric=[30, 20, 17], solved_at=-1)], task, 144, 20))
    drawn = curves(chart.figure)
    for name, value in task.baselines(144).items():
        assert set(numbers(drawn[name].y)) == {value}
    dashes = [drawn[name].line.dash for name in (*task.baselines(144), "solved")]
    assert len(set(dashes)) == 4
    assert "mean absolute error ridge 17, last value 22 and value 123 steps before 30" in chart.summary
    assert axes(chart.figure, "y")["y2"]["type"] == "log"


def test_steps_have_an_axis_from_nothing():
    y = axes(chart_of(learner(metric=[20, 300, 500], solved_at=-1), task=Balancing()).figure, "y")["y2"]
    assert y["title"]["text"] == "steps balanced"
    assert y["rangemode"] == "tozero"
    assert y.get("type") != "log"


def test_title_and_summary_say_who_solved_it_first_and_how_many():
    late = learner("LSTM", "lstm", metric=[[0.5] * 3, [0.01, 0.5, 0.5], [0.01, 0.5, 0.5]], loss=[[1] * 3] * 3)
    for order in ([LEARNING, late, STUCK], [STUCK, late, LEARNING]):
        chart = chart_of(*order)
        assert chart.title == "GRU solves it first, after 20 updates", "most of its seeds, that is"
        assert "GRU: 2 of 3 seeds solved" in chart.summary
        assert "mean squared error 0.015, after a median of 15 updates" in chart.summary
        assert "LSTM: 1 of 3 seeds solved" in chart.summary
        assert "RNN: 0 of 3 seeds solved, mean squared error 0.5." in chart.summary
        assert "0.02 counts as solved, from where on a seed stays there." in chart.summary


def test_a_passing_visit_is_not_solved_in_the_title_nor_in_the_words():
    back = learner("GRU", metric=[[0.5], [0.01], [0.4]], loss=[1, 1, 1])
    late = learner("LSTM", "lstm", metric=[[0.5], [0.5], [0.01]], loss=[1, 1, 1])
    chart = chart_of(back, late)
    assert chart.title == "LSTM solves it first, after 20 updates"
    assert "GRU: 0 of 1 seeds solved, mean squared error 0.4." in chart.summary
    assert chart_of(back).title == "After 20 updates nobody has solved it"
    few = learner(metric=[[0.5] * 3, [0.01, 0.5, 0.5], [0.01, 0.5, 0.5]], loss=[[1] * 3] * 3)
    assert chart_of(few).title == "After 20 updates nobody has solved it with half of its seeds"


def test_who_solves_it_at_the_same_time_shares_the_title():
    same = learner("LSTM", "lstm", metric=[[0.5], [0.5], [0.01]], loss=[1, 1, 1])
    assert chart_of(LEARNING, same).title == "GRU and LSTM solve it first, after 20 updates"


@pytest.mark.parametrize(
    ("low", "high"),
    [(1.3e-4, 2e-4), (0.9, 1.7), (1.0001, 1.0002), (0.35, 0.69), (2e-9, 1e-8), (0.02, 1.9), (3, 299), (7.1, 9.9)],
)
def test_a_range_of_less_than_two_powers_of_ten_has_two_labels_and_more(low, high):
    ticks = log_ticks(low, high)
    assert 2 <= len(ticks) <= 9
    assert ticks == sorted(set(ticks))
    assert all(low * (1 - 1e-12) <= tick <= high * (1 + 1e-12) for tick in ticks)


@given(st.floats(1e-12, 1e6), st.floats(1.001, 1e9))
def test_every_range_has_at_least_two_labels(low, ratio):
    high = low * ratio
    ticks = log_ticks(low, high)
    if not ticks:
        tens = [ten for ten in range(-14, 20) if low <= 10.0**ten <= high]
        assert len(tens) >= 2, "powers of ten"
    else:
        assert len({f"{tick:.6g}" for tick in ticks}) >= 2
        assert low * (1 - 1e-9) <= min(ticks) < max(ticks) <= high * (1 + 1e-9)


def test_the_loss_of_a_short_run_has_labels_on_its_axis():
    flat = learner(loss=[0.72, 0.7, 0.69], metric=[0.5, 0.5, 0.5])
    loss, error = axes(chart_of(flat).figure, "y").values()
    assert loss["type"] == "log"
    assert loss["tickvals"] == pytest.approx([0.69, 0.7, 0.71, 0.72])
    assert loss["ticktext"] == ["0.69", "0.7", "0.71", "0.72"]
    assert len(error["tickvals"]) >= 2, "the levels count too"
    assert "tickvals" not in axes(chart_of(learner(loss=[5, 0.1, 0.004])).figure, "y")["y"]


def test_nobody_solved_it():
    assert chart_of(STUCK).title == "After 20 updates nobody has solved it"
    chart = chart_of(GONE, STUCK)
    assert chart.title == "After 20 updates nobody has solved it", "the updates are those of who went on longest"


def test_one_event_and_one_seed():
    chart = chart_of(learner(steps=(0,), loss=[2.0], ratio=[[0.5, 1]]))
    assert chart.table["updates"] == [0]
    assert chart.title == "After 0 updates nobody has solved it"
    assert "0 of 1 seeds solved" in chart.summary


def test_values_that_are_no_numbers_leave_a_gap_and_are_said():
    chart = chart_of(GONE)
    assert "2 stopped when its values became NaN or infinite" in chart.summary
    middle = numbers(middles(chart.figure, "y")["LSTM"].y)
    assert middle[0] == 2.0, "of the seeds whose loss is a number"
    assert np.isnan(middle[1])
    half = chart_of(learner(loss=[[2, 2], [1, np.nan], [0.5, np.inf]], metric=[[0.5, 0.5]] * 3))
    assert numbers(middles(half.figure, "y")["GRU"].y).tolist() == [2, 1, 0.5]
    assert "1 stopped when its values became NaN or infinite" in half.summary


def test_a_loss_of_exactly_zero_has_no_place_on_the_log_axis():
    chart = chart_of(learner(loss=[1.0, 0.5, 0.0], metric=[0.5, 0.1, 0.0]))
    assert numbers(middles(chart.figure, "y")["GRU"].y)[:2].tolist() == [1.0, 0.5]
    assert chart.table["GRU: loss, seed 0"] == [1.0, 0.5, 0.0]


def test_colour_tells_the_cell_and_dashes_the_second_of_the_same():
    figure = chart_of(LEARNING, SAME_CELL, STUCK).figure
    for axis in ("y", "y2"):
        drawn = middles(figure, axis)
        assert [drawn[name].line.dash for name in ("GRU", "GRU (chrono)", "RNN")] == [
            "solid",
            "dash",
            "solid",
        ]
        assert drawn["GRU"].line.color == drawn["GRU (chrono)"].line.color == CELL_COLORS["gru"]
        assert drawn["RNN"].line.color == CELL_COLORS["rnn"]
    assert list(curves(figure)) == ["GRU", "GRU (chrono)", "RNN", "without memory", "solved"]


def test_the_table_puts_every_value_beside_its_update():
    table = chart_of(LEARNING, GONE).table
    assert table["updates"] == [0, 7, 10, 20]
    assert table["GRU: loss, seed 1"] == [3, None, 2, 1]
    assert table["GRU: clipped norm, seed 0"] == [1, None, 1, 1]
    assert table["LSTM: metric, seed 1"][0] == 0.4
    assert table["LSTM: loss, seed 1"] == [np.inf, np.inf, None, None]
    assert np.isnan(table["LSTM: metric, seed 0"][1])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figure_on_its_own_is_valid(theme):
    figure = learning_curves([LEARNING, STUCK, GONE], ADDING, 50, 20, theme=theme)
    assert "solves it first" in figure.layout.title.text
