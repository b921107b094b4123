"""Axes, squares, marks and lines of maps."""

import math

import numpy as np
import pytest

from gruviz.figures.maps.squares import (
    draw_lines,
    draw_marks,
    draw_squares,
    edges,
    grid_columns,
    is_coarse,
    map_axis,
    map_lines,
    narrow_axis,
    once_in_legend,
    time_constant,
)
from gruviz.maps.axis import Axis
from tests.figures.maps.sweeps import plan_of, sweep_of


def test_squares_of_a_log_axis_are_bounded_by_geometric_means():
    np.testing.assert_allclose(edges(Axis("gain", (0.5, 1.0, 4.0))), [0.5**1.5, 0.5**0.5, 2.0, 8.0])
    np.testing.assert_allclose(edges(Axis("update_bias", (-8.0, -4.0, 2.0))), [-10, -6, -1, 5])


def test_an_axis_holds_all_squares_and_labels_values():
    drawn = map_axis(Axis("gain", (0.5, 1.0, 4.0)), "gru")
    assert drawn["type"] == "log"
    np.testing.assert_allclose(10.0 ** np.array(drawn["range"]), [0.5**1.5, 8.0])
    assert drawn["ticktext"] == ["0.5", "1", "4"]


@pytest.mark.parametrize(("count", "labels"), [(9, 9), (11, 6), (13, 7), (17, 9), (19, 7), (21, 6), (24, 8)])
def test_a_long_axis_labels_some_of_its_values(count, labels):
    shown = map_axis(Axis("update_bias", tuple(range(count))), "gru")["tickvals"]
    assert len(shown) == labels
    assert shown[0] == 0
    assert len(set(np.diff(shown))) == 1


def test_a_gate_bias_has_its_time_constant():
    """1/z of an update gate with z = σ(b), 1/(1 − f) of a forget gate with f = σ(b)."""
    sigma = {bias: 1 / (1 + math.exp(-bias)) for bias in (-8.0, 0.0, 4.0, 6.0)}
    for bias, words in ((-8.0, "3,000"), (0.0, "2")):
        assert time_constant("update_bias", bias) == words
        assert float(words.replace(",", "")) == pytest.approx(1 / sigma[bias], rel=0.02)
    for bias, words in ((0.0, "2"), (4.0, "56"), (6.0, "400")):
        assert time_constant("forget_bias", bias) == words
        assert float(words) == pytest.approx(1 / (1 - sigma[bias]), rel=0.02)
    drawn = map_axis(Axis("update_bias", (-8.0, 0.0)), "gru", upward=True)
    assert drawn["ticktext"] == ["−8 (3,000)", "0 (2)"]
    assert "1/z" in drawn["title"]["text"]
    assert narrow_axis(Axis("update_bias", (-8.0, 0.0)))["ticktext"] == ["−8", "0"]


@pytest.mark.parametrize(("cell", "steps"), [("lstm", True), ("minlstm", False), ("slstm", False)])
def test_a_bias_has_a_time_constant_where_its_gate_alone_decides_what_stays(cell, steps):
    assert ("at rest, in steps" in map_axis(Axis("forget_bias", (-8.0, 0.0)), cell)["title"]["text"]) == steps


def test_a_square_says_where_it_is():
    plan = plan_of()
    drawn = draw_squares(plan, np.zeros((3, 4)), (0, 1), [["a", "b", "c", "d"]] * 3, scale="Viridis")
    assert drawn["text"][0][1] == "gain 1, gate bias −8<br>b"
    assert drawn["text"][2][3] == "gain 4, gate bias 2<br>d"
    assert is_coarse(plan)
    assert not is_coarse(plan_of(x=Axis("gain", tuple(np.geomspace(0.5, 4, 19)))))


def test_marks_stand_on_their_squares():
    where = np.zeros((3, 4), dtype=bool)
    assert draw_marks(plan_of(), where, "lost", {}) == []
    where[2, 1] = True
    [mark] = draw_marks(plan_of(), where, "lost", {})
    assert (mark["x"].tolist(), mark["y"].tolist()) == ([1.0], [2.0])
    assert mark["text"] == ["gain 1, gate bias 2<br>lost"]
    [aside] = draw_marks(plan_of(), where, "lost", {}, aside=1.0)
    np.testing.assert_allclose([*aside["x"], *aside["y"]], [np.sqrt(2.0), 5.0])


def test_a_line_is_straight_on_the_axes_as_they_are_drawn():
    """A field that is linear in log gain and in the bias has a straight line there: exact, in values of the axes."""
    plan = plan_of()
    x, y = np.log(plan.x.values), np.array(plan.y.values)
    sweep = sweep_of(x[None, :] + 0.3 * y[:, None])
    [line] = map_lines(sweep, sweep.typical(), 0.1)
    np.testing.assert_allclose(np.log(line[:, 0]) + 0.3 * line[:, 1], 0.1, atol=1e-12)
    _, drawn = draw_lines([line, line], "twice", {"color": "#000000", "width": 2})
    assert np.isnan(drawn["x"]).sum() == 1
    assert len(drawn["x"]) == 2 * len(line) + 1
    assert draw_lines([], "none", {}) == []


def test_a_name_stands_once_in_the_legend():
    traces = [{"type": "scatter", "name": name} for name in ("a", "b", "a")] + [{"type": "heatmap", "name": "a"}]
    assert [trace.get("showlegend") for trace in once_in_legend(traces)] == [True, True, False, None]


def test_columns_of_a_table_go_row_by_row():
    columns = grid_columns(plan_of())
    assert columns["gain"][:5] == [0.5, 1.0, 2.0, 4.0, 0.5]
    assert columns["update_bias"][:5] == [-8.0] * 4 + [-4.0]
