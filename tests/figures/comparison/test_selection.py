"""What an input counts by what else is read, from numbers written by hand."""

import pytest

from gruviz.comparison.selection import Selection
from gruviz.comparison.spread import Spread
from gruviz.figures.comparison.selection import selected_inputs, selection_chart
from gruviz.validation import GruvizError
from tests.figures.checks import check_chart, numbers

LRU = Selection("lru", Spread(1.0, 1.0, 1.0), False, 3)
MINGRU = Selection("mingru", Spread(0.5, 1.0, 1.25), False, 3)
GRU = Selection("gru", Spread(0.75, 1.0, 1.5), True, 3)


def test_a_row_for_each_cell_with_its_quartiles():
    chart = check_chart(selection_chart([MINGRU, LRU, GRU]))
    first, second, _ = chart.figure.data
    assert (list(first.y), numbers(first.x).tolist()) == (["minGRU"], [1])
    assert (first.error_x.arrayminus[0], first.error_x.array[0]) == (0.5, 0.25)
    assert (second.error_x.arrayminus[0], second.error_x.array[0]) == (0, 0)
    assert chart.table["reads the state"] == ["no", "no", "yes"]
    assert chart.table["upper quartile"] == [1.25, 1, 1.5]


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ([MINGRU, LRU, GRU], "In 1 of 2 newer cells what is read decides what counts; not in LRU"),
        ([MINGRU, GRU], "In 1 of 1 newer cell what is read decides what counts"),
        ([LRU], "In 0 of 1 newer cell what is read decides what counts; not in LRU"),
    ],
)
def test_the_title_counts_the_newer_cells(cells, title):
    assert check_chart(selection_chart(cells)).title == title


def test_the_summary_has_the_numbers():
    summary = selection_chart([MINGRU, LRU]).summary
    assert "minGRU 0.50 to 1.25, LRU 1 for every sequence" in summary
    assert "3 networks" in summary
    assert "64 sequences" in summary


def test_no_cell_is_refused():
    with pytest.raises(GruvizError, match="at least one cell"):
        selection_chart([])


def test_the_figure_on_its_own():
    assert "1 of 2" in selected_inputs([MINGRU, LRU], theme="dark").layout.title.text
