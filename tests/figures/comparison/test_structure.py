"""Gates, weights, equations and states of each cell, counted."""

import pytest

from gruviz import CELLS
from gruviz.comparison.costs import Structure, structure
from gruviz.figures.comparison.structure import COUNTED, cell_structure, structure_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart


def test_every_cell_has_a_row_with_its_counts():
    chart = check_chart(structure_chart([structure(cell) for cell in CELLS]))
    shaded, words = chart.figure.data
    assert list(words.text) == [str(count) for row in shaded.z for count in row]
    assert list(shaded.y) == chart.table["cell"] == [cell.title for cell in CELLS.values()]
    for row, (cell, kind) in enumerate(CELLS.items()):
        counts = [chart.table[words][row] for words in COUNTED.values()]
        assert list(shaded.z[row]) == counts == [getattr(structure(cell), name) for name in COUNTED]
        assert counts[2:] == [len(kind.equations), len(kind.state_names)]
    counted = "Sigmoid gates, weight blocks, equations and state vectors of each cell: "
    assert chart.summary.startswith(f"{counted}RNN 0, 1, 1, 1; GRU 2, 3, 4, 1")
    assert "; LSTM 3, 4, 6, 2" in chart.summary
    assert shaded.zmin == 0
    assert shaded.zmax >= max(map(max, shaded.z))


def test_titles():
    assert structure_chart([structure("lstm"), structure("rnn")]).title == "Equations to write down: RNN 1, LSTM 6"
    assert structure_chart([structure("gru")]).title == "GRU takes 4 equations to write down"
    assert check_chart(structure_chart([Structure("rnn", 0, 9, 99, 1)])).figure.data[0].zmax == 99


def test_no_cell_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^Choose at least one cell"):
        structure_chart([])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figure_on_its_own(theme):
    assert "LSTM 6" in cell_structure(["gru", "lstm", "rnn"], theme=theme).layout.title.text
