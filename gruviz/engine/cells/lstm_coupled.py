"""The LSTM with coupled gates: what is forgotten is what is written."""

from gruviz.arrays import Array
from gruviz.engine.cells.equations import BlockEquation, Factor, SumEquation
from gruviz.engine.cells.lstm import LSTM, SHOWN


class CoupledLSTM(LSTM):
    """As `LSTM` with i = 1 − f: c_t = f c_{t-1} + (1 − f) g."""

    key = "lstm_coupled"
    title = "LSTM coupled"
    reference = "Greff et al. 2017, arXiv:1503.04069, who call it CIFG; theirs has peepholes"
    equations = (
        BlockEquation("f", "f", "sigmoid"),
        BlockEquation("g", "g", "tanh"),
        BlockEquation("o", "o", "sigmoid"),
        SumEquation("c", ((Factor("f"), Factor("c", previous=True)), (Factor("f", "complement"), Factor("g")))),
        SHOWN,
    )
    paths = {
        "leak": LSTM.paths["leak"],
        "forget": r"\mathrm{diag}((c_{t-1} - g_t) \circ f_t(1-f_t))\, U_f",
        "candidate": r"\mathrm{diag}((1-f_t) \circ (1-g_t^2))\, U_g",
        "output": LSTM.paths["output"],
    }

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        return {"f": log_lag}
