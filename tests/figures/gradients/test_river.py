"""The gradient as a stream, from streams written by hand."""

import numpy as np
import pytest

from gruviz.figures.drawing.palette import PATH_COLORS
from gruviz.figures.gradients.river import DRY, FLOOD, Scale, path_shares, river_chart
from gruviz.figures.gradients.streams import Stream
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart, curves, numbers, y_ranges

LEFT = (1e-8, 0.1, 1.0)
SHARES = {"leak": (0.5, 0.7), "candidate": (0.6, 0.2), "update": (-0.1, 0.1), "reset": (0.0, 0.0)}


def gru(left=LEFT, **shares):
    return Stream(np.array(left), {name: np.array(values, float) for name, values in (SHARES | shares).items()})


RNN = Stream(np.array(LEFT), {"recurrent": np.ones(2)})


def bands(chart, panel=""):
    """Width of every band at each step before the loss, by name; a band without any is left out."""
    widths = {}
    for trace in chart.figure.data:
        if trace.fill and len(trace.y) and trace.yaxis == f"y{panel}":
            upper, lower = np.split(numbers(trace.y), 2)
            widths[trace.name] = upper - lower[::-1]
    return widths


def test_no_flow_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^flows = 'empty' is not possible"):
        path_shares({})


def test_the_width_counts_powers_of_ten_and_the_colours_split_it():
    chart = check_chart(river_chart({"GRU": gru(), "RNN": RNN}))
    np.testing.assert_allclose(bands(chart, 2)["recurrent"], [16, 15, 8], rtol=1e-6)
    drawn = bands(chart)
    np.testing.assert_allclose(sum(drawn.values()), [16, 15, 8], rtol=1e-6)
    np.testing.assert_allclose(drawn["candidate"], [16 * 0.2, 15 * 0.2, 8 * 0.6 / 1.2], rtol=1e-6)
    np.testing.assert_allclose(drawn["update"], [1.6, 1.5, 0], atol=1e-6)
    np.testing.assert_allclose(drawn["update, against the others"], [0, 0, 8 * 0.1 / 1.2], atol=1e-6)
    assert "reset" not in drawn


def test_on_a_linear_scale_the_width_is_what_is_left():
    chart = check_chart(river_chart({"GRU": gru((0.25, 0.5, 1))}, scale="linear"))
    np.testing.assert_allclose(sum(bands(chart).values()), [1, 0.5, 0.25], rtol=1e-6)
    assert chart.figure.layout.yaxis.ticktext == ("100%", "0", "100%")
    assert "The width of a stream is the gradient that is left" in chart.summary


def test_both_banks_carry_the_scale_and_all_panels_have_the_same():
    figure = check_chart(river_chart({"GRU": gru(), "RNN": RNN})).figure
    assert figure.layout.yaxis.ticktext == (
        "100%",
        "10⁻⁸",
        "10⁻¹⁶",
        "10⁻⁸",
        "100%",
    )
    assert figure.layout.yaxis.tickvals == (-8, -4, 0, 4, 8)
    assert len(set(y_ranges(figure))) == 1


def test_a_path_that_works_against_the_others_is_hatched():
    chart = river_chart({"GRU": gru(candidate=(-0.6, -0.2), leak=(1.6, 1.2))})
    hatched = [trace for trace in chart.figure.data if trace.fillpattern.shape and len(trace.y)]
    assert {trace.name for trace in hatched} == {"candidate, against the others", "update, against the others"}
    assert all(trace.fillcolor == PATH_COLORS[trace.name.split(",")[0]] for trace in hatched)
    assert "Hatched is a path that works against the others." in chart.summary
    assert "candidate, against the others" in curves(chart.figure)
    assert "Hatched" not in river_chart({"RNN": RNN}).summary


def test_names_stand_in_the_stream_or_in_the_key():
    chart = river_chart({"GRU": gru(), "RNN": RNN})
    in_stream = {note.text for note in chart.figure.layout.annotations}
    assert {"leak", "candidate", "recurrent"} <= in_stream
    assert not {"leak", "candidate", "recurrent"} & set(curves(chart.figure))
    many = river_chart({str(i): gru() for i in range(24)})
    assert {note.text for note in many.figure.layout.annotations} | set(curves(many.figure)) >= {"leak", "candidate"}


def test_the_same_traces_are_there_for_all_numbers():
    known = [trace.uid for trace in river_chart({"GRU": gru(), "RNN": RNN}).figure.data]
    other = river_chart({"GRU": gru(update=(0, 0), reset=(-3, 1)), "RNN": RNN._replace(left=np.zeros(3))})
    assert [trace.uid for trace in other.figure.data] == known


@pytest.mark.parametrize("scale", ["log", "linear"])
@pytest.mark.parametrize(
    "left", [(0, 0, 1), (np.inf, 1e300, 1), (1e-300, 1e-100, 1), (np.nan, np.nan, np.nan), (0, 0, 0), (5.0, 2, 1)]
)
def test_extremes_stay_within_the_banks(left, scale):
    chart = check_chart(river_chart({"GRU": gru(left), "RNN": RNN}, scale=scale))
    for trace in chart.figure.data:
        y = numbers(trace.y)
        assert np.isfinite(y).all()
        assert (np.abs(y) <= chart.figure.layout.yaxis.range[1]).all()
    np.testing.assert_array_equal(chart.table["GRU: gradient left"], left)


@pytest.mark.parametrize("share", [1e30, -1e30, np.nan, 0.0])
def test_huge_shares_and_none_leave_the_width_as_it_is(share):
    drawn = bands(check_chart(river_chart({"GRU": gru(leak=(share, 0.5), candidate=(-share, 0.5), update=(0, 0))})))
    whole = sum(drawn.values())
    np.testing.assert_allclose(whole[:2], [16, 15], rtol=1e-6)
    np.testing.assert_allclose(whole[2], 8 if np.isfinite(share) and share else 0, rtol=1e-6)


def test_the_scale_reaches_as_far_as_the_gradient_grows_but_not_for_ever():
    def most(highest, scale="log"):
        return Scale.of({"x": gru((highest, 1, 1))}, scale).most

    assert most(0.1) == most(1.0) == -DRY
    assert most(1e3) == 4 - DRY
    assert most(1e200) == most(np.inf) + FLOOD == FLOOD - DRY
    assert (most(0.1, "linear"), most(1.7, "linear"), most(1e9, "linear")) == (1, 2, 3)


def test_one_step_and_runs_of_different_length():
    short = Stream(np.array([0.5, 1]), {"recurrent": np.ones(1)})
    check_chart(river_chart({"RNN": short}))
    chart = check_chart(river_chart({"RNN": short, "GRU": gru()}))
    assert chart.table["steps before the loss"] == [2, 1, 0]
    assert chart.table["RNN: gradient left"] == [None, 0.5, 1]
    assert chart.table["RNN: recurrent"] == [None, 1.0, None]
    assert chart.table["GRU: leak"] == [0.5, 0.7, None]
