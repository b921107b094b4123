"""How many directions are left, from singular values written by hand."""

import numpy as np
import pytest

from gruviz.figures.gradients.collapse import FLOOR, collapse_chart, directions_left, product_singular_values
from gruviz.figures.gradients.ellipses import Ellipses
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart, numbers, y_ranges


def run(*values, cell="rnn", **more):
    return Ellipses(cell, (1, 2, 4)[: len(values)], np.array(values, dtype=float), 4, **more)


RNN = run((1, 0.9, 0.5, 0.1), (0.9, 0.5, 0.1, 1e-3), (0.1, 1e-2, 1e-6, 1e-20))
GRU = run((1, 0.99, 0.98, 0.97), (0.9, 0.9, 0.8, 0.7), (0.8, 0.7, 0.6, 0.5), cell="gru")


def test_no_run_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^recordings = 'empty' is not possible"):
        product_singular_values({})


@pytest.mark.parametrize(
    ("values", "count"),
    [((1, 0.5, 0.01, 0.009), 3), ((1e-30, 1e-31), 2), ((0, 0), 0), ((np.nan, np.nan), 0), ((1, np.nan), 1)],
)
def test_a_direction_is_left_down_to_a_hundredth_of_the_strongest(values, count):
    assert directions_left(np.array(values, dtype=float)) == count


def test_every_span_is_a_line_and_the_table_has_all_values():
    chart = check_chart(collapse_chart({"RNN": RNN, "GRU": GRU}))
    drawn = [numbers(trace.y) for trace in chart.figure.data]
    np.testing.assert_array_equal(drawn, [*RNN.singular, *GRU.singular])
    assert numbers(chart.figure.data[0].x).tolist() == [1, 2, 3, 4]
    assert chart.table["RNN: after 4 steps"] == RNN.singular[2].tolist()
    assert len(set(y_ranges(chart.figure))) == 1
    assert y_ranges(chart.figure)[0][0] == FLOOR


def test_title_and_summary_say_the_counts():
    chart = collapse_chart({"GRU": GRU, "RNN": RNN})
    assert chart.title == "After 4 steps a gradient keeps 2 of 4 directions in RNN, 4 of 4 in GRU"
    assert "RNN: 4 of 4 directions left after 1 step, 2 after 4 steps." in chart.summary
    dead = collapse_chart({"RNN": run((1, 0.5), (0, 0))})
    assert dead.title == "After 2 steps a gradient keeps none of 2 directions in RNN"
    alone = collapse_chart({"RNN": run((1, 0.001))})
    assert alone.title == "After 1 step a gradient keeps 1 of 2 directions in RNN"


def test_a_run_whose_state_breaks_says_so():
    words = "the state overflows at step 65 (unit 0)"
    broken = run((np.nan, np.nan), broken=words)
    chart = check_chart(collapse_chart({"X": broken}))
    assert chart.title == f"X has no directions to count: {words}"
    assert f"X: {words}." in chart.summary
    assert "in GRU" in collapse_chart({"X": broken, "GRU": GRU}).title


@pytest.mark.parametrize("values", [(0, 0), (1e300, 1e-300), (np.inf, 1), (1,)])
def test_extremes_keep_a_finite_axis(values):
    chart = check_chart(collapse_chart({"X": run(values), "RNN": RNN}))
    assert np.isfinite(y_ranges(chart.figure)).all()
