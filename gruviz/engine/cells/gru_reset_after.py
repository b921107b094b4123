"""The GRU as PyTorch and cuDNN compute it: the reset gate acts after the matrix product."""

from collections.abc import Mapping

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells.base import Adjoint, Hold, Step, sigmoid
from gruviz.engine.cells.equations import BlockEquation
from gruviz.engine.cells.gru import GRU, INTERPOLATION, INTO_CANDIDATE
from gruviz.engine.records import Weights


class GRUResetAfter(GRU):
    """As `GRU`, but the candidate resets q = U_n h + c instead of h; one product serves all gates."""

    key = "gru_reset_after"
    title = "GRU reset-after"
    reference = "Cho et al. 2014, arXiv:1406.1078v1; the form of torch.nn.GRU, with z negated"
    equations = (*GRU.equations[:2], BlockEquation("n", "n", "tanh", reset_after="r", state_bias=True), INTERPOLATION)
    paths = GRU.paths | {
        "candidate": rf"{INTO_CANDIDATE}\, \mathrm{{diag}}(r_t)\, U_n",
        "reset": rf"{INTO_CANDIDATE}\, \mathrm{{diag}}((U_n h_{{t-1}} + c_n) \circ r_t(1-r_t))\, U_r",
    }

    def step(self, weights: Weights, driven: Array, state: Array, hold: Hold) -> Step:
        size, product = weights.hidden_size, state @ weights.U_transposed
        gates = sigmoid(driven[..., : 2 * size] + product[..., : 2 * size])
        r, z = hold("r", gates[..., :size]), hold("z", gates[..., size:])
        n = hold("n", np.tanh(driven[..., 2 * size :] + r * _biased(weights, product[..., 2 * size :])))
        return Step(state, {"r": r, "z": z, "n": n}, (1 - z) * state + z * n)

    def partials(
        self, weights: Weights, step: Step, margins: Mapping[str, Array], free: Mapping[str, Array]
    ) -> dict[str, Array]:
        r = step.gates["r"]
        product = _biased(weights, step.previous @ weights.recurrent["n"].swapaxes(1, 2))
        return super().partials(weights, step, margins, free) | {"r": product * r * margins["r"] * free.get("r", 1)}

    def adjoint(self, weights: Weights, partials: Mapping[str, Array], grad_state: Array) -> Adjoint:
        U = weights.recurrent
        n, z = grad_state * partials["n"], grad_state * partials["z"]
        r, product = n * partials["r"], n * partials["pass"]
        paths = {
            "leak": grad_state * partials["leak"],
            "candidate": product @ U["n"],
            "update": z @ U["z"],
            "reset": r @ U["r"],
        }
        return Adjoint(paths, {"r": r, "z": z, "n": n}, {"r": r, "z": z, "n": product})

    def operands(self, weights: Weights, step: Step) -> dict[str, Array]:
        return dict.fromkeys(self.block_names, step.previous)


def _biased(weights: Weights, product: Array) -> Array:
    return product if weights.recurrent_bias is None else product + weights.recurrent_bias[:, None]
