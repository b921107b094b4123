"""Half-lives and horizons, from memories written by hand."""

import pytest

from gruviz.comparison.memory import Memory
from gruviz.comparison.spread import Spread
from gruviz.engine.cells import find_cell
from gruviz.figures.comparison.half_lives import SHORTEST, half_life_chart, half_lives
from gruviz.figures.drawing.palette import CELL_COLORS, CELL_SYMBOLS
from gruviz.validation import InvalidValue
from tests.figures.checks import axes, check_chart, curves, numbers


def memory(cell, start, half_life, horizon, *, is_default=False, is_best=False, spread=1.5):
    spreads = (Spread(value / spread, value, value * spread) for value in (half_life, horizon))
    label = find_cell(cell).title + ("" if is_default else f" ({start})")
    return Memory(cell, label, is_default, is_best, 100, *spreads, Spread(1.0, 1.5, 2.5), 4)


ONE = Spread(1, 1, 1)
MEMORIES = [
    memory("rnn", "default", 1.2, 7, is_default=True),
    memory("rnn", "orthogonal", 4, 25, is_best=True),
    memory("gru", "default", 1.5, 8, is_default=True),
    memory("gru", "gate bias −4", 58, 100),
    memory("gru", "chrono", 48, 100, is_best=True),
]
"""One start of the GRU lasts longer on these networks than the one that was chosen on others."""


def rows(figure, axis):
    """Marks of a panel by cell."""
    return {t.name: t for t in figure.data if t.yaxis == axis and t.name and t.mode.startswith("markers")}


def test_both_starts_of_a_cell_lie_in_its_row():
    chart = check_chart(half_life_chart(MEMORIES))
    for axis, values in (("y", {"RNN": [1.2, 4], "GRU": [1.5, 48]}), ("y2", {"RNN": [7, 25], "GRU": [8, 100]})):
        drawn = rows(chart.figure, axis)
        assert {name: numbers(mark.x).tolist() for name, mark in drawn.items()} == values
        for cell, name in (("rnn", "RNN"), ("gru", "GRU")):
            assert set(drawn[name].y) == {name}
            assert drawn[name].marker.color == CELL_COLORS[cell]
            assert list(drawn[name].marker.symbol) == [f"{CELL_SYMBOLS[cell]}-open", CELL_SYMBOLS[cell]]
            assert list(drawn[name].text) == ["", "orthogonal" if cell == "rnn" else "chrono"]
    assert list(curves(chart.figure)) == ["as PyTorch starts it", "best start of those tried"]


def test_a_custom_cell_has_its_look_and_its_start():
    title, key = "Custom cell none/input/tanh", "own_none_input_tanh"
    starts = [
        Memory(key, f"{title}{start}", not start, bool(start), 100, Spread(1, one, 99), Spread(1, one, 99), ONE, 4)
        for start, one in (("", 2), (" (chrono)", 30))
    ]
    mark = rows(check_chart(half_life_chart(starts)).figure, "y")[title]
    assert mark.marker.color == CELL_COLORS["own"]
    assert list(mark.marker.symbol) == [f"{CELL_SYMBOLS['own']}-open", CELL_SYMBOLS["own"]]
    assert list(mark.text) == ["", "chrono"]


def test_bars_end_at_the_quartiles():
    mark = rows(half_life_chart(MEMORIES).figure, "y")["GRU"]
    assert numbers(mark.x) + numbers(mark.error_x.array) == pytest.approx([1.5 * 1.5, 48 * 1.5])
    assert numbers(mark.x) - numbers(mark.error_x.arrayminus) == pytest.approx([1.5 / 1.5, 48 / 1.5])


def test_both_panels_share_one_scale_and_show_where_measuring_ended():
    figure = half_life_chart(MEMORIES).figure
    assert len({tuple(axis["range"]) for axis in axes(figure, "x").values()}) == 1
    assert {axis["type"] for axis in axes(figure, "x").values()} == {"log"}
    assert [(line.x0, line.x1) for line in figure.layout.shapes] == [(100, 100)] * 2


def test_words():
    chart = half_life_chart(MEMORIES)
    assert chart.title == "Half-life at most 1.5 steps fresh from PyTorch, 48 steps at best (GRU)"
    assert "GRU half-life 1.5 steps → 48 steps, horizon 8 steps → 100 steps or more (chrono)" in chart.summary
    assert "gate bias" not in chart.summary, "every start stands in the table, the best in the words"
    assert chart.table["start"] == [one.label for one in MEMORIES]
    assert chart.table["half-life (steps)"] == [1.2, 4, 1.5, 58, 48]
    assert chart.table["horizon (steps), upper quartile"][1] == 25 * 1.5
    assert chart.table["best"] == ["", "yes", "", "", "yes"]
    assert chart.table["largest growth (times), upper quartile"] == [2.5] * 5


def test_all_that_reach_the_end_are_named_for_the_longest():
    ends = [
        memory("rnn", "gain 1.45", 100, 100, is_best=True),
        memory("rnn", "default", 1, 7, is_default=True),
        memory("gru", "gate bias −6", 100, 100, is_best=True),
        memory("gru", "default", 1.5, 8, is_default=True),
        memory("lstm", "default", 1.1, 8, is_default=True),
        memory("lstm", "chrono", 35, 99, is_best=True),
    ]
    title = check_chart(half_life_chart(ends)).title
    assert title == "Half-life at most 1.5 steps fresh from PyTorch, 100 steps or more at best (RNN and GRU)"


def test_a_cell_best_as_pytorch_starts_it_is_named_once():
    chart = check_chart(half_life_chart([memory("gru", "default", 12, 80, is_default=True, is_best=True)]))
    assert chart.title == "Longest half-life: GRU, 12 steps"
    assert "GRU half-life 12 steps, horizon 80 steps, no start is better" in chart.summary
    assert list(rows(chart.figure, "y")["GRU"].text) == ["", ""]


def test_what_is_shorter_than_a_step_lies_at_the_left_edge():
    dead = memory("rnn", "default", 0.0, 0.0, is_default=True, is_best=True)
    chart = check_chart(half_life_chart([dead]))
    mark = rows(chart.figure, "y2")["RNN"]
    assert numbers(mark.x).tolist() == [SHORTEST, SHORTEST]
    assert min(numbers(mark.error_x.array)) >= 0 <= min(numbers(mark.error_x.arrayminus))
    assert chart.table["horizon (steps)"] == [0]
    assert "horizon 0 steps" in chart.summary


def test_nothing_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^Choose at least one cell"):
        half_life_chart([])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figure_on_its_own(theme):
    assert "fresh from PyTorch" in half_lives(MEMORIES, theme=theme).layout.title.text
