"""The sLSTM of xLSTM: gates of exponentials, which weigh all that was written against what is written now."""

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells.base import Cell
from gruviz.engine.cells.equations import BlockEquation, Equation, Factor, SumEquation


class SLSTM(Cell):
    """h_t = o y with y = c/n, where c = f c' + i g and n = f n' + i, for f = σ(f̃) and i = exp(ĩ).

    c and n themselves may leave the numbers that a computer has. The states are therefore y = c/n and m = log n, which
    take a step by y = k y' + w g, m = ĩ + softplus(q) with k = σ(q), w = σ(−q) = 1 − k and q = log f + m' − ĩ: the same
    h, and the choice of the paper's stabiliser with which n becomes 1. y is a mean of all g so far, which no step can
    make larger than 1.

    What differs from the paper: U is dense, as if there were one head, and drawn as in other cells; in the authors'
    code it starts at 0. A run starts from y = 0 and n = 1, as if one g of 0 had been written with i = 1; the authors
    start from n = 0. The normalisation, convolution and layers around the cell are left out. Biases start as in the
    authors' code: of the forget gate from 5 for the first unit to −7 for the last, else 0.
    """

    key = "slstm"
    title = "sLSTM"
    reference = "Beck et al. 2024 (xLSTM), arXiv:2405.04517, section 2.2 and appendix A.2"
    equations: tuple[Equation, ...] = (
        BlockEquation("g", "g", "tanh"),
        BlockEquation("i0", "i", "identity"),
        BlockEquation("f0", "f", "identity"),
        BlockEquation("o", "o", "sigmoid"),
        SumEquation(
            "q",
            ((Factor("f0", "log_sigmoid"),), (Factor("m", previous=True),), (Factor("i0"),)),
            coefficients=(1, 1, -1),
        ),
        SumEquation("k", ((Factor("q"),),), function="sigmoid", range=(0, 1)),
        SumEquation("w", ((Factor("q"),),), coefficients=(-1,), function="sigmoid", range=(0, 1)),
        SumEquation("m", ((Factor("i0"),), (Factor("q", "softplus"),))),
        SumEquation("y", ((Factor("k"), Factor("y", previous=True)), (Factor("w"), Factor("g")))),
        SumEquation("h", ((Factor("o"), Factor("y")),)),
    )
    state_names = ("h", "y", "m")
    paths = {
        "leak": r"\mathrm{diag}(k_t)",
        "input": r"\mathrm{diag}(\partial y_t / \partial \tilde i_t)\, U_i",
        "forget": r"\mathrm{diag}(\partial y_t / \partial \tilde f_t)\, U_f",
        "candidate": r"\mathrm{diag}(w_t \circ (1-g_t^2))\, U_g",
        "output": r"\mathrm{diag}(y_t \circ o_t(1-o_t))\, U_o",
    }
    leak = "leak"
    forget_block = "f"

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        return {"f": log_lag}

    def start_biases(self, rng: np.random.Generator, size: int) -> dict[str, Array]:
        biases: dict[str, Array] = {block: np.zeros(size) for block in self.block_names}
        return biases | {"f": 5 - 12 * (np.arange(size) / max(1, size - 1)) ** 0.3}
