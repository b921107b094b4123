"""The equations as they are printed, and what the sign of z does to them."""

import re

import numpy as np
import pytest

from gruviz import CELLS
from gruviz.engine.cells import find_cell
from gruviz.engine.cells.equations import BlockEquation, Factor, SumEquation, keep_z, path_latex
from gruviz.engine.linear_map import linearised
from tests.runs import DESIGNS, Sizes, every_cell, random_run

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
    "mgu": [
        r"z_t = \sigma(W_z x_t + U_z h_{t-1} + b_z)",
        r"\tilde h_t = \tanh(W_n x_t + U_n (z_t \circ h_{t-1}) + b_n)",
        r"h_t = (1 - z_t) \circ h_{t-1} + z_t \circ \tilde h_t",
    ],
    "mingru": [
        r"z_t = \sigma(W_z x_t + b_z)",
        r"\tilde h_t = W_n x_t + b_n",
        r"h_t = (1 - z_t) \circ h_{t-1} + z_t \circ \tilde h_t",
    ],
    "light_gru": [
        r"z_t = \sigma(W_z x_t + U_z h_{t-1} + b_z)",
        r"\tilde h_t = \mathrm{ReLU}(W_n x_t + U_n h_{t-1} + b_n)",
        r"h_t = (1 - z_t) \circ h_{t-1} + z_t \circ \tilde h_t",
    ],
    "gru_no_reset": [
        r"z_t = \sigma(W_z x_t + U_z h_{t-1} + b_z)",
        r"\tilde h_t = \tanh(W_n x_t + U_n h_{t-1} + b_n)",
        r"h_t = (1 - z_t) \circ h_{t-1} + z_t \circ \tilde h_t",
    ],
    "gru_no_update": [
        r"r_t = \sigma(W_r x_t + U_r h_{t-1} + b_r)",
        r"h_t = \tanh(W_h x_t + U_h (r_t \circ h_{t-1}) + b_h)",
    ],
    "irnn": [r"h_t = \mathrm{ReLU}(W x_t + U h_{t-1} + b)"],
    "lstm_coupled": [
        r"f_t = \sigma(W_f x_t + U_f h_{t-1} + b_f)",
        r"g_t = \tanh(W_g x_t + U_g h_{t-1} + b_g)",
        r"o_t = \sigma(W_o x_t + U_o h_{t-1} + b_o)",
        r"c_t = f_t \circ c_{t-1} + (1 - f_t) \circ g_t",
        r"h_t = o_t \circ \tanh(c_t)",
    ],
    "rg_lru": [
        r"r_t = \sigma(W_r x_t + b_r)",
        r"i_t = \sigma(W_i x_t + b_i)",
        r"\tilde h_t = W_n x_t + b_n",
        r"a_t = \exp(-8\, \mathrm{softplus}(\Lambda) \circ r_t)",
        r"h_t = a_t \circ h_{t-1} + \sqrt{1 - a_t^2} \circ i_t \circ \tilde h_t",
    ],
    "slstm": [
        r"g_t = \tanh(W_g x_t + U_g h_{t-1} + b_g)",
        r"\tilde i_t = W_i x_t + U_i h_{t-1} + b_i",
        r"\tilde f_t = W_f x_t + U_f h_{t-1} + b_f",
        r"o_t = \sigma(W_o x_t + U_o h_{t-1} + b_o)",
        r"q_t = \log \sigma(\tilde f_t) + m_{t-1} - \tilde i_t",
        r"k_t = \sigma(q_t)",
        r"w_t = \sigma(-q_t)",
        r"m_t = \tilde i_t + \mathrm{softplus}(q_t)",
        r"y_t = k_t \circ y_{t-1} + w_t \circ g_t",
        r"h_t = o_t \circ y_t",
    ],
    "minlstm": [
        r"f_t = \sigma(W_f x_t + b_f)",
        r"i_t = \sigma(W_i x_t + b_i)",
        r"\tilde h_t = W_n x_t + b_n",
        r"s_t = f_t + i_t",
        r"k_t = f_t \circ s_t^{-1}",
        r"w_t = i_t \circ s_t^{-1}",
        r"h_t = k_t \circ h_{t-1} + w_t \circ \tilde h_t",
    ],
    "lru": [
        "u_t = W_u x_t + b_u",
        "v_t = W_v x_t + b_v",
        r"a_t = \exp(-\exp(\nu))",
        r"h_t = a_t \circ \cos \theta \circ h_{t-1} - a_t \circ \sin \theta \circ k_{t-1} + \exp(\gamma) \circ u_t",
        r"k_t = a_t \circ \sin \theta \circ h_{t-1} + a_t \circ \cos \theta \circ k_{t-1} + \exp(\gamma) \circ v_t",
    ],
    "ssm": [
        r"\tilde h_t = W_n x_t + b_n",
        r"\Delta_t = \mathrm{softplus}(W_{\Delta} x_t + b_{\Delta})",
        "B^{(1)}_t = W_{B^{(1)}} x_t + b_{B^{(1)}}",
        "B^{(2)}_t = W_{B^{(2)}} x_t + b_{B^{(2)}}",
        "C^{(1)}_t = W_{C^{(1)}} x_t + b_{C^{(1)}}",
        "C^{(2)}_t = W_{C^{(2)}} x_t + b_{C^{(2)}}",
        r"a^{(1)}_t = \exp(-\exp(\alpha^{(1)}) \circ \Delta_t)",
        r"s^{(1)}_t = a^{(1)}_t \circ s^{(1)}_{t-1} + (1 - a^{(1)}_t) \circ \exp(-\alpha^{(1)}) \circ B^{(1)}_t"
        r" \circ \tilde h_t",
        r"a^{(2)}_t = \exp(-\exp(\alpha^{(2)}) \circ \Delta_t)",
        r"s^{(2)}_t = a^{(2)}_t \circ s^{(2)}_{t-1} + (1 - a^{(2)}_t) \circ \exp(-\alpha^{(2)}) \circ B^{(2)}_t"
        r" \circ \tilde h_t",
        r"h_t = C^{(1)}_t \circ s^{(1)}_t + C^{(2)}_t \circ s^{(2)}_t",
    ],
    "own_after_coupled_relu_bias": [
        r"z_t = \sigma(W_z x_t + U_z h_{t-1} + b_z)",
        r"\tilde h_t = \mathrm{ReLU}(W_n x_t + b_n + z_t \circ (U_n h_{t-1} + c_n))",
        r"h_t = (1 - z_t) \circ h_{t-1} + z_t \circ \tilde h_t",
    ],
    "own_after_none_tanh": [
        r"r_t = \sigma(W_r x_t + U_r h_{t-1} + b_r)",
        r"h_t = \tanh(W_h x_t + b_h + r_t \circ (U_h h_{t-1}))",
    ],
    "own_before_input_tanh_bias": [
        r"r_t = \sigma(W_r x_t + U_r h_{t-1} + b_r)",
        r"z_t = \sigma(W_z x_t + b_z)",
        r"\tilde h_t = \tanh(W_n x_t + b_n + U_n (r_t \circ h_{t-1}) + c_n)",
        r"h_t = (1 - z_t) \circ h_{t-1} + z_t \circ \tilde h_t",
    ],
}


