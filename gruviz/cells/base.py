"""What every cell is: one step forward, and the adjoint of that step, split by path."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import reduce
from typing import ClassVar, NamedTuple

import numpy as np

from gruviz.cells.equations import Equation
from gruviz.records import Weights
from gruviz.validation import Array

Hold = Callable[[str, Array], Array]
"""Receives a gate's symbol and its computed value, and returns the value to use (the same, unless clamped)."""


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


class Cell(ABC):
    """A recurrent cell: stateless, one instance per registry key.

    A step is differentiated in two stages. `partials` gives the elementwise derivatives of all steps
    of a run in one vectorised pass; `adjoint` is linear in the incoming gradient and uses them. One
    definition thereby serves backpropagation, Jacobians, path shares, attribution and training.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    reference: ClassVar[str]
    equations: ClassVar[tuple[Equation, ...]]
    """In the order of computation."""
    script: ClassVar[str]
    """The step in PyTorch for the exported script: a function named as the key, one line per gate.

    It takes `a`, W x_t + b by block (and c, the recurrent bias, as "c"), `U` by block and the state of one
    sequence, `h` or, where there are several states, all in one vector `s`; it returns the new state.
    """
    state_names: ClassVar[tuple[str, ...]] = ("h",)
    block_names: ClassVar[tuple[str, ...]]
    """Blocks of weights in the order of their rows."""
    gate_ranges: ClassVar[Mapping[str, tuple[float, float]]]
    """Range of each gate's activation, by symbol."""
    paths: ClassVar[Mapping[str, str]]
    """By name of each way back through a step, its Jacobian in LaTeX, with the marks of `cells.equations`."""
    leak: ClassVar[str | None] = None
    """The path that copies the state elementwise, where there is one."""
    update_block: ClassVar[str | None] = None
    """The block whose bias decides how much is written (write-z)."""
    forget_block: ClassVar[str | None] = None
    """The block whose bias decides how much is kept."""
    has_recurrent_bias: ClassVar[bool] = False
    """Whether a second bias sits inside the candidate's reset."""

    @property
    def gate_names(self) -> tuple[str, ...]:
        """Symbols of the gates in the order of computation."""
        return tuple(self.gate_ranges)

    @property
    def path_names(self) -> tuple[str, ...]:
        """The ways a gradient can take back through a step."""
        return tuple(self.paths)

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
    def partials(self, weights: Weights, step: Step, free: Mapping[str, Array]) -> dict[str, Array]:
        """Elementwise derivatives that `adjoint` multiplies with, each (…, E, B, H).

        Args:
            weights: Of E seeds.
            step: One step or all of a run.
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
        """What each block's U multiplies, each (…, E, B, H): the previous hidden state unless said otherwise."""
        return dict.fromkeys(self.block_names, step.previous[..., : weights.hidden_size])

    def chrono_biases(self, log_lag: Array) -> dict[str, Array]:
        """Biases by block that make time constants of exp(log_lag) steps; empty without a gate to bias.

        Reference:
            Tallec & Ollivier 2018, arXiv:1804.11188.
        """
        return {}

    def mean_field(self, weights: Weights, step: Step) -> Array | None:
        """Predicted factor per step of the gradient norm, (E,), from average activations and spectral radii."""
        return None

    def norm_bound(self, weights: Weights) -> Array | None:
        """Upper bound on ‖J_t‖ that holds for every input, (E,), where the cell has a useful one."""
        return None


def sigmoid(a: Array) -> Array:
    """σ(a), accurate also where it is close to 0."""
    odds = np.exp(-a)
    odds += 1
    return np.reciprocal(odds, odds)


def spectral_radius(matrices: Array) -> Array:
    """Largest eigenvalue modulus of each matrix, (…, H, H) → (…)."""
    return np.abs(np.linalg.eigvals(matrices)).max(-1)


def seed_mean(values: Array) -> Array:
    """Average over everything but the seeds, (…, E, B, H) → (E,)."""
    axes = tuple(axis for axis in range(values.ndim) if axis != values.ndim - 3)
    return values.mean(axes, dtype=np.float64)
