"""The gradient highway, from histories written by hand."""

from dataclasses import replace

import numpy as np
import pytest

from gruviz.figures.drawing.palette import END_COLOR, GRADIENT_SCALE
from gruviz.figures.training.highway import CEILING, FLOOR, gradient_highway, growth, highway_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import axes, numbers
from tests.figures.learners import GONE, LEARNING, STUCK, check_training, learner

RATIO = [[1e-6, 1e-4, 1e-3, 1e-1, 1], [1e-20, 1e-18, 0, 1e-12, 1], [0.5, 5, 1, 0.1, 1]]
GROWN = learner("LSTM", "lstm", ratio=RATIO)


def highway(*histories, total=20):
    return check_training(highway_chart(list(histories), total))


@pytest.mark.parametrize("draw", [highway_chart, gradient_highway])
def test_no_history_is_refused_by_name(draw):
    with pytest.raises(InvalidValue, match="^histories = 'empty' is not possible"):
        draw([], 20)


def test_what_is_drawn_is_the_ratio_as_a_power_of_ten_within_the_scale():
    panel, *_ = highway(GROWN).figure.data
    assert numbers(panel.x).tolist() == [0, 10, 20]
    assert numbers(panel.y).tolist() == [4, 3, 2, 1, 0]
    powers = [[-6, -4, -3, -1, 0], [FLOOR, FLOOR, np.nan, -12, 0], [np.log10(0.5), CEILING, 0, -1, 0]]
    np.testing.assert_allclose(numbers(panel.z), np.transpose(powers), rtol=1e-6, atol=1e-6)
    shown = np.where(np.isnan(numbers(panel.z)), 0, numbers(panel.customdata))  # a zero is hatched by another trace
    np.testing.assert_array_equal(shown, np.transpose(RATIO))


def test_all_learners_share_one_scale_and_its_bar_stands_once():
    chart = highway(GROWN, LEARNING, STUCK, GONE)
    panels = chart.figure.data[:4]
    assert {(panel.zmin, panel.zmax, panel.colorscale) for panel in panels} == {(FLOOR, CEILING, GRADIENT_SCALE)}
    assert [panel.showscale for panel in panels] == [True, False, False, False]
    headings = [heading.text for heading in chart.figure.layout.annotations]
    assert headings == [f"<b>{one.label}</b>" for one in (GROWN, LEARNING, STUCK, GONE)]
    assert {axis["title"]["text"] for axis in axes(chart.figure, "y").values()} == {"steps back"}
    assert "One colour scale for all." in chart.summary


def test_the_axis_ends_at_the_updates_planned():
    figure = highway(GROWN, STUCK, total=400).figure
    assert {tuple(axis["range"]) for axis in axes(figure, "x").values()} == {(-0.5, 400)}


@pytest.mark.parametrize("order", [(GROWN, STUCK, GONE), (GONE, STUCK, GROWN), (STUCK, GROWN, GONE)])
def test_title_and_summary_say_who_keeps_most_and_the_change(order):
    chart = highway(*order)
    assert chart.title == "LSTM now has 50% of its gradient left, 4 steps back"
    assert "LSTM from 1 in 1 million to 50%" in chart.summary
    assert "RNN from nothing to nothing" in chart.summary


def test_a_gradient_that_is_exactly_zero_is_hatched_and_has_a_name():
    tiny = learner("LSTM", "lstm", ratio=[[1e-12, 1e-30, 1e-40, 1e-13, 1]] * 3)
    chart = check_training(highway_chart([STUCK, tiny], 20, truncation=1))
    cut, small, zeros, legend = chart.figure.data
    assert (numbers(small.z)[:-1] == FLOOR).all()
    nothing = numbers(STUCK.ratio.T) == 0
    np.testing.assert_array_equal(np.isnan(numbers(cut.z)), nothing)
    np.testing.assert_array_equal(np.isfinite(numbers(zeros.z)), nothing)
    assert {*numbers(zeros.z)[nothing]} == {0, 1}, "stripes"
    assert (zeros.xaxis, zeros.yaxis) == (cut.xaxis, cut.yaxis) != (small.xaxis, small.yaxis)
    assert zeros.colorscale[1][1] == legend.marker.color == END_COLOR
    assert "exactly 0" in zeros.hovertemplate
    assert legend.name == "exactly zero: cut"
    assert highway_chart([STUCK], 20, truncation=3).title == "No gradient goes back more than 3 steps, where it is cut"
    assert legend.showlegend is not False
    assert highway(STUCK).figure.data[-1].name.startswith("zero: less than float32 can hold")
    assert len(highway(tiny).figure.data) == 1, "no entry for what does not occur"


def test_growth():
    assert np.isnan(growth(STUCK))
    assert growth(learner(ratio=[[0, 1], [0, 1], [0.5, 1]])) == np.inf
    assert growth(GROWN) == pytest.approx(5e5)


def test_what_is_no_number_is_a_gap_and_infinity_the_ceiling():
    chart = highway(GONE)
    z = numbers(chart.figure.data[0].z)
    assert np.isnan(z[0, 1])
    assert z[2, 1] == FLOOR
    assert z[3, 1] == CEILING
    assert "from 0.1% to no number" in chart.summary


def test_before_the_first_update_there_is_no_change():
    chart = highway(learner(steps=(0,), loss=[2.0], ratio=[[0.25, 0.5, 1]]))
    assert "GRU 25%." in chart.summary
    assert " to " not in chart.summary.split(":")[1].split(".")[0]


def test_the_table_puts_every_ratio_beside_its_update():
    short = learner(steps=(0, 7), loss=[1, 1], ratio=[[0.1, 0.2, 0.3, 0.4, 1], [0.5, 0.6, 0.7, 0.8, 1]])
    table = highway(GROWN, short).table
    assert list(table["updates"]) == [0] * 5 + [7] * 5 + [10] * 5 + [20] * 5
    assert list(table["steps back"]) == [4, 3, 2, 1, 0] * 4
    gap = [np.nan] * 5
    np.testing.assert_array_equal(table["LSTM"], [*RATIO[0], *gap, *RATIO[1], *RATIO[2]])
    np.testing.assert_array_equal(table["GRU"], [*short.ratio[0], *short.ratio[1], *gap, *gap])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figure_on_its_own_is_valid(theme):
    assert "now has" in gradient_highway([GROWN, GONE], 20, theme=theme).layout.title.text


@pytest.mark.parametrize(
    ("ratio", "words"),
    [(0.0, "nothing of its gradient left"), (1e-9, "1 part in 1 billion of its"), (11.0, "has 11 times its gradient")],
)
def test_the_title_says_what_is_left(ratio, words):
    history = replace(LEARNING, ratio=np.full((len(LEARNING.steps), 5), ratio))
    assert words in highway_chart([history], 20).title
