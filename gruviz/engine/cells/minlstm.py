"""The minimal LSTM: its gates read the input only, and are scaled so that they sum to 1."""

from gruviz.arrays import Array
from gruviz.engine.cells.base import Cell
from gruviz.engine.cells.equations import BlockEquation, Factor, SumEquation


class MinLSTM(Cell):
    """h_t = k h_{t-1} + w n with k = f/(f + i), w = i/(f + i), n = W x_t + b: linear in the state, and without any U.

    k and w are the f' and i' of the paper, in its form with "length independence scaling". There is neither an output
    gate nor a second state. Since k = σ(log f − log i) and w = 1 − k, this is a minGRU whose gate is
    σ(log i − log f). A long memory needs an i near 0: whatever f is, k is at most 1/(1 + i).
    """

    key = "minlstm"
    title = "minLSTM"
    reference = "Feng et al. 2024, arXiv:2410.01201, Algorithm 3"
    equations = (
        BlockEquation("f", "f", "sigmoid", reads_state=False),
        BlockEquation("i", "i", "sigmoid", reads_state=False),
        BlockEquation("n", "n", "identity", reads_state=False),
        SumEquation("s", ((Factor("f"),), (Factor("i"),)), range=(0, 2)),
        SumEquation("k", ((Factor("f"), Factor("s", "inverse")),), range=(0, 1)),
        SumEquation("w", ((Factor("i"), Factor("s", "inverse")),), range=(0, 1)),
        SumEquation("h", ((Factor("k"), Factor("h", previous=True)), (Factor("w"), Factor("n")))),
    )
    paths = {"leak": r"\mathrm{diag}(k_t)"}
    leak = "leak"
    forget_block = "f"

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        return {"f": log_lag, "i": -log_lag}
