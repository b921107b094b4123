"""Long short-term memory with a forget gate and no peepholes."""

from collections.abc import Mapping

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells.base import Adjoint, Cell, Hold, Step, sech_squared, sigmoid
from gruviz.engine.cells.equations import BlockEquation, Equation, Factor, SumEquation
from gruviz.engine.records import Weights

SHOWN = SumEquation("h", ((Factor("o"), Factor("c", tanh=True)),))
"""h_t = o tanh(c_t)."""
_PATHS = {"i": "input", "f": "forget", "g": "candidate", "o": "output"}
"""The path through each block."""


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

    def written(self, gates: Mapping[str, Array], margins: Mapping[str, Array] | None = None) -> Array:
        """How much of the candidate enters the cell state; with margins, all its digits also near 0."""
        return gates["i"]

    def pulls(self, candidate: Array, c: Array) -> dict[str, Array]:
        """Derivative of the new cell state by each gate that decides on it."""
        return {"i": candidate, "f": c}

    def step(self, weights: Weights, driven: Array, state: Array, hold: Hold) -> Step:
        size = weights.hidden_size
        h, c = state[..., :size], state[..., size:]
        drive = driven + h @ weights.U_transposed
        computed = self.by_block(sigmoid(drive)) | {"g": np.tanh(self.by_block(drive)["g"])}
        gates = {name: hold(name, value) for name, value in computed.items()}
        new_c = gates["f"] * c + self.written(gates) * gates["g"]
        return Step(state, gates, np.concatenate([gates["o"] * np.tanh(new_c), new_c], -1))

    def partials(
        self, weights: Weights, step: Step, margins: Mapping[str, Array], free: Mapping[str, Array]
    ) -> dict[str, Array]:
        gates, g, o = step.gates, step.gates["g"], step.gates["o"]
        c = step.previous[..., weights.hidden_size :]
        new_c = step.state[..., weights.hidden_size :]
        pulls = self.pulls(g, c) | {"o": np.tanh(new_c)}
        slopes = {name: pull * gates[name] * margins[name] for name, pull in pulls.items()}
        slopes["g"] = self.written(gates, margins) * margins["g"]
        free_slopes = {name: slope * free.get(name, 1) for name, slope in slopes.items()}
        return {"show": o * sech_squared(new_c), "keep": gates["f"], **free_slopes}

    def adjoint(self, weights: Weights, partials: Mapping[str, Array], grad_state: Array) -> Adjoint:
        size, U = weights.hidden_size, weights.recurrent
        grad_h = grad_state[..., :size]
        grad_c = grad_state[..., size:] + grad_h * partials["show"]
        inner = {name: (grad_h if name == "o" else grad_c) * partials[name] for name in self.block_names}
        paths = {"leak": _into_c(grad_c * partials["keep"])}
        paths |= {_PATHS[name]: _into_h(grad @ U[name]) for name, grad in inner.items()}
        return Adjoint(paths, inner, inner)

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        return {"f": log_lag, "i": -log_lag}


def _into_h(grad: Array) -> Array:
    return np.concatenate([grad, np.zeros_like(grad)], -1)


def _into_c(grad: Array) -> Array:
    return np.concatenate([np.zeros_like(grad), grad], -1)
