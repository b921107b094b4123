"""Every loss against every source, from matrices written by hand."""

import numpy as np
import pytest

from gruviz.figures.gradients.matrix import FLOOR, loss_source_matrix, matrix_chart, reach
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart, numbers


def decaying(factor, size=12):
    lag = np.subtract.outer(np.arange(size), np.arange(size))
    with np.errstate(over="ignore"):
        return np.where(lag >= 0, float(factor) ** np.maximum(lag, 0), np.nan)


def maps(chart):
    return [trace for trace in chart.figure.data if trace.type == "heatmap"]


def test_no_matrix_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^matrices = 'empty' is not possible"):
        loss_source_matrix({})


def test_the_logarithm_is_drawn_and_the_number_kept_for_the_hover():
    matrix = decaying(0.5)
    chart = check_chart(matrix_chart({"RNN": matrix}))
    [panel] = maps(chart)
    np.testing.assert_allclose(numbers(panel.z), np.log10(matrix), rtol=1e-6)
    np.testing.assert_allclose(numbers(panel.customdata), matrix, rtol=1e-6)
    assert numbers(panel.x).tolist() == numbers(panel.y).tolist() == list(range(1, 13))
    assert chart.figure.layout.xaxis.title.text == "state at step"
    assert chart.figure.layout.yaxis.title.text == "loss at step"
    assert "gradient" in panel.colorbar.title.text


def test_all_panels_share_one_colour_scale():
    panels = maps(check_chart(matrix_chart({"RNN": decaying(0.1), "GRU": decaying(0.9), "up": decaying(10)})))
    assert len({(panel.zmin, panel.zmax) for panel in panels}) == 1
    assert (panels[0].zmin, panels[0].zmax) == (FLOOR, 11)
    assert [panel.showscale for panel in panels] == [True, False, False]


@pytest.mark.parametrize(("factor", "expected"), [(0.5, 6), (0.1, 2), (0.01, 1), (1e-9, 0), (1, 8), (10, 8)])
def test_reach_is_how_far_back_one_percent_arrives(factor, expected):
    assert reach(decaying(factor)) == (expected, factor >= 1)


def test_title_and_summary_say_the_reach():
    chart = check_chart(matrix_chart({"RNN": decaying(0.1), "GRU": decaying(0.5)}))
    assert chart.title == "A loss reaches 6 steps back in GRU, 2 in RNN"
    assert "RNN 2 steps, GRU 6 steps" in chart.summary
    assert matrix_chart({"RNN": decaying(0.1)}).title == "A loss reaches 2 steps back in RNN"


@pytest.mark.parametrize(
    ("matrix", "back"),
    [(decaying(0), "0 steps"), (decaying(0) * 0, "0 steps"), (decaying(1e30), "at least 8 steps")],
)
def test_dead_and_overflowed_matrices(matrix, back):
    chart = check_chart(matrix_chart({"RNN": matrix}))
    [panel] = maps(chart)
    z = numbers(panel.z)
    np.testing.assert_array_equal(np.isnan(z), np.isnan(matrix))
    assert not np.isinf(z).any()
    assert (z[~np.isnan(z)] >= panel.zmin).all()
    assert (z[~np.isnan(z)] <= panel.zmax).all()
    assert chart.title == f"A loss reaches {back} back in RNN"


def test_a_loss_of_a_state_that_is_no_number_reaches_nowhere():
    """An infinite gradient is no reach; here all but the first two losses of the later half have one."""
    matrix = decaying(0.5)
    matrix[8:] = np.where(np.isnan(matrix[8:]), np.nan, np.inf)
    assert reach(matrix) == (6, False)
    words = "the state overflows at step 9 (unit 3)"
    chart = check_chart(matrix_chart({"RNN": matrix}, broken={"RNN": words}))
    assert f"RNN: {words}, which leaves the losses there and later without a gradient." in chart.summary
    matrix[6:] = np.where(np.isnan(matrix[6:]), np.nan, np.inf)
    lost = check_chart(matrix_chart({"RNN": matrix}, broken={"RNN": words}))
    assert lost.title == f"No loss has a gradient in RNN: {words}"
    both = check_chart(matrix_chart({"RNN": matrix, "GRU": decaying(0.5)}, broken={"RNN": words}))
    assert both.title == "A loss reaches 6 steps back in GRU"


