"""A selective state space: a few decaying states for each unit, whose step size the input chooses."""

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells.base import Cell
from gruviz.engine.cells.equations import BlockEquation, Equation, Factor, SumEquation

STEPS = (0.001, 0.1)
"""Between these lies the step size of a unit at the start, where its input is 0."""


def _state(i: int) -> tuple[Equation, ...]:
    """The equations of one of a unit's states, s = a s' + (1 − a)/A B n with a = exp(−A Δ) and A = exp(α)."""
    a, s, decay = f"a{i}", f"s{i}", f"alpha{i}"
    written = (Factor(a, "complement"), Factor(decay, "exp_minus", constant=True), Factor(f"B{i}"), Factor("n"))
    return (
        SumEquation(a, ((Factor(decay, "exp", constant=True), Factor("delta")),), "exp", (-1,), (0, 1)),
        SumEquation(s, ((Factor(a), Factor(s, previous=True)), written)),
    )


class SelectiveSSM(Cell):
    """h_t = Σ C s over two states a unit, each s = a s' + (1 − a)/A B n with a = exp(−A Δ), A = exp(α): no U at all.

    Δ = softplus(W x_t + b), B, C and n read the input; α is learned. A large Δ resets the states and takes the input, a
    small one keeps them: with A = B = C = 1, Δ is a minGRU's gate, 1 − a = z (Theorem 1 of the paper).

    This is the recurrence, without the block around it, and in four points not Mamba's own. Mamba has 16 states for
    each channel, here a unit has two. There B and C are one row each, shared by all channels, and without a bias; here
    each unit has its own. There a channel reads its own signal, as many as there are units; here n = W x_t + b brings
    the input to that width. And B enters as the paper says, by zero-order hold; the authors' code takes Δ B for
    (1 − a)/A B, which is close where A Δ is small.

    A starts at 1 and 2, the biases of Δ such that softplus of them is U(.001, .1), as the paper says; in the authors'
    code the logarithm of the step is uniform. Other biases start at 0.
    """

    key = "ssm"
    title = "Selective SSM"
    reference = "Gu & Dao 2023 (Mamba), arXiv:2312.00752, Algorithm 2 and section 3.6"
    equations: tuple[Equation, ...] = (
        BlockEquation("n", "n", "identity", reads_state=False),
        BlockEquation("delta", "delta", "softplus", reads_state=False),
        *(BlockEquation(name, name, "identity", reads_state=False) for name in ("B1", "B2", "C1", "C2")),
        *_state(1),
        *_state(2),
        SumEquation("h", ((Factor("C1"), Factor("s1")), (Factor("C2"), Factor("s2")))),
    )
    state_names = ("h", "s1", "s2")
    paths = {"leak": r"\mathrm{diag}(a^{(i)}_t)"}
    leak = "leak"

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        return {"delta": -log_lag}

    def start_biases(self, rng: np.random.Generator, size: int) -> dict[str, Array]:
        biases: dict[str, Array] = {block: np.zeros(size) for block in self.block_names}
        return biases | {"delta": np.log(np.expm1(rng.uniform(*STEPS, size)))}

    def start_constants(self, rng: np.random.Generator, size: int) -> dict[str, Array]:
        return {f"alpha{i}": np.full(size, np.log(i)) for i in (1, 2)}
