"""Long short-term memory with a forget gate and no peepholes."""

from collections.abc import Mapping

import numpy as np

from gruviz.cells.base import Adjoint, Cell, Hold, Step, seed_mean, sigmoid, spectral_radius
from gruviz.cells.equations import Activated, Factor, Mixed
from gruviz.records import Weights
from gruviz.validation import Array


class LSTM(Cell):
    """c_t = f c_{t-1} + i g carries, h_t = o tanh(c_t) shows. The state is h then c."""

    key = "lstm"
    title = "LSTM"
    reference = "Hochreiter & Schmidhuber 1997; forget gate of Gers et al. 2000; form of Greff et al., arXiv:1503.04069"
    equations = (
        Activated("i", "i", "sigmoid"),
        Activated("f", "f", "sigmoid"),
        Activated("g", "g", "tanh"),
        Activated("o", "o", "sigmoid"),
        Mixed("c", ((Factor("f"), Factor("c", previous=True)), (Factor("i"), Factor("g")))),
        Mixed("h", ((Factor("o"), Factor("c", tanh=True)),)),
    )
    script = """\
def lstm(a, U, s):
    h, c = s.chunk(2)  # c carries, h shows
    i = torch.sigmoid(a["i"] + U["i"] @ h)
    f = torch.sigmoid(a["f"] + U["f"] @ h)
    g = torch.tanh(a["g"] + U["g"] @ h)
    o = torch.sigmoid(a["o"] + U["o"] @ h)
    c = f * c + i * g
    h = o * torch.tanh(c)
    return torch.cat([h, c])
"""
    state_names = ("h", "c")
    block_names = ("i", "f", "g", "o")
    gate_ranges = {"i": (0, 1), "f": (0, 1), "g": (-1, 1), "o": (0, 1)}
    paths = {
        "leak": r"\mathrm{diag}(f_t)",
        "input": r"\mathrm{diag}(g_t \circ i_t(1-i_t))\, U_i",
        "forget": r"\mathrm{diag}(c_{t-1} \circ f_t(1-f_t))\, U_f",
        "candidate": r"\mathrm{diag}(i_t \circ (1-g_t^2))\, U_g",
        "output": r"\mathrm{diag}(\tanh(c_t) \circ o_t(1-o_t))\, U_o",
    }
    leak = "leak"
    forget_block = "f"

    def step(self, weights: Weights, driven: Array, state: Array, hold: Hold) -> Step:
        size = weights.hidden_size
        h, c = state[..., :size], state[..., size:]
        drive = driven + h @ weights.U_transposed
        gates = sigmoid(drive)
        i, f = hold("i", gates[..., :size]), hold("f", gates[..., size : 2 * size])
        g, o = hold("g", np.tanh(drive[..., 2 * size : 3 * size])), hold("o", gates[..., 3 * size :])
        new_c = f * c + i * g
        return Step(state, {"i": i, "f": f, "g": g, "o": o}, np.concatenate([o * np.tanh(new_c), new_c], -1))

    def partials(self, weights: Weights, step: Step, free: Mapping[str, Array]) -> dict[str, Array]:
        i, f, g, o = (step.gates[name] for name in self.block_names)
        c = step.previous[..., weights.hidden_size :]
        shown = np.tanh(step.state[..., weights.hidden_size :])
        return {
            "show": o * (1 - shown**2),
            "keep": f,
            "i": g * i * (1 - i) * free.get("i", 1),
            "f": c * f * (1 - f) * free.get("f", 1),
            "g": i * (1 - g**2) * free.get("g", 1),
            "o": shown * o * (1 - o) * free.get("o", 1),
        }

    def adjoint(self, weights: Weights, partials: Mapping[str, Array], grad_state: Array) -> Adjoint:
        size, U = weights.hidden_size, weights.recurrent
        grad_h = grad_state[..., :size]
        grad_c = grad_state[..., size:] + grad_h * partials["show"]
        inner = {name: grad_c * partials[name] for name in ("i", "f", "g")}
        inner["o"] = grad_h * partials["o"]
        names = ("input", "forget", "candidate", "output")
        paths = {"leak": _into_c(grad_c * partials["keep"])}
        paths |= {path: _into_h(inner[gate] @ U[gate]) for path, gate in zip(names, self.block_names, strict=True)}
        return Adjoint(paths, inner, inner)

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        return {"f": log_lag, "i": -log_lag}

    def mean_field(self, weights: Weights, step: Step) -> Array:
        """As for the GRU: what is kept, plus the round c → h → candidate → c."""
        i, f, g, o = (step.gates[name] for name in self.block_names)
        shown = np.tanh(step.state[..., weights.hidden_size :])
        loop = seed_mean(i * o * (1 - shown**2) * (1 - g**2))
        return seed_mean(f) + spectral_radius(weights.recurrent["g"]) * loop


def _into_h(grad: Array) -> Array:
    return np.concatenate([grad, np.zeros_like(grad)], -1)


def _into_c(grad: Array) -> Array:
    return np.concatenate([np.zeros_like(grad), grad], -1)
