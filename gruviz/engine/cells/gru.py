"""The gated recurrent unit with the reset before the matrix product, in the write-z convention."""

from collections.abc import Mapping

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells.base import Adjoint, Cell, Hold, Step, sigmoid
from gruviz.engine.cells.equations import DRIVE, KEEP, WRITE, BlockEquation, Factor, SumEquation
from gruviz.engine.records import Weights

INTERPOLATION = SumEquation(
    "h", ((Factor("z", complement=True), Factor("h", previous=True)), (Factor("z"), Factor("n")))
)
"""h_t = (1 − z) h_{t-1} + z n."""
INTO_CANDIDATE = rf"\mathrm{{diag}}({WRITE} \circ (1-\tilde h_t^2))"


class GRU(Cell):
    """h_t = (1 − z) h_{t-1} + z n: z near 0 keeps, z near 1 writes."""

    key = "gru"
    title = "GRU"
    reference = "Cho et al. 2014, arXiv:1406.1078; sign of z as in Chung et al. 2014, arXiv:1412.3555"
    equations = (
        BlockEquation("r", "r", "sigmoid"),
        BlockEquation("z", "z", "sigmoid"),
        BlockEquation("n", "n", "tanh", reset="r"),
        INTERPOLATION,
    )
    paths = {
        "leak": rf"\mathrm{{diag}}({KEEP})",
        "candidate": rf"{INTO_CANDIDATE}\, U_n\, \mathrm{{diag}}(r_t)",
        "update": rf"\mathrm{{diag}}({DRIVE} \circ z_t(1-z_t))\, U_z",
        "reset": rf"{INTO_CANDIDATE}\, U_n\, \mathrm{{diag}}(h_{{t-1}} \circ r_t(1-r_t))\, U_r",
    }
    leak = "leak"
    update_block = "z"

    def step(self, weights: Weights, driven: Array, state: Array, hold: Hold) -> Step:
        size, U = weights.hidden_size, weights.U_transposed
        gates = sigmoid(driven[..., : 2 * size] + state @ U[..., : 2 * size])
        r, z = hold("r", gates[..., :size]), hold("z", gates[..., size:])
        n = hold("n", np.tanh(driven[..., 2 * size :] + (r * state) @ U[..., 2 * size :]))
        return Step(state, {"r": r, "z": z, "n": n}, (1 - z) * state + z * n)

    def partials(
        self, weights: Weights, step: Step, margins: Mapping[str, Array], free: Mapping[str, Array]
    ) -> dict[str, Array]:
        r, z, n, h = step.gates["r"], step.gates["z"], step.gates["n"], step.previous
        return {
            "leak": margins["z"],
            "n": z * margins["n"] * free.get("n", 1),
            "z": (n - h) * z * margins["z"] * free.get("z", 1),
            "r": h * r * margins["r"] * free.get("r", 1),
            "pass": r,
        }

    def adjoint(self, weights: Weights, partials: Mapping[str, Array], grad_state: Array) -> Adjoint:
        U = weights.recurrent
        n, z = grad_state * partials["n"], grad_state * partials["z"]
        reset_state = n @ U["n"]
        r = reset_state * partials["r"]
        paths = {
            "leak": grad_state * partials["leak"],
            "candidate": reset_state * partials["pass"],
            "update": z @ U["z"],
            "reset": r @ U["r"],
        }
        inner = {"r": r, "z": z, "n": n}
        return Adjoint(paths, inner, inner)

    def operands(self, weights: Weights, step: Step) -> dict[str, Array]:
        return {"r": step.previous, "z": step.previous, "n": step.gates["r"] * step.previous}

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        return {"z": -log_lag}
