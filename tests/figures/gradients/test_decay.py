"""The first chart, from curves written by hand."""

import numpy as np
import pytest

from gruviz import CELLS, Weights, gradient_flow, record
from gruviz.engine.cells import OWN
from gruviz.engine.decay import OVERFLOWED, UNDERFLOWED, ZERO
from gruviz.figures.drawing.palette import CELL_COLORS
from gruviz.figures.gradients.decay import decay_chart, decay_line, gradient_decay
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart, crosses, curves, numbers, y_ranges
from tests.figures.curves import falling, line


def test_no_flow_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^flows = 'empty' is not possible"):
        gradient_decay({})
    with pytest.raises(InvalidValue, match="^lines = 'empty' is not possible"):
        decay_chart([])


def test_what_is_drawn_is_the_median_between_its_quartiles():
    one = falling(0.5, 6)
    chart = check_chart(decay_chart([one]))
    lower, upper, median = chart.figure.data[:3]
    np.testing.assert_array_equal(numbers(median.y), one.band.median)
    np.testing.assert_array_equal(numbers(lower.y), one.band.lower)
    np.testing.assert_array_equal(numbers(upper.y), one.band.upper)
    assert upper.fill == "tonexty"
    for trace in (lower, upper, median):
        assert numbers(trace.x).tolist() == [6, 5, 4, 3, 2, 1, 0]
    assert list(curves(chart.figure)) == ["RNN"]
    assert not list(crosses(chart.figure))


def test_time_runs_to_the_loss_at_the_right_and_the_axes_say_so():
    layout = decay_chart([falling(0.5, 6)]).figure.layout
    left, right = layout.xaxis.range
    assert left > 6 > 0 > right
    assert layout.xaxis.title.text == "← back in time (steps before the loss)"
    assert layout.yaxis.title.text == "gradient that is left"
    assert (layout.yaxis.type, layout.yaxis.side) == ("log", "right"), "beside the loss, where the lines start"


def test_a_reference_is_dashed_and_has_no_band():
    run, reference = (
        falling(0.9, 5, label="GRU set to hold (gate bias −4)", cell="gru"),
        falling(0.5, 5, label="GRU", reference=True),
    )
    figure = check_chart(decay_chart([run, reference])).figure
    drawn = curves(figure)
    assert drawn["GRU set to hold (gate bias −4)"].line.dash == "solid"
    assert drawn["GRU"].line.dash == "dash"
    assert drawn["GRU"].marker.symbol.endswith("-open")
    assert {trace.legendgroup for trace in figure.data if trace.fill} == {"GRU set to hold (gate bias −4)"}


def test_each_cell_keeps_its_colour():
    lines = [falling(0.9, 5, label=cell, cell=cell) for cell in CELL_COLORS if cell != OWN]
    drawn = curves(check_chart(decay_chart(lines)).figure)
    assert {name: trace.line.color for name, trace in drawn.items()} == {cell: CELL_COLORS[cell] for cell in CELLS}


@pytest.mark.parametrize(
    ("back", "dtype", "status", "lag"),
    [
        ([1, 1e-10, 1e-40, 0, 0], np.float32, UNDERFLOWED, 3),
        ([1, 0.5, 0, 0], np.float64, ZERO, 2),
        ([1, 0, 0], np.float64, ZERO, 1),
        ([1, 1e30, 1e200, np.inf, np.inf], np.float64, OVERFLOWED, 3),
        ([1, 1e30, np.nan, np.nan], np.float64, OVERFLOWED, 2),
    ],
)
def test_a_cross_marks_where_the_curve_stops_being_a_number(back, dtype, status, lag):
    one = line(*back, dtype=dtype)
    chart = check_chart(decay_chart([one]))
    [cross] = crosses(chart.figure)
    assert list(cross.x) == [lag]
    assert status in cross.name
    floor, ceiling = y_ranges(chart.figure)[0]
    assert numbers(cross.y)[0] == 10.0 ** (ceiling if status == OVERFLOWED else floor)
    y = numbers(chart.figure.data[2].y)
    assert np.isnan(y[: len(back) - lag]).all()
    np.testing.assert_array_equal(y[len(back) - lag :], one.band.median[len(back) - lag :])
    assert chart.table["RNN: status"][: len(back) - lag] == [status] * (len(back) - lag)


