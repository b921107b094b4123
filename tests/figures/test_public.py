"""The figure functions as a notebook calls them, on real small runs of every cell."""

import inspect
import json
import pkgutil
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest

from gruviz import CELLS, Clamp, figures, gradient_flow, gradient_matrix, init_weights, record, step_jacobians
from gruviz.comparison.memory import Carry
from tests.figures.checks import axes, check_axes, check_log_ink
from tests.runs import Sizes, every_cell, random_run


def check_figure(figure):
    assert isinstance(figure, go.Figure)
    assert json.loads(go.Figure(figure.to_dict()).to_json()) == json.loads(figure.to_json())
    assert figure.layout.title.text
    assert figure.layout.meta["summary"].endswith(".")
    assert len(figure.data) > 0
    check_axes(figure)
    check_log_ink(figure)


@every_cell
@pytest.mark.parametrize(("theme", "T"), [("light", 1), ("dark", 6)])
def test_every_figure_of_every_cell(cell, theme, T):
    recording = random_run(cell, Sizes(T=T, E=2, B=1, H=3))
    flow = gradient_flow(recording)
    label = CELLS[cell].title
    check_figure(figures.gradient_decay({label: flow}, bound=True, mean_field=True, theme=theme))
    check_figure(figures.path_shares({label: flow}, theme=theme))
    check_figure(figures.weight_attribution({label: flow}, references=[label], theme=theme))
    check_figure(figures.gate_heatmap(recording, theme=theme))
    check_figure(figures.step_singular_values({label: step_jacobians(recording)}, theme=theme))
    for draw in (figures.step_ellipses, figures.product_singular_values, figures.eigenvalue_planes):
        check_figure(draw({label: recording}, theme=theme))
    check_figure(figures.loss_source_matrix({label: gradient_matrix(recording)}, theme=theme))
    if CELLS[cell].leak:
        check_figure(figures.detour_shares({label: flow}, theme=theme))


@pytest.mark.parametrize("state", ["h", "c", "state"])
def test_the_states_of_an_lstm_alone(state):
    flow = gradient_flow(random_run("lstm", Sizes(T=6)))
    figure = figures.gradient_decay({"LSTM": flow}, state=state)
    check_figure(figure)
    [curve] = [trace for trace in figure.data if trace.showlegend is not False]
    assert curve.name == ("LSTM" if state == "state" else f"LSTM, {state} alone")
    drawn = np.array(curve.y, dtype=float)
    true = flow.ratio(state).median
    np.testing.assert_array_equal(drawn, np.where(true > 0, true, np.nan))


def exploding(gain, T=400):
    """An RNN at rest multiplies its gradient by the gain at every step."""
    weights = init_weights("rnn", input_size=1, hidden_size=4, scheme="orthogonal", gain=gain)
    weights = type(weights)(weights.cell, weights.blocks, weights.W, weights.U, 0 * weights.b)
    return record("rnn", weights, np.zeros((T, 1, 1)))


@pytest.mark.parametrize("gain", [0.0, 0.01, 10.0])
def test_vanishing_and_exploding_beyond_all_numbers(gain):
    recording = exploding(gain)
    flow = gradient_flow(recording)
    check_figure(figures.gradient_decay({"RNN": flow}, bound=True, mean_field=True))
    check_figure(figures.path_shares({"RNN": flow}))
    check_figure(figures.weight_attribution({"RNN": flow}))
    check_figure(figures.step_singular_values({"RNN": step_jacobians(recording)}))
    for draw in (figures.step_ellipses, figures.product_singular_values, figures.eigenvalue_planes):
        check_figure(draw({"RNN": recording}))
    check_figure(figures.loss_source_matrix({"RNN": gradient_matrix(recording)}))
    check_figure(figures.gate_heatmap(recording))


def test_a_gate_that_is_held_shut_cuts_the_gradient():
    flow = gradient_flow(random_run("lstm", Sizes(T=8), [Clamp("f", 0.0), Clamp("o", 0.0)]))
    for draw in (figures.gradient_decay, figures.path_shares, figures.detour_shares, figures.weight_attribution):
        check_figure(draw({"LSTM": flow}))