def test_equal_reaches_are_named_together():
    chart = check_chart(matrix_chart({"A": decaying(0.5), "B": decaying(0.5), "C": decaying(0.1)}))
    assert chart.title == "A loss reaches 6 steps back in A and B, 2 in C"


def test_tiny_and_huge_numbers_survive_in_hover_and_table():
    matrix = np.array([[1, np.nan, np.nan], [1e-200, 1, np.nan], [1e200, 1e-50, 1]])
    chart = check_chart(matrix_chart({"RNN": matrix}))
    np.testing.assert_array_equal(numbers(chart.figure.data[0].customdata), matrix)
    assert chart.table["RNN"] == [1, 1e-200, 1, 1e200, 1e-50, 1]
    assert chart.table["loss step"] == [1, 2, 2, 3, 3, 3]
    assert chart.table["state step"] == [1, 1, 2, 1, 2, 3]


@pytest.mark.parametrize("factor", [0.5, 1e3, 1e25])
def test_the_colour_bar_stays_readable(factor):
    bar = matrix_chart({"RNN": decaying(factor)}).figure.data[0].colorbar
    assert 3 <= len(bar.tickvals) <= 16
    assert len(bar.tickvals) == len(bar.ticktext)
    assert 0 in bar.tickvals


def test_one_step_and_runs_of_different_length():
    assert check_chart(matrix_chart({"RNN": np.ones((1, 1))})).title == "A loss reaches 0 steps back in RNN"
    chart = check_chart(matrix_chart({"short": decaying(0.5, 2), "long": decaying(0.5, 3)}))
    assert chart.table["loss step"] == [1, 2, 2, 3, 3, 3]
    assert chart.table["short"] == [1, 0.5, 1, None, None, None]


def test_the_line_stands_where_one_percent_is_left_and_the_hover_says_it():
    chart = matrix_chart({"RNN": decaying(0.1), "up": decaying(10)})
    panel, _, line, _, _, whole = chart.figure.data
    assert numbers(panel.text)[:, 0].tolist() == [0, 1, *[2] * 10]
    np.testing.assert_allclose(numbers(line.y) - numbers(line.x), [0.5, 1.5, *[2.5] * 10])
    np.testing.assert_allclose(numbers(whole.x), 0.5)
    assert [trace.showlegend for trace in (line, whole)] == [True, False]


def test_squares_are_square_and_one_below_the_other_where_it_is_narrow():
    figure = matrix_chart({str(i): decaying(0.5) for i in range(5)}).figure
    assert figure.layout.yaxis5.scaleanchor == "x5"
    assert figure.layout.meta["narrow"]["layout"]["xaxis5"]["domain"] == (0, 1)


def test_of_a_long_run_every_few_losses_are_drawn_and_the_table_has_all():
    chart = matrix_chart({"RNN": decaying(0.5, 300)})
    [panel] = maps(chart)
    assert numbers(panel.x).tolist() == numbers(panel.y).tolist() == list(range(3, 301, 3))
    np.testing.assert_array_equal(numbers(panel.customdata), decaying(0.5, 300)[2::3, 2::3])
    assert len(chart.table["loss step"]) == 300 * 301 / 2


def test_references_are_not_in_the_title():
    two = {"GRU": decaying(0.5), "GRU (default)": decaying(0.1)}
    chart = matrix_chart(two, references=["GRU (default)"])
    assert chart.title == "A loss reaches 6 steps back in GRU"
    assert "GRU (default) 2 steps" in chart.summary
