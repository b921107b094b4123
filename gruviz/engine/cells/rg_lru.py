"""The real-gated linear recurrent unit of Griffin: its gates read the input only, and one of them sets the decay."""

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells.base import Cell
from gruviz.engine.cells.equations import BlockEquation, Factor, SumEquation

RING = (0.9, 0.999)
"""Between these lies what a unit keeps of its state in a step while r is 1, at the start."""


class RGLRU(Cell):
    """h_t = a h_{t-1} + √(1 − a²) i n with a = exp(−8 softplus(Λ) r): linear in the state, and without any U.

    This is the recurrence, without the block around it. In Griffin the input itself, as wide as the state, stands in
    place of n; here n = W x_t + b brings it to the width of the state. Λ is learned: a large one forgets fast. The sign
    of Λ is that of the authors' code, the opposite of the paper's.

    Λ starts such that a is U(.9, .999) where r is 1, as the paper says. The authors' code draws the eighth root of that
    a instead, by area between two circles of these radii, so that a is between .43 and .992. Biases start at 0, as in
    that code: r is then ½ on average. At the first step of a document that code writes i n whole, without √(1 − a²);
    here every step is the paper's.
    """

    key = "rg_lru"
    title = "RG-LRU"
    reference = "De et al. 2024 (Griffin), arXiv:2402.19427; sign of Λ as in the authors' code"
    equations = (
        BlockEquation("r", "r", "sigmoid", reads_state=False),
        BlockEquation("i", "i", "sigmoid", reads_state=False),
        BlockEquation("n", "n", "identity", reads_state=False),
        SumEquation("a", ((Factor("Lambda", "softplus", constant=True), Factor("r")),), "exp", (-8,), (0, 1)),
        SumEquation("h", ((Factor("a"), Factor("h", previous=True)), (Factor("a", "root"), Factor("i"), Factor("n")))),
    )
    paths = {"leak": r"\mathrm{diag}(a_t)"}
    leak = "leak"

    def start_biases(self, rng: np.random.Generator, size: int) -> dict[str, Array]:
        return {block: np.zeros(size) for block in self.block_names}

    def start_constants(self, rng: np.random.Generator, size: int) -> dict[str, Array]:
        return {"Lambda": np.log(np.expm1(-np.log(rng.uniform(*RING, size)) / 8))}
