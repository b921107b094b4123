"""What an intervention did: the numbers, the words and the ink."""

import numpy as np
import pytest

from gruviz import CELLS, Clamp, Weights, figures, gradient_flow, init_weights, record
from gruviz.figures.gradients.interference import compare_runs, interference_chart
from gruviz.validation import InvalidShape
from gruviz.wording import power
from tests.figures.checks import check_chart, crosses, curves, numbers
from tests.runs import Sizes, every_cell, gated_cell, random_run

SIZE = Sizes(T=8, E=1, B=1)


def pair(cell, clamps=(), resets=(), cuts=()):
    touched, plain = random_run(cell, SIZE, clamps, resets), random_run(cell, SIZE)
    return gradient_flow(touched, cuts=cuts), gradient_flow(plain)


@every_cell
def test_a_cut_changes_the_gradient_and_nothing_else(cell):
    flow, plain = pair(cell, cuts=[4])
    change = compare_runs(flow, plain, label="cell")
    assert not change.state.any()
    assert all(not by.any() for by in change.gates.values())
    chart = check_chart(interference_chart(change))
    assert "no gradient reaches the first step now: it is cut" in chart.title
    assert "the gradient is cut from step 3 backward" in chart.summary
    assert "does not move at all" in chart.summary
    [cross] = crosses(chart.figure)
    assert list(cross.x) == [3]


@gated_cell
def test_a_held_gate_moves_states_and_gates(cell):
    flow, plain = pair(cell, [Clamp(gate, 0.5, 3, 5) for gate in CELLS[cell].gate_names])
    change = compare_runs(flow, plain, label="cell")
    np.testing.assert_allclose(
        change.state, np.sqrt(((flow.recording.state - plain.recording.state) ** 2).mean((1, 2, 3)))
    )
    assert not change.state[:3].any()
    assert change.state[3] > 0
    chart = check_chart(interference_chart(change))
    assert "what it was" in chart.title
    drawn = curves(chart.figure)
    np.testing.assert_array_equal(numbers(drawn["change of state"].y), change.state)
    np.testing.assert_array_equal(numbers(drawn["gradient, untouched"].y), plain.ratio().median)
    assert chart.table["change of state"] == change.state.tolist()
    assert "change of n" not in {*chart.table, *drawn}
    assert ("change of h̃" in drawn) == ("change of h_tilde" in chart.table) == ("n" in CELLS[cell].gate_names)


def test_nothing_done_is_said_to_be_nothing():
    flow, plain = pair("lstm")
    chart = check_chart(interference_chart(compare_runs(flow, plain, label="LSTM")))
    assert chart.title == "LSTM: the gradient at the first step is as it was"


def test_the_times_are_those_of_the_ratios():
    flow, plain = pair("gru", [Clamp("z", 0.0)])
    change = compare_runs(flow, plain, label="GRU")
    assert float(change.touched.median[0]) == pytest.approx(1)
    assert "8 steps before the loss the gradient is 100% of that at the loss" in interference_chart(change).summary


def test_a_gradient_that_grows_is_not_left():
    """1,638 times of something is not a rest of it."""
    weights = init_weights("rnn", input_size=2, hidden_size=8, scheme="orthogonal", gain=3.0)
    runs = [gradient_flow(record("rnn", weights, np.zeros((40, 1, 2)), resets=resets)) for resets in ((), (35,))]
    change = compare_runs(*runs, label="RNN")
    summary = interference_chart(change).summary
    norms = runs[0].norms["state"]
    assert norms[0, 0, 0] > 100 * norms[-1, 0, 0]
    assert f"the gradient is {power(norms[0, 0, 0] / norms[-1, 0, 0])} times that at the loss" in summary
    assert " is left" not in summary


def test_a_state_that_overflows_is_said_to():
    weights = Weights("irnn", ("h",), np.ones((1, 1, 1)), 4 * np.ones((1, 1, 1)), np.zeros((1, 1))).astype("float32")
    runs = [gradient_flow(record("irnn", weights, np.ones((80, 1, 1)), resets=resets)) for resets in ((), (40,))]
    chart = check_chart(interference_chart(compare_runs(*runs, label="IRNN")))
    assert chart.title == "IRNN: with the interventions the state overflows at step 65 (unit 0)"
    assert "cut" not in chart.summary.split(";")[0]


def test_runs_of_two_shapes_are_refused():
    with pytest.raises(InvalidShape, match="untouched"):
        compare_runs(gradient_flow(random_run("gru", SIZE)), gradient_flow(random_run("gru", Sizes(T=9))), label="")


def test_from_a_notebook():
    flow, plain = pair("gru_reset_after", resets=[3])
    figure = figures.interference(flow, plain)
    assert figure.layout.title.text.startswith("GRU reset-after: no gradient reaches the first step now: it is cut")
