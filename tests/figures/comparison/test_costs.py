"""What cells cost, drawn: every number recomputed."""

import pytest

from gruviz import CELLS, Stack
from gruviz.figures.comparison.costs import (
    budget_chart,
    computation_chart,
    computation_curves,
    cost_curves,
    equal_budgets,
    parameter_chart,
    parameter_curves,
)
from gruviz.figures.drawing.palette import CELL_COLORS
from gruviz.validation import InvalidValue
from tests.figures.checks import axes, check_chart, curves, numbers

STACK = Stack(8)
SOME = ("rnn", "gru", "lstm")


@pytest.mark.parametrize("stack", [STACK, Stack(100, 3, "two")])
@pytest.mark.parametrize("hidden_size", [1, 32, 1000])
@pytest.mark.parametrize("cells", [SOME, tuple(CELLS)])
def test_the_curves_are_the_counts_and_go_through_the_chosen_size(cells, hidden_size, stack):
    drawn = cost_curves(cells, stack, hidden_size)
    for chart in (check_chart(parameter_chart(drawn, stack)), check_chart(computation_chart(drawn, stack))):
        for cell in cells:
            sizes = chart.table["H"]
            assert hidden_size in sizes
            assert sizes == sorted(set(sizes))
            true = [stack.costs(cell, size) for size in sizes]
            title = CELLS[cell].title
            assert chart.table[f"{title}: parameters"] == [costs.parameters for costs in true]
            assert chart.table[f"{title}: multiply-accumulates"] == [costs.multiply_adds for costs in true]
            assert chart.table[f"{title}: numbers kept"] == [costs.kept for costs in true]
            assert f"{title} " in chart.summary
        lines = [shape for shape in chart.figure.layout.shapes if shape.type == "line"]
        assert {(line.x0, line.x1) for line in lines} == {(hidden_size, hidden_size)}


def test_what_is_drawn_is_what_the_table_says():
    chart = parameter_chart(cost_curves(SOME, STACK, 32), STACK)
    assert list(curves(chart.figure)) == ["RNN", "GRU", "LSTM"]
    for title, trace in curves(chart.figure).items():
        assert numbers(trace.x).tolist() == chart.table["H"]
        assert numbers(trace.y).tolist() == chart.table[f"{title}: parameters"]
    assert chart.title == "With 32 hidden units: RNN 25% and GRU 75% of the LSTM's 5,248 parameters"
    assert "one bias for each block" in chart.summary
    assert "two biases for each block" in parameter_chart(cost_curves(SOME, STACK, 32), Stack(8, 2, "two")).summary


def test_cells_that_cost_the_same_share_a_curve():
    chart = computation_chart(cost_curves(("gru", "gru_reset_after", "lstm"), STACK, 32), STACK)
    assert list(curves(chart.figure)) == ["GRU, GRU reset-after", "LSTM"]
    assert len(chart.figure.data) == 4
    parameters = parameter_chart(cost_curves(("gru", "gru_reset_after"), STACK, 32), STACK)
    assert list(curves(parameters.figure)) == ["GRU", "GRU reset-after"]


def test_one_scale_from_zero_for_all():
    chart = computation_chart(cost_curves(SOME, STACK, 32), STACK)
    for name, axis in axes(chart.figure, "y").items():
        drawn = [numbers(trace.y).max() for trace in chart.figure.data if trace.yaxis == name]
        assert axis["range"][0] == 0
        assert max(drawn) < axis["range"][1] < 1.1 * max(drawn)
    assert len({tuple(axis["range"]) for axis in axes(chart.figure, "x").values()}) == 1


def test_the_axis_seldom_moves():
    ends = {cost_curves(SOME, STACK, size)[0].costs[-1].hidden_size for size in range(1, 200)}
    assert ends == {64, 128, 256}


