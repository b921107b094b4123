"""What every cell is: its equations, and what follows from them."""

from collections.abc import Mapping
from functools import cached_property, reduce
from types import EllipsisType
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells.equations import BlockEquation, Equation, SumEquation, step_code
from gruviz.engine.cells.functions import FUNCTIONS
from gruviz.engine.weights import Weights


class Step(NamedTuple):
    """One step, or all steps of a run at once: the leading axes (…, E, B) are free."""

    previous: Array
    """State before the step, (…, E, B, S)."""
    gates: Mapping[str, Array]
    """Gate activations by symbol, each (…, E, B, H)."""
    state: Array
    """State after the step, (…, E, B, S)."""


class Adjoint(NamedTuple):
    """Where a gradient that arrives at the state after a step goes to; every array (…, E, B, ·)."""

    paths: Mapping[str, Array]
    """Gradient reaching the previous state by each path, (…, E, B, S). Their sum is Jᵀ g."""
    preactivations: Mapping[str, Array]
    """∂L/∂(W x + b) by block, (…, E, B, H)."""
    products: Mapping[str, Array]
    """∂L/∂(U · operand) by block, (…, E, B, H)."""
    constants: Mapping[str, Array] = {}
    """∂L/∂ each constant by name, each step's share, (…, E, B, H)."""

    @property
    def total(self) -> Array:
        """Gradient reaching the previous state, (…, E, B, S)."""
        return reduce(np.add, self.paths.values())

    def inputs(self, weights: Weights) -> Array:
        """Gradient reaching the input, (…, E, B, D)."""
        W = weights.input
        return reduce(np.add, (inner @ W[block] for block, inner in self.preactivations.items()))


