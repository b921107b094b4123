"""What steps make of a circle, from axes written by hand."""

import math

import numpy as np
import pytest

from gruviz import CELLS, record, step_jacobians
from gruviz.figures.gradients.ellipses import SPANS, WIDEST, Ellipses, ellipse_chart, ellipses, step_ellipses
from gruviz.figures.gradients.singular import Spectrum
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart, curves, numbers
from tests.runs import Sizes, random_run, random_weights


def run(*axes, spans=(1, 2, 4), cell="rnn", **more):
    return Ellipses(cell, spans[: len(axes)], np.array(axes, dtype=float), 4, **more)


def spectrum(largest=1.03, growth=0.56, cell="rnn", broken=""):
    one = np.array([largest])
    return Spectrum(cell, one, one, one, one, growth, math.log(growth), 4, largest, True, broken)


RNN = run((1.03, 0.5, 0.1), (0.6, 0.2, 0.01), (0.2, 0.01, 1e-6))


def test_no_run_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^recordings = 'empty' is not possible"):
        step_ellipses({})


def test_each_ellipse_has_the_strongest_and_the_middle_direction_as_axes():
    chart = check_chart(ellipse_chart({"RNN": RNN}, {"RNN": spectrum()}))
    circle, *drawn, average = chart.figure.data
    reach = [(numbers(trace.x).max(), numbers(trace.y).max()) for trace in (circle, *drawn, average)]
    np.testing.assert_allclose(reach, [(1, 1), (1.03, 0.5), (0.6, 0.2), (0.2, 0.01), (0.56, 0.56)], rtol=1e-6)
    assert chart.table["steps"] == [1, 2, 4]
    assert chart.table["RNN: most stretched direction"] == [1.03, 0.6, 0.2]
    assert chart.table["RNN: a middling one"] == [0.5, 0.2, 0.01]
    assert len(curves(chart.figure)) == 3


def test_title_and_summary_say_the_numbers():
    chart = ellipse_chart({"RNN": RNN, "GRU": RNN}, {"RNN": spectrum(), "GRU": spectrum(0.99, 0.98, "gru")})
    assert chart.title == "One step of RNN can stretch a gradient to 103% of its size. On average it leaves 56%."
    assert "RNN: 103% by 50% after 1 step, 20% by 1% after 4 steps." in chart.summary
    assert chart.summary.endswith("Medians over 4 networks with different weights.")
    growing = ellipse_chart({"RNN": RNN}, {"RNN": spectrum(3, 1.5)}).title
    assert growing.endswith("3 times its size. On average it stretches it to 150% of its size.")
    shrinking = ellipse_chart({"RNN": RNN}, {"RNN": spectrum(0.5, 0.5)}).title
    assert shrinking == "One step of RNN can at best keep a gradient at 50% of its size. On average it leaves 50%."


def test_units_are_square_and_no_wild_run_rules_the_scale():
    wild = run((1e30, 1), (np.inf, np.inf))
    chart = check_chart(ellipse_chart({"RNN": RNN, "wild": wild}, {"RNN": spectrum(), "wild": spectrum(1e30, 10)}))
    layout = chart.figure.layout
    assert layout.yaxis2.scaleanchor == "x2"
    assert layout.xaxis.range == layout.yaxis2.range
    assert 1.03 < layout.xaxis.range[1] <= 1.12 * WIDEST
    assert not [trace for trace in chart.figure.data if not np.isfinite(numbers(trace.x)).all()]


@pytest.mark.parametrize("axes", [(0, 0), (np.nan, np.nan), (0.3,)])
def test_nothing_left_no_numbers_and_a_single_unit(axes):
    check_chart(ellipse_chart({"X": run(axes)}, {"X": spectrum()}))


def test_numbers_at_ellipses_do_not_lie_on_each_other():
    close = run(*[(1 - 0.01 * k, 0.5) for k in range(3)])
    layout = ellipse_chart({"X": close}, {"X": spectrum()}).figure.layout
    assert [note.text for note in layout.annotations] == ["<b>X</b>", "1"]
    assert [note["text"] for note in layout.meta["narrow"]["layout"]["annotations"]] == ["<b>X</b>", "1"]


@pytest.mark.parametrize("cell", ["rnn", "lstm"])
def test_the_axes_are_singular_values_of_products(cell):
    recording = random_run(cell, Sizes(T=5, E=3, B=1, H=4))
    found = ellipses({cell: recording})[cell]
    assert found.spans == (1, 2, 4, 5)
    assert found.singular.shape == (4, CELLS[cell].state_size(4))
    matrices = step_jacobians(recording).matrices
    values = np.linalg.svd(matrices[-1] @ matrices[-2], compute_uv=False)
    np.testing.assert_allclose(found.singular[1], np.median(values, 0), rtol=1e-3, atol=1e-12)


def test_a_long_run_is_followed_to_its_first_step():
    size = Sizes(T=70, E=1, B=1, H=3)
    found = ellipses({"x": record("gru", random_weights("gru", size), np.ones((70, 1, 2)))})["x"]
    assert found.spans == (*SPANS, 70)