@pytest.mark.parametrize("reference", ["rnn", "lstm"])
def test_the_same_budget(reference):
    stack = Stack(8, 2)
    budget = stack.costs(reference, 20)
    chart = check_chart(budget_chart(tuple(CELLS), stack, budget))
    [bars] = chart.figure.data
    assert list(bars.y) == chart.table["cell"] == [cell.title for cell in CELLS.values()]
    assert list(bars.x) == chart.table["H"]
    assert list(bars.marker.color) == [CELL_COLORS[cell] for cell in CELLS]
    for i, cell in enumerate(CELLS):
        costs = stack.equal_budget(cell, budget.parameters)
        assert (chart.table["H"][i], chart.table["parameters"][i]) == (costs.hidden_size, costs.parameters)
        difference = chart.table["difference to the budget in %"][i]
        assert budget.parameters * (1 + difference / 100) == pytest.approx(costs.parameters)
    assert chart.table["H"][list(CELLS).index(reference)] == 20
    few = budget_chart(("rnn", "lstm"), STACK, STACK.costs("lstm", 64))
    assert few.title == "The 18,688 parameters of one LSTM with 64 hidden units buy RNN H = 132 and LSTM H = 64"


def test_a_custom_cell_has_its_colour():
    chart = budget_chart(("gru", "own_none_input_tanh"), STACK, STACK.costs("lstm", 20))
    assert list(check_chart(chart).figure.data[0].marker.color) == [CELL_COLORS["gru"], CELL_COLORS["own"]]


def test_titles_of_one_cell_and_of_equals():
    assert parameter_chart(cost_curves(["rnn"], STACK, 32), STACK).title == (
        "The 1,312 parameters of one RNN with 32 hidden units"
    )
    equals = computation_chart(cost_curves(("gru", "gru_reset_after"), STACK, 32), STACK)
    assert equals.title.startswith("All chosen cells have the 3,840 multiplications")


def test_of_many_cells_the_title_names_the_gru_and_the_smallest():
    many = cost_curves(["rnn", "gru", "gru_reset_after", "lstm", "rnn"], STACK, 32)
    assert parameter_chart(many, STACK).title.startswith("With 32 hidden units: GRU 75% and RNN 25% of the LSTM")


def test_no_cell_is_refused_by_name():
    for draw in (parameter_chart, computation_chart):
        with pytest.raises(InvalidValue, match="^Choose at least one cell"):
            draw([], STACK)
    with pytest.raises(InvalidValue, match="^Choose at least one cell"):
        budget_chart([], STACK, STACK.costs("gru", 4))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figures_on_their_own(theme):
    for draw in (parameter_curves, computation_curves, equal_budgets):
        figure = draw(SOME, STACK, 32, theme=theme)
        assert "LSTM" in figure.layout.title.text
        assert figure.layout.meta["summary"].endswith(".")


def test_a_curve_that_another_would_hide_is_dashed_above_it():
    cells = ["gru", "gru_reset_after", "lstm", "lstm_coupled"]
    drawn = {
        (trace.name, trace.yaxis): trace.line.dash
        for trace in computation_chart(cost_curves(cells, STACK, 64), STACK).figure.data
    }
    kept = {cell: STACK.costs(cell, 64).kept for cell in cells}
    assert abs(kept["lstm"] / kept["lstm_coupled"] - 1) < 0.03 < abs(kept["lstm"] / kept["gru"] - 1)
    assert drawn["LSTM", "y2"] == "solid"
    assert drawn["LSTM coupled", "y2"] == "dash"
    assert drawn["LSTM coupled", "y"] == "dash", "there it lies on the GRU's"
    assert drawn["LSTM", "y"] == "solid"
    parameters = parameter_chart(cost_curves(cells, STACK, 64), STACK).figure.data
    assert [trace.line.dash for trace in parameters][:2] == ["solid", "dash"], "64 parameters apart"


def test_a_single_unit_is_one():
    assert parameter_chart(cost_curves(["rnn"], STACK, 1), STACK).title.endswith("with 1 hidden unit")
    assert "with 1 hidden unit buy" in budget_chart(["rnn"], STACK, STACK.costs("lstm", 1)).title


def test_lines_are_named_at_their_ends_with_the_number_at_the_chosen_size():
    chart = parameter_chart(cost_curves(SOME, STACK, 32), STACK)
    words = [label.text.replace("<br>", " ") for label in chart.figure.layout.annotations]
    assert [word for word in words if "LSTM" in word and "5,248 at H = 32" in word]
    assert len(words) == len(SOME)
    assert not chart.figure.layout.showlegend
