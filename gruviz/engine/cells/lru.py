"""The linear recurrent unit: a complex number for each unit, turned and shrunk by the same amount at every step."""

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells.base import Cell
from gruviz.engine.cells.equations import BlockEquation, Factor, SumEquation

RING = (0.9, 0.999)
"""Between these radii the eigenvalues start."""

_SHARE, _TURN, _ACROSS = Factor("a"), Factor("theta", "cos", constant=True), Factor("theta", "sin", constant=True)
_REAL, _IMAGINARY, _LOUD = Factor("h", previous=True), Factor("k", previous=True), Factor("gamma", "exp", constant=True)

_ROTATION = r"\begin{pmatrix} \cos \theta & -\sin \theta \\ \sin \theta & \cos \theta \end{pmatrix}"


class LRU(Cell):
    """h_t + i k_t = a e^{iθ} (h_{t-1} + i k_{t-1}) + e^γ (u + i v) with a = exp(−exp ν): linear, and without any gate.

    The state is the real part h, then the imaginary part k; u and v are W x_t + b. The gradient decays exactly as the
    powers of |λ| = a, which ν keeps between 0 and 1. This is the recurrence, without the layers around it.

    In the paper an output reads Re(C (h + i k)). What reads h alone is no less as long as there is one output, since
    turning C of a unit by an angle is turning W and b of its u and v; with several outputs it is less. The paper learns
    the logarithm of the phase θ, here θ itself is learned.

    Eigenvalues start evenly spread by area over the ring from .9 to .999, which the paper takes for its image tasks,
    with phases all round, as in all of its tasks but one; and e^γ at √(1 − a²), which keeps the state as loud as its
    input is. γ is learned too, and does not follow a. Biases start at 0; the paper has none.
    """

    key = "lru"
    title = "LRU"
    reference = "Orvieto et al. 2023, arXiv:2303.06349"
    equations = (
        BlockEquation("u", "u", "identity", reads_state=False),
        BlockEquation("v", "v", "identity", reads_state=False),
        SumEquation("a", ((Factor("nu", "exp", constant=True),),), "exp", (-1,), (0, 1)),
        SumEquation(
            "h", ((_SHARE, _TURN, _REAL), (_SHARE, _ACROSS, _IMAGINARY), (_LOUD, Factor("u"))), coefficients=(1, -1, 1)
        ),
        SumEquation("k", ((_SHARE, _ACROSS, _REAL), (_SHARE, _TURN, _IMAGINARY), (_LOUD, Factor("v")))),
    )
    state_names = ("h", "k")
    paths = {"leak": rf"\mathrm{{diag}}(a_t) {_ROTATION}"}
    leak = "leak"

    def start_biases(self, rng: np.random.Generator, size: int) -> dict[str, Array]:
        return {block: np.zeros(size) for block in self.block_names}

    def start_constants(self, rng: np.random.Generator, size: int) -> dict[str, Array]:
        inner, outer = np.square(RING)
        squared = rng.uniform(inner, outer, size)
        theta = rng.uniform(0, 2 * np.pi, size)
        return {"nu": np.log(-np.log(squared) / 2), "theta": theta, "gamma": np.log1p(-squared) / 2}
