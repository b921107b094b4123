"""Designs: their keys, what they refuse, and the formulas of their paths."""

import pytest

from gruviz import Design
from gruviz.engine.cells import find_cell
from gruviz.engine.cells.equations import path_latex
from gruviz.validation import InvalidValue
from tests.runs import DESIGNS

every_design = pytest.mark.parametrize("key", DESIGNS)


@every_design
def test_a_key_is_the_design_and_resolves_to_one_cell(key):
    cell = find_cell(key)
    assert cell.design == Design.parse(key)
    assert cell.key == cell.design.key == key
    assert cell is find_cell(key)
    assert key.isidentifier()
    assert len({find_cell(other).title for other in DESIGNS}) == len(DESIGNS)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("own_", "cell = 'own_' .* own_reset_update_candidate"),
        ("own_before_independent", "cell = 'own_before_independent' .* own_reset_update_candidate"),
        ("own_before_independent_tanh_bias_bias", "cell = .* own_reset_update_candidate"),
        ("own_sideways_independent_tanh", "reset = 'sideways' .* choose one of none, before, after"),
        ("own_before_twice_tanh", "update = 'twice' .* choose one of none, independent, coupled, input"),
        ("own_before_independent_sigmoid", "candidate = 'sigmoid' .* choose one of tanh, relu"),
        ("own_before_independent_tanh_noise", "state_bias = 'noise' .* choose one of bias"),
        ("own_Before_independent_tanh", "reset = 'Before'"),
        ("own_before_independent_tanh ", "candidate = 'tanh '"),
        ("own_none_coupled_tanh", "A shared gate needs a reset gate to share"),
        ("owner", "cell = 'owner' .* choose one of rnn, gru"),
        (None, "cell = None .* choose one of rnn, gru"),
    ],
)
def test_a_key_is_read_strictly(key, message):
    with pytest.raises(InvalidValue, match=message):
        find_cell(key)


@pytest.mark.parametrize("bias", [1, "bias", None])
def test_a_state_bias_is_or_is_not(bias):
    with pytest.raises(InvalidValue, match="state_bias = .* True or False"):
        Design(state_bias=bias)


@every_design
def test_nothing_that_stands_for_a_sign_is_left_in_a_formula(key):
    for formula in find_cell(key).paths.values():
        for keeps in (False, True):
            printed = path_latex(formula, keeps=keeps)
            assert "<" not in printed
            assert "((1-z_t))" not in printed


def test_a_name_is_part_of_the_key_and_the_title():
    design = Design("after", "input", name="Snail-2 b")
    assert design.key == "own_after_input_tanh: Snail-2 b"
    cell = find_cell(design.key)
    assert (cell.title, cell.design) == ("Snail-2 b", design)
    assert cell.equations == find_cell("own_after_input_tanh").equations


@pytest.mark.parametrize("name", ["<b>", "a_b", " a", "x" * 25])
def test_a_name_that_is_more_than_a_name_is_refused(name):
    with pytest.raises(InvalidValue, match="name = .* at most 24 letters"):
        find_cell(f"own_before_independent_tanh: {name}")
