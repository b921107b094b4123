"""What every cell is: one step forward, and the adjoint of that step, split by path."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property, reduce
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array, Mask
from gruviz.engine.cells.equations import ACTIVATIONS, BlockEquation, Equation, step_code
from gruviz.engine.records import Weights


class Hold(NamedTuple):
    """What clamps make of the gates of one step, by symbol; a gate without an entry is free."""

    masks: Mapping[str, Mask]
    """Which units are held, (1, 1, H)."""
    values: Mapping[str, Array]
    """At what, (1, 1, H); of no meaning where a unit is free."""

    def __call__(self, gate: str, computed: Array) -> Array:
        """The gate as the step uses it, (E, B, H), from what its equation gives."""
        if gate not in self.masks:
            return computed
        return np.where(self.masks[gate], self.values[gate], computed).astype(computed.dtype)


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

    @property
    def total(self) -> Array:
        """Gradient reaching the previous state, (…, E, B, S)."""
        return reduce(np.add, self.paths.values())

    def inputs(self, weights: Weights) -> Array:
        """Gradient reaching the input, (…, E, B, D)."""
        W = weights.input
        return reduce(np.add, (inner @ W[block] for block, inner in self.preactivations.items()))


class Cell(ABC):
    """A recurrent cell: stateless, one instance per registry key. Its equations say which weights and gates it has.

    A step is differentiated in two stages. `partials` gives the elementwise derivatives of all steps
    of a run in one vectorised pass; `adjoint` is linear in the incoming gradient and uses them. One
    definition thereby serves backpropagation, Jacobians, path shares, attribution and training.
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
    def gate_ranges(self) -> Mapping[str, tuple[float, float]]:
        """Range of each gate's activation, by symbol in the order of computation; infinite where it has no end."""
        gates = (equation for equation in self.activated if equation.symbol not in self.state_names)
        return {gate.symbol: ACTIVATIONS[gate.activation].range for gate in gates}

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

    def by_block(self, rows: Array) -> dict[str, Array]:
        """Split rows of all blocks side by side, (…, G·H), into one (…, H) each."""
        size = rows.shape[-1] // len(self.block_names)
        return {name: rows[..., i * size : (i + 1) * size] for i, name in enumerate(self.block_names)}

    def parameter_count(self, input_size: int, hidden_size: int) -> int:
        """How many numbers are learned: W and b of every block, U of those that read the state, and c."""
        blocks, recurrent = len(self.block_names), len(self.recurrent_blocks) * hidden_size
        return hidden_size * (blocks * (input_size + 1) + recurrent + self.has_recurrent_bias)

    def state_size(self, hidden_size: int) -> int:
        """S for a given H."""
        return len(self.state_names) * hidden_size

    @abstractmethod
    def step(self, weights: Weights, driven: Array, state: Array, hold: Hold) -> Step:
        """Take one step.

        Args:
            weights: Of E seeds.
            driven: W x_t + b for all blocks, (E, B, G·H).
            state: (E, B, S).
            hold: Applied to every gate before it is used.
        """

    @abstractmethod
    def partials(
        self, weights: Weights, step: Step, margins: Mapping[str, Array], free: Mapping[str, Array]
    ) -> dict[str, Array]:
        """Elementwise derivatives that `adjoint` multiplies with, each (…, E, B, H).

        Args:
            weights: Of E seeds.
            step: One step or all of a run.
            margins: 1 − gate and 1 − n² (of the state, where it is the candidate) by symbol, to be used in place of
                these differences, which round to 0 where the activation rounds to ±1.
            free: By symbol of a clamped gate, 0 where it is held and 1 elsewhere, (…, 1, 1, H).
        """

    @abstractmethod
    def adjoint(self, weights: Weights, partials: Mapping[str, Array], grad_state: Array) -> Adjoint:
        """Send a gradient back through a step, by path.

        Args:
            weights: Of E seeds.
            partials: From `partials`, for the same step or steps.
            grad_state: ∂L/∂s_t, (…, E, B, S); further leading axes broadcast.
        """

    def operands(self, weights: Weights, step: Step) -> dict[str, Array]:
        """What each block's U multiplies, each (…, E, B, H): the previous hidden state unless a cell overrides it."""
        return dict.fromkeys(self.recurrent_blocks, step.previous[..., : weights.hidden_size])

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        """Biases by block that make time constants of exp(log_lag) steps; empty without a gate to bias.

        Reference:
            Tallec & Ollivier 2018, arXiv:1804.11188.
        """
        return {}

    def norm_bound(self, weights: Weights) -> Array | None:
        """Upper bound on ‖J_t‖ that holds for every input, (E,), where the cell has a useful one."""
        return None


def sigmoid(a: Array) -> Array:
    """σ(a), accurate also where it is close to 0."""
    odds = np.exp(-a)
    odds += 1
    return np.reciprocal(odds, odds)


def sech_squared(a: Array) -> Array:
    """1 − tanh(a)², accurate also where tanh is close to ±1."""
    tail = np.exp(-2 * np.abs(a))
    return 4 * tail / np.square(1 + tail)


def spectral_radius(matrices: Array) -> Array:
    """Largest eigenvalue modulus of each matrix, (…, H, H) → (…)."""
    return np.abs(np.linalg.eigvals(matrices)).max(-1)


def spectral_norm(matrices: Array) -> Array:
    """Largest singular value of each matrix, in float64, (…, H, H) → (…)."""
    return np.linalg.norm(matrices.astype(np.float64), 2, axis=(-2, -1))