@pytest.mark.parametrize("cell", PRINTED)
def test_equations_as_in_textbooks(cell):
    assert [equation.latex for equation in find_cell(cell).equations] == PRINTED[cell]


def test_every_named_cell_is_printed_here():
    assert set(CELLS) <= set(PRINTED)


@every_cell
def test_every_gate_is_a_block_or_mixed_and_every_path_has_a_formula(cell):
    kind = CELLS[cell]
    activated = [equation for equation in kind.equations if isinstance(equation, BlockEquation)]
    assert {equation.block for equation in activated} <= set(kind.block_names)
    mixed = [equation.symbol for equation in kind.equations if isinstance(equation, SumEquation)]
    assert set(mixed) <= {*kind.state_names, *kind.gate_names}
    for keeps in (False, True):
        assert all("<" not in path_latex(formula, keeps=keeps) for formula in kind.paths.values())


def test_keep_z_turns_the_interpolation_and_nothing_else():
    turned = [equation.latex for equation in keep_z(CELLS["gru"].equations)]
    assert turned[:3] == PRINTED["gru"][:3]
    assert turned[3] == r"h_t = z_t \circ h_{t-1} + (1 - z_t) \circ \tilde h_t"
    assert keep_z(CELLS["lstm"].equations) == CELLS["lstm"].equations
    assert keep_z(keep_z(CELLS["gru"].equations)) == CELLS["gru"].equations


