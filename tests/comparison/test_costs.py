"""Counts against what real modules have, what autograd really touches and keeps, and the closed forms."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from gruviz import CELLS, Stack, init_weights
from gruviz.comparison.costs import BIASES, SIZE_LIMIT, structure
from gruviz.engine.cells import find_cell
from gruviz.validation import InvalidValue
from tests.runs import DESIGNS, Sizes, every_cell, random_run
from tests.truth import grads, leaf, rerun

MODULES = {"rnn": nn.RNN, "gru_reset_after": nn.GRU, "gru": nn.GRU, "lstm": nn.LSTM}
BLOCKS = {"rnn": 1, "gru": 3, "lstm": 4}
every_cell_and_design = pytest.mark.parametrize("cell", [*CELLS, *DESIGNS])
dims = {"D": st.integers(1, 300), "H": st.integers(1, 300)}


@pytest.mark.parametrize("cell", MODULES)
@pytest.mark.parametrize("layers", [1, 2, 4])
@pytest.mark.parametrize(("D", "H"), [(1, 1), (3, 5), (40, 8), (8, 32)])
def test_with_two_biases_it_is_what_pytorchs_modules_have(cell, layers, D, H):
    module = MODULES[cell](D, H, num_layers=layers)
    true = sum(parameter.numel() for parameter in module.parameters())
    assert Stack(D, layers, "two").costs(cell, H).parameters == true


@pytest.mark.parametrize(("cell", "k"), BLOCKS.items())
@given(**dims)
def test_closed_forms(cell, k, D, H):
    one, two = (Stack(D, biases=biases).costs(cell, H) for biases in BIASES)
    assert one.parameters == k * (H * D + H * H + H)
    assert two.parameters == k * (H * D + H * H + 2 * H)
    assert one.multiply_adds == two.multiply_adds == k * H * (D + H)


@given(**dims, layers=st.integers(1, 5), biases=st.sampled_from(BIASES))
def test_a_gru_has_exactly_three_quarters_of_an_lstm(D, H, layers, biases):
    gru, lstm = (Stack(D, layers, biases).costs(cell, H) for cell in ("gru", "lstm"))
    assert 4 * gru.parameters == 3 * lstm.parameters
    assert 4 * gru.multiply_adds == 3 * lstm.multiply_adds


@every_cell_and_design
def test_with_one_bias_it_is_what_a_loss_depends_on(cell):
    """Every parameter counted has a gradient, and no other has."""
    size = Sizes(T=6, E=1, B=16, D=3, H=5)
    params, _, states = rerun(random_run(cell, size), 0)
    touched = 0
    for name in ("W", "U", "b", "c", "constants"):
        found = grads(states[-1].square().sum(), [getattr(p, name) for p in params])
        touched += int((np.abs(found).sum(0) > 0).sum())
    assert touched == Stack(size.D).costs(cell, size.H).parameters


@every_cell_and_design
def test_it_is_what_the_engine_holds(cell):
    weights = init_weights(cell, input_size=3, hidden_size=5)
    held = sum(array.size for array in weights.arrays.values())
    assert Stack(3).costs(cell, 5).parameters == held


@every_cell_and_design
def test_what_is_kept_is_what_autograd_keeps(cell):
    """All different tensors saved by the step that is exported, one operation at a time, but for parameters and s_T.

    What is saved twice with the same numbers counts once, and what is the same for all sequences does not.
    """
    kind, T, B, D, H = find_cell(cell), 7, 3, 2, 4
    weights = init_weights(cell, input_size=D, hidden_size=H)
    W, U, b = (
        {name: leaf(array[0]) for name, array in one.items()}
        for one in (weights.input, weights.recurrent, weights.bias)
    )
    single = {name: leaf(array[0].T + 0.1) for name, array in weights.constant.items()}
    single |= {"c": leaf(weights.recurrent_bias[0, :, None])} if kind.has_recurrent_bias else {}
    names = {"torch": torch}
    exec(kind.script, names)
    inputs = torch.tensor(np.random.default_rng(1).standard_normal((T, D, B)))
    states = [leaf(np.random.default_rng(2).uniform(-0.9, 0.9, (kind.state_size(H), B)))]
    saved = []
    with torch.autograd.graph.saved_tensors_hooks(lambda tensor: saved.append(tensor) or tensor, lambda tensor: tensor):
        for x in inputs:
            a = {name: W[name] @ x + b[name][:, None] for name in W} | single
            states.append(names[cell](a, U, states[-1]))
    last = {row.detach().numpy().tobytes() for row in states[-1].chunk(len(kind.state_names))}
    numbers = {tensor.detach().contiguous().numpy().tobytes(): tensor for tensor in saved if tensor.shape[-1] == B}
    kept = Stack(D).costs(cell, H).kept
    assert sum(tensor.numel() for key, tensor in numbers.items() if key not in last) == T * B * kept


@given(**dims, layers=st.integers(1, 4))
@every_cell
def test_layers_above_read_the_layer_below(cell, D, H, layers):
    first, above = (Stack(size).costs(cell, H) for size in (D, H))
    stack = Stack(D, layers).costs(cell, H)
    assert stack.parameters == first.parameters + (layers - 1) * above.parameters
    assert stack.multiply_adds == first.multiply_adds + (layers - 1) * above.multiply_adds
    assert stack.kept - first.kept == (layers - 1) * (first.kept - D)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("rnn", (0, 1, 1, 1)), ("gru", (2, 3, 4, 1)), ("gru_reset_after", (2, 3, 4, 1)), ("lstm", (3, 4, 6, 2))],
)
def test_structure(cell, expected):
    found = structure(cell)
    assert (found.gates, found.blocks, found.equations, found.states) == expected


@every_cell
@given(D=st.integers(1, 200), budget=st.integers(1, 10**6), layers=st.integers(1, 3), biases=st.sampled_from(BIASES))
def test_no_other_size_is_closer_to_the_budget(cell, D, budget, layers, biases):
    stack = Stack(D, layers, biases)
    found = stack.equal_budget(cell, budget)
    assert found == stack.costs(cell, found.hidden_size)
    for other in (found.hidden_size - 1, found.hidden_size + 1):
        if 0 < other <= SIZE_LIMIT:
            assert abs(stack.costs(cell, other).parameters - budget) >= abs(found.parameters - budget)


@every_cell
def test_its_own_budget_gives_back_the_size(cell):
    stack = Stack(17, 2, "two")
    costs = stack.costs(cell, 123)
    assert stack.equal_budget(cell, costs.parameters) == costs
    assert stack.equal_budget(cell, 1).hidden_size == 1
    assert stack.equal_budget(cell, 10**15).hidden_size == SIZE_LIMIT


@pytest.mark.parametrize(
    ("field", "settings"),
    [
        ("input_size", {"input_size": 0}),
        ("input_size", {"input_size": SIZE_LIMIT + 1}),
        ("layers", {"input_size": 1, "layers": 0}),
        ("biases", {"input_size": 1, "biases": "three"}),
    ],
)
def test_a_stack_that_cannot_be_is_refused_by_name(field, settings):
    with pytest.raises(InvalidValue) as caught:
        Stack(**settings)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("field", "ask"),
    [
        ("cell", lambda stack: stack.costs("transformer", 1)),
        ("hidden_size", lambda stack: stack.costs("gru", 0)),
        ("parameters", lambda stack: stack.equal_budget("gru", 0)),
    ],
)
def test_what_cannot_be_counted_is_refused_by_name(field, ask):
    with pytest.raises(InvalidValue) as caught:
        ask(Stack(1))
    assert caught.value.field == field
