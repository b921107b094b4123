"""A gated cell composed from a design: every combination of reset, update, candidate and state bias."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells.base import Adjoint, Cell, Hold, Step, sigmoid, spectral_norm
from gruviz.engine.cells.design import Design, equations_of, paths_of
from gruviz.engine.records import Weights


def _relu(a: Array) -> Array:
    return np.maximum(a, 0)


FUNCTIONS: Mapping[str, Callable[[Array], Array]] = {"tanh": np.tanh, "relu": _relu}
"""Each candidate's activation."""


class Gated(Cell):
    """h_t = (1 − z) h_{t-1} + z n, or less than that, with z near 0 keeping and near 1 writing.

    Args:
        design: Which parts it has.
        key: Registry key.
        title: As legends have it.
        reference: Where it comes from.
    """

    def __init__(self, design: Design, *, key: str, title: str, reference: str) -> None:
        self.design, self.key, self.title, self.reference = design, key, title, reference
        self.equations, self.paths = equations_of(design), paths_of(design)
        self.leak = "leak" if "leak" in self.paths else None
        self.update_block = "z" if "z" in self.block_names else None

    def step(self, weights: Weights, driven: Array, state: Array, hold: Hold) -> Step:
        drive = self.by_block(driven)
        gates = {}
        for gate in self.activated[:-1]:
            recurrent = state @ _transposed(weights, gate.block) if gate.reads_state else 0
            gates[gate.symbol] = hold(gate.symbol, sigmoid(drive[gate.block] + recurrent))
        activation = FUNCTIONS[self.design.candidate]
        r = self._reset(gates)
        if self.design.reset == "after":
            product = r * self._product(weights, state)
        else:
            product = self._product(weights, r * state)
        n = activation(drive[self.design.written] + product)
        if self.design.update == "none":
            return Step(state, gates, n)
        gates["n"] = hold("n", n)
        return Step(state, gates, (1 - gates["z"]) * state + gates["z"] * gates["n"])

    def partials(
        self, weights: Weights, step: Step, margins: Mapping[str, Array], free: Mapping[str, Array]
    ) -> dict[str, Array]:
        gates, h = step.gates, step.previous
        n = gates.get("n", step.state)
        partials = {"candidate": self._slope(step, margins) * free.get("n", 1)}
        if self.design.update != "none":
            partials["leak"] = margins["z"]
            partials["update"] = (n - h) * gates["z"] * margins["z"] * free.get("z", 1)
        if self.design.resetter is not None:
            r = gates[self.design.resetter]
            factor = h if self.design.reset == "before" else self._product(weights, h)
            partials["pass"] = r
            partials["reset"] = factor * r * margins[self.design.resetter] * free.get(self.design.resetter, 1)
        return partials

    def adjoint(self, weights: Weights, partials: Mapping[str, Array], grad_state: Array) -> Adjoint:
        U, design = weights.recurrent, self.design
        n = grad_state * partials["candidate"]
        product = n * partials["pass"] if design.reset == "after" else n
        back = product @ U[design.written]
        paths = {self._through_candidate: back * partials["pass"] if design.reset == "before" else back}
        inner = {design.written: n}
        if design.update != "none":
            paths["leak"] = grad_state * partials["leak"]
            inner["z"] = grad_state * partials["update"]
            if "z" in U:
                paths["update"] = inner["z"] @ U["z"]
        if design.resetter is not None:
            r = (back if design.reset == "before" else n) * partials["reset"]
            paths["reset"] = r @ U[design.resetter]
            inner[design.resetter] = inner.get(design.resetter, 0) + r
        products = {block: inner[block] for block in U} | {design.written: product}
        return Adjoint({name: paths[name] for name in self.paths}, inner, products)

    def operands(self, weights: Weights, step: Step) -> dict[str, Array]:
        operands = super().operands(weights, step)
        if self.design.reset == "before":
            operands[self.design.written] = self._reset(step.gates) * step.previous
        return operands

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        return {"z": -log_lag} if self.update_block else {}

    def norm_bound(self, weights: Weights) -> Array | None:
        """Without gates as for the RNN, since ReLU' ≤ 1 too."""
        return None if self.gate_names else spectral_norm(weights.recurrent[self.design.written])

    @property
    def _through_candidate(self) -> str:
        return "candidate" if "candidate" in self.paths else "recurrent"

    def _reset(self, gates: Mapping[str, Array]) -> Array | float:
        return 1.0 if self.design.resetter is None else gates[self.design.resetter]

    def _product(self, weights: Weights, operand: Array) -> Array:
        product = operand @ _transposed(weights, self.design.written)
        return product if weights.recurrent_bias is None else product + weights.recurrent_bias[:, None]

    def _slope(self, step: Step, margins: Mapping[str, Array]) -> Array:
        """Derivative of the new state by the candidate's preactivation."""
        n = step.gates.get("n", step.state)
        slope = margins[self.design.written] if self.design.candidate == "tanh" else (n > 0).astype(n.dtype)
        return step.gates["z"] * slope if self.design.update != "none" else slope


@lru_cache(maxsize=256)
def cell_of_design(key: str) -> Gated:
    """The custom cell of a design's key."""
    design = Design.parse(key)
    return Gated(design, key=key, title=design.title, reference="A composition, not from the literature")


def _transposed(weights: Weights, block: str) -> Array:
    return weights.recurrent[block].swapaxes(1, 2)
