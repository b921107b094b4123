"""Labels at the ends of lines: near to them, and clear of each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.figures.drawing.ends import FRAME, GAP, ROW, STEADY, End, end_labels, spread

AXIS = {"range": [-16, 0]}


def ends(*places, name="RNN"):
    return [End(f"{name} {i}", "39%", 50, place, "#D55E00") for i, place in enumerate(places)]


@given(
    st.lists(st.tuples(st.floats(-50, 450), st.floats(10, 50)), min_size=1, max_size=8),
)
def test_labels_stand_within_their_room_and_clear_of_each_other(labels):
    wanted, heights = zip(*labels, strict=True)
    places = np.array(spread(wanted, heights, 400.0))
    order = np.argsort(wanted, kind="stable")
    tops, bottoms = places - np.array(heights) / 2, places + np.array(heights) / 2
    assert tops.min() >= -1e-6
    assert bottoms.max() <= 400 + 1e-6
    assert (tops[order][1:] - bottoms[order][:-1] >= -1e-6).all(), "in the order of the lines"


def test_labels_with_room_stand_where_they_are_wanted():
    assert spread([300, 20, 100], [36, 36, 36], 400) == pytest.approx([300, 20, 100])
    assert spread([100, 100], [36, 36], 400) == pytest.approx([82, 118]), "as far to the one side as to the other"


def test_a_label_points_at_its_end_and_says_what_is_there():
    layout = end_labels(ends(-8, -16), AXIS)
    assert [label["text"] for label in layout["annotations"]] == ["RNN 0<br><b>39%</b>", "RNN 1<br><b>39%</b>"]
    first, last = layout["annotations"]
    assert (first["x"], first["y"], first["ay"]) == (50, -8, 0)
    assert last["y"] == pytest.approx(-16, abs=0.02)
    assert last["ay"] == pytest.approx(-(2 * ROW + GAP) / 2, abs=1), "above the edge of the plot"
    assert layout["showlegend"] is False
    right = end_labels(ends(-8), AXIS, side="right", panel=1)
    assert "l" not in right["margin"]
    assert right["annotations"][0]["ax"] > 0
    assert right["annotations"][0]["yref"] == "y2"


def test_a_long_name_takes_rows_and_the_margin_stays():
    long = end_labels(ends(-8, name="Custom cell before/independent/tanh, gain 2"), AXIS)
    assert long["annotations"][0]["text"].count("<br>") >= 2
    assert long["margin"]["l"] <= end_labels(ends(-8), AXIS, at_least=STEADY)["margin"]["l"] * 2
    assert end_labels(ends(-8), AXIS)["margin"]["l"] < end_labels(ends(-8), AXIS, at_least=STEADY)["margin"]["l"]


def test_a_number_stays_with_its_word():
    [label] = end_labels([End("LSTM (forget bias 1)", "39%", 0, 0.5, "red")], {"range": [0, 1]})["annotations"]
    assert label["text"] == "LSTM (forget<br>bias 1)<br><b>39%</b>"


def test_where_there_is_no_room_the_names_stand_alone_and_then_in_a_legend():
    room = 440 - FRAME
    assert "39%" in end_labels(ends(*np.zeros(room // (2 * ROW + GAP))), AXIS)["annotations"][0]["text"]
    twelve = end_labels(ends(*np.linspace(-8, 0, 12)), AXIS)["annotations"]
    assert [label["text"] for label in twelve] == [f"RNN {i}" for i in range(12)]
    assert end_labels(ends(*np.zeros(30)), AXIS) == {"showlegend": True}
