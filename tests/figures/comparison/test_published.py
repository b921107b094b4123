"""Published results: a table, the best in bold, what nobody learned set back."""

import pytest

from gruviz.comparison.published import PUBLISHED, PublishedResult
from gruviz.figures.comparison.published import published_chart, published_results
from gruviz.figures.drawing.palette import CELL_COLORS, faded
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart

ACCURACY = PublishedResult("Digits", "accuracy in %", False, {"lstm": 80.0, "gru": 88.0, "rnn": 20.0}, "Who 2000")
LOSS = PublishedResult("Adding, T = 600", "loss", True, {"lstm": 2.0, "gru": 2.5}, "Who 2000", {"lstm": 0.1})
FAILED = PublishedResult("Copying", "loss", True, {"lstm": 0.0204, "gru": 0.0197}, "Who 2000", without_memory=0.0204)
HALF = PublishedResult("Sums", "loss", True, {"lstm": 0.164, "gru": 5.3e-5}, "Who 2000", without_memory=1 / 6)


def written(chart):
    """Row → column → text, as it stands in the table."""
    table = {}
    for trace in chart.figure.data:
        assert trace.mode == "text"
        for row, column, text in zip(trace.y, trace.x, trace.text, strict=True):
            table.setdefault(row, {})[column] = text
    return table


def test_every_score_stands_in_its_row_and_column_the_best_bold():
    chart = check_chart(published_chart([ACCURACY, LOSS]))
    assert written(chart) == {
        "Digits": {"RNN": "20", "GRU": "<b>88</b>", "LSTM": "80"},
        "Adding, T = 600": {"GRU": "2.5", "LSTM": "<b>2<br>± 0.1</b>"},
    }
    assert list(chart.figure.layout.xaxis.categoryarray) == ["RNN", "GRU", "LSTM"]
    assert list(chart.figure.layout.yaxis.ticktext) == [
        "Digits<br><span style='font-size:11px'>accuracy in % ↑</span>",
        "Adding, T = 600<br><span style='font-size:11px'>loss ↓</span>",
    ]


def test_the_ground_of_the_best_has_its_cells_colour():
    shapes = published_chart([ACCURACY, LOSS]).figure.layout.shapes
    places = [((shape.x0 + shape.x1) / 2, (shape.y0 + shape.y1) / 2, shape.fillcolor) for shape in shapes]
    assert places == [
        (1, 0, faded(CELL_COLORS["gru"], 0.16)),
        (2, pytest.approx(1), faded(CELL_COLORS["lstm"], 0.16)),
    ]


def test_scores_within_a_hundredth_of_the_best_are_both_best():
    close = PublishedResult("Music", "loss", True, {"lstm": 8.45, "gru": 8.43, "rnn": 8.91}, "Who 2000")
    [row] = written(published_chart([close])).values()
    assert row == {"RNN": "8.91", "GRU": "<b>8.43</b>", "LSTM": "<b>8.45</b>"}


def test_a_score_without_anything_learned_is_set_back_and_wins_nothing():
    chart = check_chart(published_chart([FAILED, HALF]))
    assert written(chart) == {
        "Copying": {"GRU": "<i>0.0197</i>", "LSTM": "<i>0.0204</i>"},
        "Sums": {"GRU": "<b>5.3 × 10⁻⁵</b>", "LSTM": "<i>0.164</i>"},
    }
    assert len(chart.figure.layout.shapes) == 1
    for trace in chart.figure.data:
        assert all(text.startswith("<i>") == (trace.opacity < 1) for text in trace.text)
    assert (
        chart.figure.layout.yaxis.ticktext[0] == "Copying<br><span style='font-size:11px'>loss ↓, guess 0.0204</span>"
    )
    assert chart.title == "Against the LSTM: GRU better on 1, within 1% on 0, worse on 0"
    failed = "On Copying no cell did clearly better than a guess without memory (0.0204), so that it counts for nobody."
    assert failed in chart.summary
    assert "On Sums LSTM did hardly better than a guess without memory (0.167)." in chart.summary


def test_words_and_table_carry_scores_and_source():
    chart = published_chart([ACCURACY, LOSS])
    assert chart.title == ("Against the LSTM: GRU better on 1, within 1% on 0, worse on 1")
    assert chart.summary.startswith("Of 2 benchmarks, best or within 1% of the best: RNN on 0, GRU on 1 and LSTM on 1.")
    assert chart.summary.endswith("Published by Who 2000.")
    assert chart.table["better is"] == ["higher", "lower"]
    assert chart.table["GRU"] == [88.0, 2.5]
    assert chart.table["RNN"] == [20.0, None]
    assert chart.table["guess without memory"] == [None, None]
    assert chart.table["source"] == ["Who 2000"] * 2


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
    assert "GRU better on 3" in published_results(theme=theme).layout.title.text.replace("<br>", " ")