def test_a_state_that_the_loss_does_not_read_is_not_marked_at_the_loss():
    """An LSTM's c alone: its first gradient appears one step before the loss."""
    chart = check_chart(decay_chart([line(0, 1, 0.5, 0.25, label="LSTM, c alone", cell="lstm")]))
    assert not list(crosses(chart.figure))
    underflowed = line(0, 1, 1e-10, 1e-40, 0, 0, label="LSTM, c alone", cell="lstm", dtype=np.float32)
    [cross] = crosses(check_chart(decay_chart([underflowed])).figure)
    assert list(cross.x) == [4]


def test_layers_of_one_cell_may_borrow_colours_and_marks():
    lines = [falling(0.9, 5, label="layer 1"), falling(0.8, 5, label="layer 2")._replace(ink="gru")]
    drawn = curves(check_chart(decay_chart(lines)).figure)
    assert [curve.line.color for curve in drawn.values()] == [CELL_COLORS["rnn"], CELL_COLORS["gru"]]
    assert drawn["layer 2"].marker.symbol == "square"


def test_all_dead_from_the_first_step_back():
    chart = check_chart(decay_chart([line(1, 0, 0, 0), line(1, 0, 0, 0, label="GRU", cell="gru")]))
    assert len(list(crosses(chart.figure))) == 2
    assert chart.title == "3 steps back, the RNN and the GRU have exactly nothing left"
    assert chart.summary.count("exactly zero from 1 step before the loss") == 2


def test_one_step():
    chart = check_chart(decay_chart([line(1, 0.5)]))
    assert chart.table["steps before the loss"] == [1, 0]
    assert chart.title == "RNN fades to 50% at 1 step before the loss, halving every 1 step"


def labels(chart):
    """What stands at the ends of the lines."""
    return [label.text for label in chart.figure.layout.annotations]


def test_every_line_is_named_at_its_first_step_with_what_is_left_there():
    chart = check_chart(decay_chart([falling(0.5, 40), falling(0.99, 40, label="GRU, held", cell="gru")]))
    assert labels(chart) == ["RNN<br><b>1 in 1.1 trillion</b>", "GRU, held<br><b>67%</b>"]
    assert chart.figure.layout.showlegend is False
    for label, kept in zip(chart.figure.layout.annotations, (0.5**40, 0.99**40), strict=True):
        assert (label.x, label.y) == (40, pytest.approx(np.log10(kept)))


@pytest.mark.parametrize(
    ("back", "dtype", "words"),
    [
        ([1, 1e-10, 1e-40, 0, 0], np.float32, "underflowed"),
        ([1, 0.5, 0], np.float64, "exactly zero"),
        ([1, 1e200, np.inf], np.float64, "overflowed"),
        ([1, 1e-100], np.float64, "1 in 10¹⁰⁰"),
    ],
)
def test_a_line_that_has_left_the_chart_is_named_at_its_edge(back, dtype, words):
    chart = decay_chart([line(*back, dtype=dtype)])
    assert labels(chart) == [f"RNN<br><b>{words}</b>"]
    floor, ceiling = y_ranges(chart.figure)[0]
    edge = ceiling if words == "overflowed" else floor
    assert chart.figure.layout.annotations[0].y == pytest.approx(edge, abs=0.002 * (ceiling - floor))


def test_the_pointer_is_answered_in_words():
    chart = decay_chart([falling(0.1, 9)])
    [drawn] = curves(chart.figure).values()
    assert list(drawn.customdata[-4:]) == ["0.1%", "1%", "10%", "100%"]
    assert drawn.customdata[0] == "1 in 1 billion"
    assert chart.figure.layout.xaxis.unifiedhovertitle.text == "%{x} steps back"


def test_on_a_linear_scale_what_has_vanished_lies_on_zero():
    dead = line(1, 1e-10, 1e-40, 0, 0, dtype=np.float32)
    figure = check_chart(decay_chart([dead, falling(0.9, 4, label="GRU", cell="gru")], scale="linear")).figure
    assert figure.layout.yaxis.type == "linear"
    assert list(figure.layout.yaxis.ticktext) == ["0%", "25%", "50%", "75%", "100%"]
    np.testing.assert_array_equal(numbers(curves(figure)["RNN"].y), dead.band.median)
    assert labels(decay_chart([dead], scale="linear")) == labels(decay_chart([dead]))
    with pytest.raises(InvalidValue, match="scale = 'cubic'"):
        decay_chart([dead], scale="cubic")