class Cell:
    """A recurrent cell: stateless, one instance per registry key.

    It is no more than its equations. Which weights and gates it has, how it runs (`engine.forward`), the derivatives of
    a step and the way back through it (`cells.derivatives`) follow from them.
    """

    key: str
    title: str
    reference: str
    equations: tuple[Equation, ...]
    """In the order of computation: the gates, what may be written, the states."""
    state_names: tuple[str, ...] = ("h",)
    paths: Mapping[str, str]
    """By name of each path back through a step, its Jacobian in LaTeX, with the marks of `cells.equations`."""
    leak: str | None = None
    """The path that copies the state elementwise, where there is one."""
    update_block: str | None = None
    """The block whose bias decides how much is written (write-z)."""
    forget_block: str | None = None
    """The block whose bias decides how much of the state stays."""

    @cached_property
    def activated(self) -> tuple[BlockEquation, ...]:
        """The equations that have weights."""
        return tuple(equation for equation in self.equations if isinstance(equation, BlockEquation))

    @cached_property
    def block_names(self) -> tuple[str, ...]:
        """Blocks of weights in the order of their rows."""
        return tuple(equation.block for equation in self.activated)

    @cached_property
    def recurrent_blocks(self) -> tuple[str, ...]:
        """The blocks that read the state, in the order of their rows of U."""
        return tuple(equation.block for equation in self.activated if equation.reads_state)

    @cached_property
    def input_only(self) -> tuple[str, ...]:
        """The blocks that do not, and have no U."""
        return tuple(block for block in self.block_names if block not in self.recurrent_blocks)

    @cached_property
    def plain(self) -> tuple[BlockEquation, ...]:
        """The equations that read the state as it is, those with equal activations side by side."""
        reading = [one for one in self.activated if one.reads_state and not (one.reset or one.reset_after)]
        return tuple(sorted(reading, key=lambda one: one.activation != "sigmoid"))

    @cached_property
    def readers(self) -> tuple[BlockEquation, ...]:
        """Those and the ones that reset what their product with the state gives: one product serves them all."""
        return (*self.plain, *(one for one in self.activated if one.reset_after))

    @cached_property
    def layout(self) -> tuple[str, ...]:
        """All blocks in the order in which they lie in memory while the cell runs: first those of `readers`."""
        first = [one.block for one in self.readers]
        return (*first, *(block for block in self.block_names if block not in first))

    def equation(self, symbol: str) -> Equation:
        """The one that defines a symbol."""
        return next(one for one in self.equations if one.symbol == symbol)

    def block_of(self, gate: str) -> str:
        """The block of weights behind a gate."""
        return next(one.block for one in self.activated if one.symbol == gate)

    @cached_property
    def gate_ranges(self) -> Mapping[str, tuple[float, float]]:
        """Range of each gate's activation, by symbol in the order of computation; infinite where it has no end."""
        gates = (equation for equation in self.equations if equation.symbol not in self.state_names)
        return {gate.symbol: _range(gate) for gate in gates}

    @cached_property
    def mixed(self) -> Mapping[str, SumEquation]:
        """The equations without weights of their own, by symbol."""
        return {one.symbol: one for one in self.equations if isinstance(one, SumEquation)}

    @cached_property
    def constant_names(self) -> tuple[str, ...]:
        """Symbols of the parameters that each unit has and that read nothing, in the order of their rows."""
        factors = (factor for one in self.mixed.values() for factor in one.factors)
        return tuple(dict.fromkeys(factor.symbol for factor in factors if factor.constant))

    @cached_property
    def carried(self) -> tuple[str, ...]:
        """The states that an equation takes over from before the step, elementwise."""
        factors = (factor for one in self.mixed.values() for factor in one.factors)
        copied = {factor.symbol for factor in factors if factor.previous}
        return tuple(name for name in self.state_names if name in copied)

    @cached_property
    def stateless(self) -> tuple[str, ...]:
        """Symbols of the gates that follow from the inputs alone, in the order of computation."""
        found: list[str] = []
        for one in self.equations:
            if isinstance(one, BlockEquation):
                follows = not one.reads_state
            else:
                follows = all(
                    factor.constant or (factor.symbol in found and not factor.previous) for factor in one.factors
                )
            if follows and one.symbol not in self.state_names:
                found.append(one.symbol)
        return tuple(found)

    @cached_property
    def candidate(self) -> BlockEquation:
        """The equation of what may be written, the one that is no gate of [0, 1]."""
        return next(equation for equation in self.activated if equation.activation != "sigmoid")

    @property
    def has_recurrent_bias(self) -> bool:
        """Whether the candidate's product with the state has a second bias."""
        return self.candidate.state_bias

    @property
    def gate_names(self) -> tuple[str, ...]:
        """Symbols of the gates in the order of computation."""
        return tuple(self.gate_ranges)

    @property
    def path_names(self) -> tuple[str, ...]:
        """The paths that a gradient can take back through a step."""
        return tuple(self.paths)

    @property
    def script(self) -> str:
        """The step in PyTorch for the exported script: a function named as the key, one line per equation.

        It takes `a`, W x_t + b by block (and c, the recurrent bias, as "c"), `U` by block and the state of one
        sequence, `h` or, where there are several states, all in one vector `s`; it returns the new state.
        """
        return step_code(self.key, self.state_names, self.equations)

    def by_state(self, rows: Array) -> dict[str, Array]:
        """Views of what lies side by side for all states, (…, S): one (…, H) for each, by name."""
        parts = self.state_parts(rows.shape[-1] // len(self.state_names))
        return {name: rows[part] for name, part in parts.items()}

    def state_parts(self, hidden_size: int) -> dict[str, tuple[EllipsisType, slice]]:
        """Where each state lies among all of them, as an index of (…, S)."""
        size = hidden_size
        return {name: (..., slice(i * size, (i + 1) * size)) for i, name in enumerate(self.state_names)}

    def parameter_count(self, input_size: int, hidden_size: int) -> int:
        """How many numbers are learned: W and b of every block, U of those that read the state, c and constants."""
        blocks, recurrent = len(self.block_names), len(self.recurrent_blocks) * hidden_size
        single = self.has_recurrent_bias + len(self.constant_names)
        return hidden_size * (blocks * (input_size + 1) + recurrent + single)

    def state_size(self, hidden_size: int) -> int:
        """S for a given H."""
        return len(self.state_names) * hidden_size

    def operands(self, weights: Weights, step: Step) -> dict[str, Array]:
        """What each block's U multiplies, each (…, E, B, H): the previous hidden state, which a gate may reset."""
        h = step.previous[..., : weights.hidden_size]
        reading = (equation for equation in self.activated if equation.reads_state)
        return {one.block: h if one.reset is None else step.gates[one.reset] * h for one in reading}

    def start_biases(self, rng: np.random.Generator, size: int) -> dict[str, Array]:
        """Biases by block that do not start as all others do, of one seed, (H,) each."""
        return {}

    def start_constants(self, rng: np.random.Generator, size: int) -> dict[str, Array]:
        """Draw the constants of one seed, by name, (H,) each."""
        return {}

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        """Biases by block that make time constants of exp(log_lag) steps; empty without a gate to bias.

        Reference:
            Tallec & Ollivier 2018, arXiv:1804.11188.
        """
        return {}

    @property
    def takes_chrono(self) -> bool:
        """Whether it has such biases."""
        return bool(self.chrono_biases(np.zeros(1)))

    def norm_bound(self, weights: Weights) -> Array | None:
        """Upper bound on ‖J_t‖ that holds for every input, (E,), where the cell has a useful one.

        σ_max(U) for a cell without gates, since tanh' and ReLU' ≤ 1 (Pascanu et al. 2013, arXiv:1211.5063, section 2).
        """
        return None if self.gate_names else spectral_norm(weights.U)


def _range(gate: Equation) -> tuple[float, float]:
    return FUNCTIONS[gate.activation].range if isinstance(gate, BlockEquation) else gate.range


def spectral_radius(matrices: Array) -> Array:
    """Largest eigenvalue modulus of each matrix, (…, H, H) → (…)."""
    return np.abs(np.linalg.eigvals(matrices)).max(-1)


def spectral_norm(matrices: Array) -> Array:
    """Largest singular value of each matrix, in float64, (…, H, H) → (…)."""
    return np.linalg.norm(matrices.astype(np.float64), 2, axis=(-2, -1))