def test_keep_z_turns_the_reset_too_where_it_is_the_same_gate():
    turned = keep_z(CELLS["mgu"].equations)
    assert [equation.latex for equation in turned] == [
        PRINTED["mgu"][0],
        r"\tilde h_t = \tanh(W_n x_t + U_n ((1 - z_t) \circ h_{t-1}) + b_n)",
        r"h_t = z_t \circ h_{t-1} + (1 - z_t) \circ \tilde h_t",
    ]
    assert keep_z(turned) == CELLS["mgu"].equations
    assert keep_z(CELLS["lstm_coupled"].equations) == CELLS["lstm_coupled"].equations


@pytest.mark.parametrize("cell", [*(key for key, cell in CELLS.items() if len(cell.state_names) == 1), *DESIGNS])
def test_the_formula_of_every_path_holds_with_either_sign_of_z(cell):
    """Numbers put into the printed formulas, with the weights of z negated where it keeps."""
    recording = random_run(cell, Sizes(T=1, E=1, B=1, seed=3))
    weights, g = recording.weights, np.random.default_rng(0).standard_normal(4)
    true = {path: way[0, 0, 0] for path, way in linearised(recording).adjoint(g[None, None, None]).paths.items()}
    known = {gate: values[0, 0, 0] for gate, values in recording.gates.items()}
    known |= {"before": recording.state[0, 0, 0], "h": recording.state[1, 0, 0]}
    known |= {f"U_{block}": U[0] for block, U in weights.recurrent.items()}
    known |= {"U": known.get("U_h"), f"c_{find_cell(cell).candidate.block}": np.zeros(4)}
    if weights.recurrent_bias is not None:
        known[f"c_{find_cell(cell).candidate.block}"] = weights.recurrent_bias[0]
    negated = known | {name: -known[name] for name in ("U_z",) if name in known}
    negated |= {"z": 1 - known["z"]} if "z" in known else {}
    for path, formula in find_cell(cell).paths.items():
        for keeps, numbers in ((False, known), (True, negated)):
            matrix = valued(path_latex(formula, keeps=keeps), numbers)
            np.testing.assert_allclose(matrix.T @ g, true[path], rtol=1e-10, atol=1e-14)


def valued(latex, known):
    """The matrix that a printed path stands for, factor by factor."""
    matrix = np.eye(4)
    for factor in latex.split(r"\, "):
        inside = re.fullmatch(r"\\mathrm\{diag\}\((.*)\)", factor)
        if inside is None:
            matrix = matrix @ known[factor]
            continue
        code = inside[1].replace(r"\tilde h_t", "n").replace("h_{t-1}", "before").replace("_t", "").replace("^2", "**2")
        code = code.replace(r"\circ", "*").replace("[", "(").replace("]", ")")
        code = re.sub(r"(U_[nh]) before", r"(\1 @ before)", re.sub(r"(?<=\b[zr])\(", " * (", code))
        matrix = matrix @ np.diag(eval(code, {}, known))
    return matrix


def test_paths_in_both_conventions():
    paths = CELLS["gru"].paths
    assert path_latex(paths["leak"]) == r"\mathrm{diag}(1-z_t)"
    assert path_latex(paths["leak"], keeps=True) == r"\mathrm{diag}(z_t)"
    assert r"(\tilde h_t - h_{t-1})" in path_latex(paths["update"])
    assert r"(h_{t-1} - \tilde h_t)" in path_latex(paths["update"], keeps=True)


def test_what_has_no_state_and_no_activation_is_printed_so():
    assert BlockEquation("z", "z", "sigmoid", reads_state=False).latex == r"z_t = \sigma(W_z x_t + b_z)"
    assert BlockEquation("n", "n", "identity", reads_state=False).latex == r"\tilde h_t = W_n x_t + b_n"
    assert BlockEquation("h", "h", "relu", alone=True).latex == r"h_t = \mathrm{ReLU}(W x_t + U h_{t-1} + b)"
    assert SumEquation("h", ((Factor("o"), Factor("c", "tanh")),)).latex == r"h_t = o_t \circ \tanh(c_t)"
    assert np.array_equal(keep_z([]), ())
