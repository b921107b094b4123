"""Curves, bands and marks."""

from gruviz.engine.cells import OWN
from gruviz.figures.drawing.lines import band, cell_line, cell_marker, scatter, whiskers
from gruviz.figures.drawing.palette import CELL_COLORS, CELL_SYMBOLS, cell_color, faded


def test_a_custom_cell_has_one_look_whatever_its_parts():
    one, other = cell_line("own_before_independent_tanh", False), cell_line("own_none_none_relu_bias", False)
    assert one == other
    assert one["line"]["color"] == cell_color("own_none_none_relu") == CELL_COLORS[OWN]
    assert one["marker"]["symbol"] == CELL_SYMBOLS[OWN]


def test_a_reference_is_told_apart_without_colour():
    run, reference = cell_line("gru", False), cell_line("gru", True)
    assert run["line"]["color"] == reference["line"]["color"]
    assert (run["line"]["dash"], reference["line"]["dash"]) == ("solid", "dash")
    assert reference["marker"]["symbol"] == run["marker"]["symbol"] + "-open"


def test_a_band_lies_between_its_ends_and_is_silent():
    lower, upper = band([0, 1], [1, 2], [3, 4], "#D55E00", legendgroup="RNN")
    assert (lower["y"], upper["y"]) == ([1, 2], [3, 4])
    assert (upper["fill"], upper["fillcolor"]) == ("tonexty", faded("#D55E00", 0.16))
    assert "fill" not in lower
    for trace in (lower, upper):
        assert (trace["hoverinfo"], trace["showlegend"], trace["legendgroup"]) == ("skip", False, "RNN")


def test_a_trace_without_a_hover_is_silent():
    assert scatter([0], [1], "one", None)["hoverinfo"] == "skip"
    assert scatter([0], [1], "one")["hovertemplate"] == "%{y:.2e}"


def test_whiskers_reach_the_quartiles_and_never_turn_round():
    bars = whiskers([1.0, 2.0], [2.0, 1.5], [5.0, 1.0], "#D55E00")
    assert bars["array"] == [3.0, 0.0]
    assert bars["arrayminus"] == [1.0, 0.0]


def test_a_mark_alone_is_that_of_the_curve():
    marker = cell_marker("gru", size=12)
    assert marker == {"symbol": CELL_SYMBOLS["gru"], "color": CELL_COLORS["gru"], "size": 12}
    assert cell_line("gru")["marker"].items() >= {"symbol": CELL_SYMBOLS["gru"], "color": CELL_COLORS["gru"]}.items()
