"""Axes, and which values a log axis has a place for."""

import numpy as np
import pytest

from gruviz.figures.drawing.axes import FLOORS, drawable, floor_below, log_axis, rows_axis


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("GRU without update", "GRU without update"),
        ("Penn Treebank, words", "Penn Treebank,<br>words"),
        ("Own cell before/independent/tanh/bias", "Own cell before/<br>independent/tanh/bias"),
        ("Own cell none/none/relu", "Own cell none/<br>none/relu"),
        ("steps/second", "steps/second"),
        ("/", "/"),
    ],
)
def test_a_label_too_wide_for_a_phone_takes_two_lines(label, text):
    axis = rows_axis([label], "row")
    assert (axis["tickvals"], axis["ticktext"]) == ([label], [text])


def test_a_log_axis_runs_between_its_powers_of_ten():
    assert log_axis("norm", -16, 2) == {
        "title": {"text": "norm"},
        "type": "log",
        "range": [-16, 2],
        "dtick": 4,
        "exponentformat": "power",
    }
    assert "range" not in log_axis("loss", apart=1)


def test_a_log_axis_can_label_plain_numbers():
    axis = log_axis("H", 0, 2, ticks=[1, 10, 100])
    assert axis["tickvals"] == [1, 10, 100]
    assert not {"dtick", "exponentformat"} & axis.keys()


def test_only_finite_numbers_above_zero_can_be_drawn_on_a_log_axis():
    values = np.array([1e-300, 0.0, -1.0, np.nan, np.inf, 2.0])
    np.testing.assert_array_equal(drawable(values), [1e-300, np.nan, np.nan, np.nan, np.nan, 2.0])


@pytest.mark.parametrize(
    ("lowest", "floor"),
    [(1.0, -2), (9e-3, -4), (1e-5, -8), (1e-16, -16), (9e-17, -24), (1e-30, -32), (1e-48, -48), (1e-300, -48)],
)
def test_the_floor_is_one_of_a_few_below_every_value(lowest, floor):
    assert floor_below(np.array([5.0, lowest, 0.0, np.nan])) == floor


def test_without_a_value_the_floor_is_the_highest():
    assert floor_below(np.array([0.0, np.nan])) == FLOORS[0]
