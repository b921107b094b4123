"""What is computed of a function's run on first use, against our own cells; and the figures that take it."""

import numpy as np
import pytest
import torch
from torch import nn

import gruviz
from gruviz import GruvizError, figures
from gruviz.diagnosis.function_cell import gradients_of
from tests.diagnosis.test_function_cell import ZEROS, B, D, H, T, built, close, noise, two_terms


@pytest.fixture(scope="module", params=[nn.GRUCell, nn.LSTMCell])
def pair(request):
    """A cell's run as a function, and as ours."""
    cell, x = built(request.param, D, H), noise(T, B, D)
    flow = gradients_of(cell, x, ZEROS if request.param is nn.GRUCell else (ZEROS, ZEROS))
    return flow, gruviz.record(*gruviz.from_module(cell), x)


def test_jacobians_are_those_of_our_own_cell(pair):
    flow, run = pair
    ours, theirs = gruviz.step_jacobians(run, sequence=1), flow.step_jacobians(sequence=1)
    close(theirs.matrices, ours.matrices)
    close(theirs.singular_values, ours.singular_values)
    close(theirs.lyapunov_exponents, ours.lyapunov_exponents, 1e-7)
    close(theirs.largest_exponent, ours.largest_exponent)


def test_the_gradient_matrix_is_that_of_our_own_cell(pair):
    flow, run = pair
    close(flow.gradient_matrix(), gruviz.gradient_matrix(run))


def test_a_sequence_that_does_not_exist_has_no_jacobian(pair):
    with pytest.raises(GruvizError, match="sequence = 3"):
        pair[0].step_jacobians(sequence=B)


def test_records_print_as_one_line(pair):
    run = f"FunctionRun(T={T}, B={B}, H={H}, float64)"
    assert repr(pair[0]) == f"FunctionFlow(loss last, {run})"
    assert repr(pair[0].step_jacobians()) == f"FunctionJacobians({T} steps, {run})"


def test_figures_take_a_function_beside_a_cell(pair):
    flow, run = pair
    chart = figures.gradient_decay({"mine": flow, "GRU": gruviz.gradient_flow(run)}, bound=True, mean_field=True)
    title = figures.gradient_decay({"mine": flow}).layout.title.text
    assert title.replace("<br>", " ") == f"mine {flow.decay().verdict}"
    medians = {trace.name: trace.y for trace in chart.data if trace.name in ("mine", "GRU")}
    np.testing.assert_allclose(medians["mine"], medians["GRU"])
    figures.step_singular_values({"mine": flow.step_jacobians(), "ours": gruviz.step_jacobians(run)})
    figures.loss_source_matrix({"mine": flow.gradient_matrix()})


def test_paths_have_colours_and_a_title_of_their_own():
    flow = gradients_of(two_terms, noise(T, B, D), ZEROS + 0.5)
    figure = figures.path_shares({"mine": flow})
    bands = {trace.name: trace.fillcolor for trace in figure.data if trace.fill}
    assert bands["keep"] != bands["write"]
    shares = {name: np.median(np.median(values[:, 0], -1)) for name, values in flow.path_shares.items()}
    main = max(shares, key=shares.get)
    assert f"of a typical step through {main}" in figure.layout.title.text


def test_a_state_that_overflows_is_named_as_in_our_own_runs():
    flow = gradients_of(lambda x, h: h * h * 1e150, noise(T, B, D), ZEROS + 1)
    assert flow.recording.breakdown.words.startswith("the state overflows at step 2")
    assert np.isnan(flow.step_jacobians().matrices[-1]).all()
    assert flow.decay().regime == "breaks"
    figures.gradient_decay({"mine": flow})


def test_a_step_that_forgets_everything_leaves_zero():
    flow = gradients_of(lambda x, h: h.detach() * 0 + 1, noise(T, B, D), ZEROS)
    assert not flow.gradients[:-1].any()
    assert flow.decay().regime == "zero"
    assert torch.is_tensor(flow.tape[0].x)