def test_one_chart_of_all_cells_has_an_axis_range_for_all():
    flows = {cell: gradient_flow(random_run(cell, Sizes(T=6, B=1))) for cell in CELLS}
    figure = figures.weight_attribution(flows)
    check_figure(figure)
    assert len({tuple(axis["range"]) for axis in axes(figure, "y").values()}) == 1
    assert {trace.name for trace in figure.data} == set(CELLS)
    check_figure(figures.gradient_decay(flows, references=list(flows)))


TRIED_HERE = {
    "Chart",
    "detour_shares",
    "eigenvalue_planes",
    "gate_heatmap",
    "gradient_decay",
    "loss_source_matrix",
    "path_shares",
    "product_singular_values",
    "step_ellipses",
    "step_singular_values",
    "weight_attribution",
}
TRIED_ELSEWHERE = {
    "shore_by_budget",
    "gradient_map",
    "lyapunov_map",
    "success_against_gradient",
    "training_map",
    "verdict_map",
    "truncated_memory",
    "state_gradients",
    "state_norms",
    "truncation_shares",
    "gradient_ways",
    "error_and_highway",
    "clipped_gradients",
    "accuracy_after_blank_rows",
    "balanced_steps",
    "beliefs_over_time",
    "confusion_matrices",
    "evidence_by_step",
    "answer_reach",
    "application_results",
    "forecasts",
    "horizon_errors",
    "next_chances",
    "word_grids",
    "carry_by_bias",
    "carry_by_lag",
    "cell_structure",
    "computation_curves",
    "eigenvalue_ring",
    "equal_budgets",
    "gate_holds",
    "gate_saturation",
    "gradient_highway",
    "half_lives",
    "idle_units",
    "input_echo",
    "interference",
    "layer_training",
    "learning_curves",
    "loudest_inputs",
    "mean_gates",
    "parameter_curves",
    "parameter_sensitivity",
    "published_results",
    "scoreboard",
    "selected_inputs",
    "speed_ratios",
    "update_gate_signs",
    "verb_agreement",
}
"""Figures of what is no single run of a cell, such as training; each has a file of its own here."""
RENAMED = {"carry_against_write": "carry_by_lag", "carry_and_write": "carry_by_bias"}


def test_everything_public_is_documented_and_tried():
    new = set(figures.__all__) - TRIED_HERE - TRIED_ELSEWHERE - set(RENAMED)
    assert not new, f"try {sorted(new)} on every cell above, or name them in TRIED_ELSEWHERE"
    assert set(figures.__all__) >= TRIED_HERE | TRIED_ELSEWHERE | set(RENAMED)
    assert all(getattr(figures, name).__doc__ for name in figures.__all__)


def test_a_former_name_warns_and_draws():
    flow = gradient_flow(random_run("gru", Sizes(T=6, B=1)))
    with pytest.warns(DeprecationWarning, match="carry_and_write is now carry_by_bias"):
        old = figures.carry_and_write({-2.0: flow}, theme="dark")
    assert old.to_json() == figures.carry_by_bias({-2.0: flow}, theme="dark").to_json()
    carry = Carry(np.array([-1.0, 0.0]), np.array([[0.1, 0.2], [0.3, 0.1]]), 1)
    with pytest.warns(DeprecationWarning, match="carry_against_write is now carry_by_lag"):
        old = figures.carry_against_write(carry)
    assert old.to_json() == figures.carry_by_lag(carry).to_json()


def test_no_figure_hides_a_module():
    """`gruviz.figures.x` is a function or a module, never a function where an import expects the module."""
    modules = {module.name for module in pkgutil.iter_modules(figures.__path__)}
    assert modules == {name for name, value in vars(figures).items() if inspect.ismodule(value)}
    assert not modules & set(figures.__all__)


def test_the_tests_mirror_the_figures():
    """Every module of a family has its test file, and no test file is without its module."""
    here, there = Path(__file__).parent, Path(figures.__path__[0])
    modules = {str(path.relative_to(there).with_name(f"test_{path.name}")) for path in there.glob("*/[a-z]*.py")}
    assert {str(path.relative_to(here)) for path in here.glob("*/test_*.py")} == modules
