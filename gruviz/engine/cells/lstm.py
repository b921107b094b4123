"""Long short-term memory with a forget gate and no peepholes."""

from gruviz.arrays import Array
from gruviz.engine.cells.base import Cell
from gruviz.engine.cells.equations import BlockEquation, Equation, Factor, SumEquation

SHOWN = SumEquation("h", ((Factor("o"), Factor("c", "tanh")),))
"""h_t = o tanh(c_t)."""


class LSTM(Cell):
    """c_t = f c_{t-1} + i g carries, h_t = o tanh(c_t) shows. The state is h then c."""

    key = "lstm"
    title = "LSTM"
    reference = "Hochreiter & Schmidhuber 1997; forget gate of Gers et al. 2000; form of Greff et al., arXiv:1503.04069"
    equations: tuple[Equation, ...] = (
        BlockEquation("i", "i", "sigmoid"),
        BlockEquation("f", "f", "sigmoid"),
        BlockEquation("g", "g", "tanh"),
        BlockEquation("o", "o", "sigmoid"),
        SumEquation("c", ((Factor("f"), Factor("c", previous=True)), (Factor("i"), Factor("g")))),
        SHOWN,
    )
    state_names = ("h", "c")
    paths = {
        "leak": r"\mathrm{diag}(f_t)",
        "input": r"\mathrm{diag}(g_t \circ i_t(1-i_t))\, U_i",
        "forget": r"\mathrm{diag}(c_{t-1} \circ f_t(1-f_t))\, U_f",
        "candidate": r"\mathrm{diag}(i_t \circ (1-g_t^2))\, U_g",
        "output": r"\mathrm{diag}(\tanh(c_t) \circ o_t(1-o_t))\, U_o",
    }
    leak = "leak"
    forget_block = "f"

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        return {"f": log_lag, "i": -log_lag}
