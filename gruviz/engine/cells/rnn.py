"""The plain recurrent network of Elman 1990, with tanh."""

from collections.abc import Mapping

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells.base import Adjoint, Cell, Hold, Step, spectral_norm
from gruviz.engine.cells.equations import BlockEquation
from gruviz.engine.records import Weights


class RNN(Cell):
    """h_t = tanh(W x_t + U h_{t-1} + b)."""

    key = "rnn"
    title = "RNN"
    reference = "Elman 1990; analysed by Bengio, Simard & Frasconi 1994"
    equations = (BlockEquation("h", "h", "tanh", alone=True),)
    paths = {"recurrent": r"\mathrm{diag}(1-h_t^2)\, U"}

    def step(self, weights: Weights, driven: Array, state: Array, hold: Hold) -> Step:
        return Step(state, {}, np.tanh(driven + state @ weights.U_transposed))

    def partials(
        self, weights: Weights, step: Step, margins: Mapping[str, Array], free: Mapping[str, Array]
    ) -> dict[str, Array]:
        return {"h": margins["h"]}

    def adjoint(self, weights: Weights, partials: Mapping[str, Array], grad_state: Array) -> Adjoint:
        inner = {"h": grad_state * partials["h"]}
        return Adjoint({"recurrent": inner["h"] @ weights.recurrent["h"]}, inner, inner)

    def norm_bound(self, weights: Weights) -> Array:
        """σ_max(U), since tanh' ≤ 1 (Pascanu et al. 2013, arXiv:1211.5063, section 2)."""
        return spectral_norm(weights.recurrent["h"])
