"""The equations as they are printed, and what the sign of z does to them."""

import numpy as np
import pytest

from gruviz import CELLS
from gruviz.cells.equations import Activated, Factor, Mixed, keep_z, path_latex
from tests.runs import every_cell

PRINTED = {
    "rnn": [r"h_t = \tanh(W x_t + U h_{t-1} + b)"],
    "gru": [
        r"r_t = \sigma(W_r x_t + U_r h_{t-1} + b_r)",
        r"z_t = \sigma(W_z x_t + U_z h_{t-1} + b_z)",
        r"\tilde h_t = \tanh(W_n x_t + U_n (r_t \circ h_{t-1}) + b_n)",
        r"h_t = (1 - z_t) \circ h_{t-1} + z_t \circ \tilde h_t",
    ],
    "gru_reset_after": [
        r"r_t = \sigma(W_r x_t + U_r h_{t-1} + b_r)",
        r"z_t = \sigma(W_z x_t + U_z h_{t-1} + b_z)",
        r"\tilde h_t = \tanh(W_n x_t + b_n + r_t \circ (U_n h_{t-1} + c_n))",
        r"h_t = (1 - z_t) \circ h_{t-1} + z_t \circ \tilde h_t",
    ],
    "lstm": [
        r"i_t = \sigma(W_i x_t + U_i h_{t-1} + b_i)",
        r"f_t = \sigma(W_f x_t + U_f h_{t-1} + b_f)",
        r"g_t = \tanh(W_g x_t + U_g h_{t-1} + b_g)",
        r"o_t = \sigma(W_o x_t + U_o h_{t-1} + b_o)",
        r"c_t = f_t \circ c_{t-1} + i_t \circ g_t",
        r"h_t = o_t \circ \tanh(c_t)",
    ],
}


@pytest.mark.parametrize("cell", PRINTED)
def test_equations_as_in_textbooks(cell):
    assert [equation.latex for equation in CELLS[cell].equations] == PRINTED[cell]


@every_cell
def test_every_gate_is_a_block_or_mixed_and_every_path_has_a_formula(cell):
    kind = CELLS[cell]
    activated = [equation for equation in kind.equations if isinstance(equation, Activated)]
    assert {equation.block for equation in activated} <= set(kind.block_names)
    mixed = [equation.symbol for equation in kind.equations if isinstance(equation, Mixed)]
    assert set(mixed) <= {*kind.state_names, *kind.gate_names}
    for keeps in (False, True):
        assert all("<" not in path_latex(formula, keeps=keeps) for formula in kind.paths.values())


def test_keep_z_turns_the_interpolation_and_nothing_else():
    kept = [equation.latex for equation in keep_z(CELLS["gru"].equations)]
    assert kept[:3] == PRINTED["gru"][:3]
    assert kept[3] == r"h_t = z_t \circ h_{t-1} + (1 - z_t) \circ \tilde h_t"
    assert keep_z(CELLS["lstm"].equations) == CELLS["lstm"].equations
    assert keep_z(keep_z(CELLS["gru"].equations)) == CELLS["gru"].equations


def test_paths_in_both_conventions():
    paths = CELLS["gru"].paths
    assert path_latex(paths["leak"]) == r"\mathrm{diag}(1-z_t)"
    assert path_latex(paths["leak"], keeps=True) == r"\mathrm{diag}(z_t)"
    assert r"(\tilde h_t - h_{t-1})" in path_latex(paths["update"])
    assert r"(h_{t-1} - \tilde h_t)" in path_latex(paths["update"], keeps=True)


def test_what_has_no_state_and_no_activation_is_printed_so():
    assert Activated("z", "z", "sigmoid", reads_state=False).latex == r"z_t = \sigma(W_z x_t + b_z)"
    assert Activated("n", "n", "identity", reads_state=False).latex == r"\tilde h_t = W_n x_t + b_n"
    assert Activated("h", "h", "relu", alone=True).latex == r"h_t = \mathrm{ReLU}(W x_t + U h_{t-1} + b)"
    assert Mixed("h", ((Factor("o"), Factor("c", tanh=True)),)).latex == r"h_t = o_t \circ \tanh(c_t)"
    assert np.array_equal(keep_z([]), ())
