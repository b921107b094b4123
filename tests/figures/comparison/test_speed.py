"""Measured speed, from times written by hand."""

import pytest

from gruviz.comparison.speed import Round, SpeedConfig, timings
from gruviz.engine.cells import CELLS
from gruviz.figures.comparison.speed import speed_chart, speed_ratios
from gruviz.figures.drawing.palette import CELL_COLORS
from gruviz.validation import InvalidValue
from tests.figures.checks import axes, check_chart, curves, numbers, y_ranges

CONFIG = SpeedConfig(cells=("gru", "lstm"), hidden_sizes=(16, 64), rounds=3)


def rounds(config=CONFIG, *, factor=1.0):
    """nn.GRU takes 2, 4 and 8 ms in the three rounds; the others multiples of it, growing with H."""
    return [
        Round(size, backward, tuple(base * (1.0 if i == 1 else factor * (i + 1) * size / 64) for i in range(count)))
        for base in (0.002, 0.004, 0.008)
        for size in config.hidden_sizes
        for backward in (True, False)
        for count in [len(config.contestants)]
    ]


def chart_of(config=CONFIG, measured=None):
    return check_chart(speed_chart(config, timings(config, rounds(config) if measured is None else measured)))


def panel(figure, axis):
    return {trace.name: trace for trace in figure.data if trace.yaxis == axis}


def test_ratios_are_drawn_over_the_sizes():
    figure = chart_of().figure
    for axis in ("y", "y2"):
        drawn = panel(figure, axis)
        assert list(drawn) == ["nn.RNN", "nn.GRU", "nn.LSTM", "GRUViz GRU", "GRUViz LSTM"]
        assert numbers(drawn["nn.LSTM"].x).tolist() == [16, 64]
        assert numbers(drawn["nn.LSTM"].y) == pytest.approx([0.75, 3])
        assert numbers(drawn["nn.GRU"].y).tolist() == [1, 1]
        assert numbers(drawn["nn.LSTM"].error_y.array) == pytest.approx([0, 0]), "all rounds were slowed alike"
    assert list(curves(figure)) == ["nn.RNN", "nn.GRU", "nn.LSTM", "GRUViz GRU", "GRUViz LSTM"]


def test_colour_tells_the_cell_and_dashes_the_engine():
    drawn = panel(chart_of().figure, "y")
    for label, cell, dash in (("nn.GRU", "gru", "solid"), ("GRUViz GRU", "gru", "dash"), ("nn.LSTM", "lstm", "solid")):
        assert drawn[label].line.color == CELL_COLORS[cell]
        assert drawn[label].line.dash == dash


def test_both_panels_have_one_log_scale_that_holds_everything():
    figure = chart_of().figure
    assert len(set(y_ranges(figure))) == 1
    assert {axis["type"] for axis in axes(figure, "y").values()} == {"log"}
    for factor in (1e-3, 1, 1e3):
        far = speed_chart(CONFIG, timings(CONFIG, rounds(factor=factor))).figure
        low, high = y_ranges(far)[0]
        drawn = [value for trace in far.data for value in numbers(trace.y)]
        assert 10**low < min(drawn) <= max(drawn) < 10**high


def test_words_and_table():
    chart = chart_of()
    assert chart.title == "A training step of nn.LSTM takes 0.75 (H = 16) to 3 (H = 64) times as long as one of nn.GRU"
    assert "At H = 64, forward and backward, times over nn.GRU's: nn.RNN 1.00" in chart.summary
    assert "nn.LSTM 3.00, GRUViz GRU 4.00 and GRUViz LSTM 5.00" in chart.summary
    assert "medians over 3 rounds" in chart.summary
    assert "T = 50 steps, B = 32 sequences" in chart.summary
    rows = list(zip(*chart.table.values(), strict=True))
    assert ("forward", 64, "nn.GRU", pytest.approx(4), 1.0, 1.0, 1.0) in rows
    assert len(rows) == 2 * 2 * 5


def test_the_spread_is_drawn_and_reported():
    noisy = [Round(16, True, (1.0, 1.0, ratio, 1.0, 1.0)) for ratio in (0.5, 1.0, 2.0, 4.0)]
    chart = chart_of(measured=noisy)
    [lstm] = [trace for trace in chart.figure.data if trace.name == "nn.LSTM"]
    assert lstm.y[0] - lstm.error_y.arrayminus[0] == pytest.approx(0.75)
    assert lstm.y[0] + lstm.error_y.array[0] == pytest.approx(3.0)
    assert "at most 150% of the median apart" in chart.summary


@pytest.mark.parametrize("count", range(1, 5))
def test_the_first_rounds_are_drawn_as_far_as_they_go(count):
    chart = chart_of(measured=rounds()[:count])
    assert len(chart.table["H"]) == count * 5
    only_forward = chart_of(measured=[one for one in rounds() if not one.backward][:1])
    assert only_forward.title == "Measuring"


def test_every_cell_can_be_among_them():
    config = SpeedConfig(cells=tuple(CELLS), hidden_sizes=(256, 8), rounds=3)
    figure = chart_of(config).figure
    assert len(curves(figure)) == 3 + len(CELLS)
    assert list(axes(figure, "x")["x"]["tickvals"]) == [8, 256]


def test_nothing_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^timings = 'empty' is not possible"):
        speed_chart(CONFIG, [])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figure_on_its_own(theme):
    assert "nn.LSTM takes" in speed_ratios(CONFIG, timings(CONFIG, rounds()), theme=theme).layout.title.text
