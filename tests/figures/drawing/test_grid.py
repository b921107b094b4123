"""Where panels side by side lie."""

import pytest

from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.grid import FOOT, grid, grid_axes, marked_up, narrow, squares, titled


@pytest.mark.parametrize("count", [1, 2, 3, 5, 12, 24])
@pytest.mark.parametrize("columns", [1, 3])
def test_panels_do_not_overlap_and_stay_inside(count, columns):
    places = grid([str(i) for i in range(count)], columns=columns, pixels=100)
    boxes = list(zip(places.across, places.up, strict=True))
    assert len(boxes) == count
    for i, ((left, right), (low, high)) in enumerate(boxes):
        assert 0 <= left < right <= 1
        assert 0 <= low < high < 1
        for (other_left, other_right), (other_low, other_high) in boxes[:i]:
            assert right <= other_left or other_right <= left or high <= other_low or other_high <= low
    heights = {round(high - low, 9) for low, high in places.up}
    assert len(heights) == 1
    assert (places.height - FOOT) * heights.pop() == pytest.approx(100)


def test_titles_of_axes_stand_at_the_edge_and_units_may_be_square():
    places = grid(["a", "b", "c"], columns=2, pixels=100)
    layout = grid_axes(places, axis("step"), axis("loss"), square=True)
    assert [layout[f"xaxis{n}"]["title"]["text"] for n in ("", 2, 3)] == ["", "step", "step"]
    assert [layout[f"yaxis{n}"]["title"]["text"].strip() for n in ("", 2, 3)] == ["loss", "", "loss"]
    assert [layout[f"yaxis{n}"]["scaleanchor"] for n in ("", 2, 3)] == ["x", "x2", "x3"]
    assert "scaleanchor" not in grid_axes(places, axis("step"), axis("loss"))["yaxis"]


def test_a_narrow_chart_has_one_column():
    changes = narrow(["a", "b", "c"], 200)
    axes = changes["layout"]
    assert {tuple(axes[name]["domain"]) for name in ("xaxis", "xaxis2", "xaxis3")} == {(0, 1)}
    assert axes["yaxis"]["domain"][0] > axes["yaxis2"]["domain"][1] > axes["yaxis3"]["domain"][1]
    assert changes["height"] == grid(["a", "b", "c"], columns=1, pixels=200).height
    assert len(axes["annotations"]) == 3


def test_labels_get_true_subscripts():
    assert marked_up("GRU (b_z = −4)") == "GRU (b<sub>z</sub> = −4)"
    assert marked_up("a < b & c") == "a &lt; b &amp; c"


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (3, 3), (4, 2), (5, 3), (24, 3)])
def test_squares_stand_at_most_three_in_a_row(count, columns):
    assert squares(count)[0] == columns


def test_headings_are_short_and_what_is_said_of_a_run_has_a_row_of_its_own():
    titles = titled({"RNN": "6 steps", "GRU set to hold (gate bias −4)": "at least 37 steps"})
    assert titles == ["<b>RNN</b><br>6 steps", "<b>GRU set to hold</b><br>at least 37 steps"]
    assert titled({"GRU": ""}) == ["<b>GRU</b>"]
    assert grid(titles, columns=2, pixels=230).height > grid(["<b>RNN</b>"] * 2, columns=2, pixels=230).height
