"""The minimal GRU: gate and candidate read the input only, so that nothing but the copy leads back in time."""

from collections.abc import Mapping

from gruviz.arrays import Array
from gruviz.engine.cells.base import Adjoint, Cell, Hold, Step, sigmoid
from gruviz.engine.cells.equations import KEEP, BlockEquation
from gruviz.engine.cells.gru import INTERPOLATION
from gruviz.engine.records import Weights


class MinGRU(Cell):
    """h_t = (1 − z) h_{t-1} + z n with n = W x_t + b: linear in the state, and without any U."""

    key = "mingru"
    title = "minGRU"
    reference = "Feng et al. 2024, arXiv:2410.01201"
    equations = (
        BlockEquation("z", "z", "sigmoid", reads_state=False),
        BlockEquation("n", "n", "identity", reads_state=False),
        INTERPOLATION,
    )
    paths = {"leak": rf"\mathrm{{diag}}({KEEP})"}
    leak = "leak"
    update_block = "z"

    def step(self, weights: Weights, driven: Array, state: Array, hold: Hold) -> Step:
        drive = self.by_block(driven)
        z, n = hold("z", sigmoid(drive["z"])), hold("n", drive["n"])
        return Step(state, {"z": z, "n": n}, (1 - z) * state + z * n)

    def partials(
        self, weights: Weights, step: Step, margins: Mapping[str, Array], free: Mapping[str, Array]
    ) -> dict[str, Array]:
        z, n, h = step.gates["z"], step.gates["n"], step.previous
        return {
            "leak": margins["z"],
            "z": (n - h) * z * margins["z"] * free.get("z", 1),
            "n": z * free.get("n", 1),
        }

    def adjoint(self, weights: Weights, partials: Mapping[str, Array], grad_state: Array) -> Adjoint:
        inner = {name: grad_state * partials[name] for name in ("z", "n")}
        return Adjoint({"leak": grad_state * partials["leak"]}, inner, {})

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        return {"z": -log_lag}
