"""The gated recurrent unit with the reset before the matrix product, in the write-z convention."""

from gruviz.arrays import Array
from gruviz.engine.cells.base import Cell
from gruviz.engine.cells.equations import DRIVE, KEEP, WRITE, BlockEquation, Factor, SumEquation

INTERPOLATION = SumEquation("h", ((Factor("z", "complement"), Factor("h", previous=True)), (Factor("z"), Factor("n"))))
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

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        return {"z": -log_lag}