@pytest.mark.parametrize(("factor", "lag"), [(0.1, 49), (10.0, 33)])
def test_a_line_that_leaves_the_chart_ends_with_a_mark(factor, lag):
    chart = check_chart(decay_chart([falling(factor, 60)]))
    [mark] = [trace for trace in chart.figure.data if "leaves the chart" in (trace.name or "")]
    floor, ceiling = y_ranges(chart.figure)[0]
    assert list(mark.x) == [lag]
    assert np.log10(numbers(mark.y)[0]) == pytest.approx(ceiling if factor > 1 else floor)
    assert not [trace for trace in decay_chart([falling(0.5, 20)]).figure.data if "leaves" in (trace.name or "")]


def test_a_run_that_breaks_says_so_at_its_cross():
    weights = Weights("irnn", ("h",), np.ones((1, 1, 1)), 4 * np.ones((1, 1, 1)), np.zeros((1, 1))).astype("float32")
    one = decay_line("IRNN", gradient_flow(record("irnn", weights, np.ones((80, 1, 1)))))
    chart = check_chart(decay_chart([one]))
    assert len(list(crosses(chart.figure))) == 1
    assert labels(chart) == ["IRNN<br><b>no number</b>"]
    assert chart.title == "IRNN has no gradient: the state overflows at step 65 (unit 0)"  # (4^t − 1) / 3
    assert "cut" not in chart.title + chart.summary


@pytest.mark.parametrize(
    ("factor", "steps", "floor", "ceiling"),
    [
        (0.5, 5, -2, 0.3),
        (0.5, 50, -16, 0.3),
        (0.5, 60, -24, 0.3),
        (0.1, 300, -48, 0.3),
        (2, 10, -2, 4),
        (1e3, 10, -2, 32),
    ],
)
def test_the_range_snaps_so_that_it_seldom_moves(factor, steps, floor, ceiling):
    assert y_ranges(decay_chart([falling(factor, steps)]).figure) == [(floor, ceiling)]


def test_a_reference_stretches_the_range_no_further_than_the_run():
    grown, vanished = falling(2, 10), falling(0.1, 60, label="reference", reference=True)
    assert y_ranges(decay_chart([grown, vanished]).figure) == [(-4, 4)]
    assert y_ranges(decay_chart([vanished]).figure) == [(-48, 0.3)]


@pytest.mark.parametrize("bound", [0.0, 1e-3, 0.5, 1.5, 1e3])
@pytest.mark.parametrize("steps", [1, 30, 500])
def test_theory_is_a_power_of_its_factor_and_never_leaves_the_numbers(bound, steps):
    chart = check_chart(decay_chart([falling(0.9, steps, bound=bound, mean_field=bound)]))
    drawn = curves(chart.figure)
    assert drawn["RNN: bound σₘₐₓ(U)ᵏ"].line.dash == "dot"
    assert drawn["RNN: mean square"].line.dash == "dashdot"
    for name in ("bound σₘₐₓ(U)ᵏ", "mean square"):
        y = numbers(drawn[f"RNN: {name}"].y)
        assert y[-1] == 1
        with np.errstate(over="ignore"):
            true = np.power(bound, np.arange(steps, -1.0, -1))
        finite = np.isfinite(y)
        np.testing.assert_allclose(y[finite], true[finite], rtol=1e-12)
        assert finite[(true > 1e-300) & (true < 1e300)].all()


def test_curves_of_different_length_share_the_axis_and_the_table():
    chart = check_chart(decay_chart([falling(0.5, 3), falling(0.9, 5, label="GRU", cell="gru")]))
    assert chart.table["steps before the loss"] == [5, 4, 3, 2, 1, 0]
    assert chart.table["RNN: median"] == [None, None, 0.125, 0.25, 0.5, 1.0]
    assert chart.table["RNN: status"][:2] == [None, None]
    assert numbers(curves(chart.figure)["RNN"].x).tolist() == [3, 2, 1, 0]


def test_the_table_holds_every_digit():
    one = falling(0.3, 9)
    table = decay_chart([one]).table
    assert table["RNN: median"] == one.band.median.tolist()
    assert table["RNN: lower quartile"] == one.band.lower.tolist()
    assert table["RNN: upper quartile"] == one.band.upper.tolist()
