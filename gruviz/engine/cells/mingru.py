"""The minimal GRU: gate and candidate read the input only, so that nothing but the copy leads back in time."""

from gruviz.arrays import Array
from gruviz.engine.cells.base import Cell
from gruviz.engine.cells.equations import KEEP, BlockEquation
from gruviz.engine.cells.gru import INTERPOLATION


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

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        return {"z": -log_lag}
