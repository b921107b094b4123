"""Published results: right is better, whatever the metric."""

import pytest

from gruviz.comparison.published import PUBLISHED, PublishedResult
from gruviz.figures.comparison.published import published_chart, published_results
from gruviz.figures.drawing.palette import CELL_COLORS, CELL_SYMBOLS
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart, curves, numbers

ACCURACY = PublishedResult("Digits", "accuracy in %", False, {"lstm": 80.0, "gru": 88.0, "rnn": 20.0}, "Who 2000")
LOSS = PublishedResult("Adding, T = 600", "loss", True, {"lstm": 2.0, "gru": 2.5}, "Who 2000", {"lstm": 0.1})


def test_marks_lie_by_their_lead_over_the_lstm():
    chart = check_chart(published_chart([ACCURACY, LOSS]))
    drawn = curves(chart.figure)
    assert list(drawn) == ["GRU", "RNN"]
    assert dict(zip(drawn["GRU"].y, numbers(drawn["GRU"].x), strict=True)) == pytest.approx(
        {"Digits": 10, "Adding, T = 600": -25}
    )
    assert dict(zip(drawn["RNN"].y, numbers(drawn["RNN"].x), strict=True)) == pytest.approx({"Digits": -75})
    for cell, name in (("gru", "GRU"), ("rnn", "RNN")):
        assert drawn[name].marker.color == CELL_COLORS[cell]
        assert drawn[name].marker.symbol == CELL_SYMBOLS[cell]


def test_the_better_side_is_shaded_and_both_sides_named():
    layout = published_chart(PUBLISHED).figure.layout
    [shade] = [shape for shape in layout.shapes if shape.type == "rect"]
    [lstm] = [shape for shape in layout.shapes if shape.type == "line"]
    assert (shade.x0, shade.x1) == (0, layout.xaxis.range[1])
    assert (lstm.x0, lstm.x1, lstm.line.color) == (0, 0, CELL_COLORS["lstm"])
    assert [note.text for note in layout.annotations] == ["← worse than the LSTM", "better than the LSTM →"]
    leads = [100 * result.lead(cell) for result in PUBLISHED for cell in result.scores]
    assert layout.xaxis.range[0] < min(leads) < max(leads) < layout.xaxis.range[1]


def test_the_gru_stands_in_figures_beside_its_row():
    [column] = [trace for trace in published_chart([ACCURACY, LOSS]).figure.data if trace.mode == "text"]
    assert dict(zip(column.y, column.text, strict=True)) == {"Digits": "+10%", "Adding, T = 600": "−25%"}
    alone = PublishedResult("Digits", "accuracy", False, {"lstm": 80.0, "rnn": 20.0}, "Who 2000")
    assert all(trace.mode == "markers" for trace in check_chart(published_chart([alone])).figure.data)


def test_words_and_table_carry_scores_and_source():
    chart = published_chart([ACCURACY, LOSS])
    assert chart.title == (
        "Against the LSTM: GRU better on 1, within 1% on 0, worse on 1; RNN better on 0, within 1% on 0, worse on 1"
    )
    assert "Digits (accuracy in %) GRU +10% and RNN −75%" in chart.summary
    assert chart.summary.endswith("Published by Who 2000.")
    assert chart.table["better is"] == ["higher", "lower"]
    assert chart.table["GRU"] == [88.0, 2.5]
    assert chart.table["RNN"] == [20.0, None]
    assert chart.table["GRU: difference to the LSTM in %"] == pytest.approx([10, -25])
    assert chart.table["source"] == ["Who 2000"] * 2
    [hover] = [t.customdata for t in chart.figure.data if t.name == "GRU"]
    assert hover[1] == "GRU 2.5, LSTM 2 ± 0.1 (loss)"


def test_every_published_result_is_drawn_with_its_citation():
    chart = check_chart(published_chart())
    assert chart.table["benchmark"] == [result.benchmark for result in PUBLISHED]
    for citation in {result.citation for result in PUBLISHED}:
        assert citation in chart.summary


def test_nothing_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^results = 'empty' is not possible"):
        published_chart([])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figure_on_its_own(theme):
    assert "GRU better on 4" in published_results(theme=theme).layout.title.text.replace("<br>", " ")
