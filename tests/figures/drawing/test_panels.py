"""Panels that do not overlap, and their axes."""

import pytest

from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.panels import first_panels, on_panel, panels, stacked_axes, upright_line


@pytest.mark.parametrize("count", [1, 2, 5, 9])
def test_panels_do_not_overlap_and_leave_room_for_headings(count):
    stack = panels([str(i) for i in range(count)], pixels=100)
    for (low, high), heading in zip(stack.extents, stack.headings, strict=True):
        assert 0 <= low < high < 1
        assert heading["y"] == high
    for (low, _), (_, high) in zip(stack.extents, stack.extents[1:], strict=False):
        assert high < low
    sizes = [high - low for low, high in stack.extents]
    assert max(sizes) == pytest.approx(min(sizes))
    assert stack.height >= 100 * count


def test_axes_are_named_as_plotly_names_them():
    assert on_panel(0) == {"xaxis": "x", "yaxis": "y"}
    assert on_panel(9) == {"xaxis": "x10", "yaxis": "y10"}
    assert list(stacked_axes(panels(["a", "b"], pixels=100), axis("t"), axis("y"))) == [
        "annotations",
        "xaxis",
        "yaxis",
        "xaxis2",
        "yaxis2",
    ]


def test_every_panel_has_its_axes_and_the_lowest_the_title():
    stack = panels(["a", "b"], pixels=100)
    layout = stacked_axes(stack, axis("step t", range=[0, 5]), [axis("norm"), axis("share", range=[0, 1])])
    assert [layout[key]["title"]["text"] for key in ("xaxis", "xaxis2")] == ["", "step t"]
    assert [layout[key]["range"] for key in ("xaxis", "xaxis2")] == [[0, 5], [0, 5]]
    assert [layout[key]["title"]["text"] for key in ("yaxis", "yaxis2")] == ["norm", "share"]
    assert [layout[key]["domain"] for key in ("yaxis", "yaxis2")] == stack.extents
    assert [layout[key]["anchor"] for key in ("xaxis", "yaxis", "xaxis2", "yaxis2")] == ["y", "x", "y2", "x2"]
    assert layout["annotations"] == stack.headings


def test_there_is_an_axis_for_every_panel():
    with pytest.raises(ValueError, match="longer|shorter"):
        stacked_axes(panels(["a", "b"], pixels=100), [axis("t")], axis("y"))


def test_a_name_stands_in_the_legend_where_it_is_first_drawn():
    assert first_panels([["r", "z"], ["z", "f"], ["r"]]) == {"r": 0, "z": 0, "f": 1}


def test_an_upright_line_spans_its_panel():
    line = upright_line(3, 1)
    assert (line["x0"], line["x1"], line["xref"]) == (3, 3, "x2")
    assert (line["y0"], line["y1"], line["yref"]) == (0, 1, "y2 domain")
