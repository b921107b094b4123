"""What a run of somebody's own function and the gradient through it are: our records, filled by autograd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from gruviz.arrays import Array, plain
from gruviz.engine.breakdown import Breakdown, broken_so_far, find_breakdown
from gruviz.engine.cells import OWN, Adjoint
from gruviz.engine.detours import path_shares
from gruviz.engine.flow import Flow
from gruviz.engine.jacobians import Jacobians
from gruviz.engine.norms import euclidean, scaled, silent
from gruviz.engine.readouts import random_readout
from gruviz.validation import InvalidValue, check_integer

Parts = tuple[Tensor, ...]
"""A state: one tensor (B, H), or several, such as h and c."""


class TapedStep(NamedTuple):
    """One step as autograd remembers it."""

    x: Tensor
    before: Parts
    after: Parts
    terms: Mapping[str, Parts]
    """Summands of `after` by name; empty where none are named."""

    def back(self, grads: Parts, *, through: str | None = None) -> Parts:
        """∂L/∂s_{t-1} from ∂L/∂s_t, of the whole step or of one of its terms."""
        return vjp(self.after if through is None else self.terms[through], self.before, grads)


@dataclass(frozen=True, eq=False)
class FunctionRun:
    """The states of a function's run over a batch of sequences.

    Args:
        state: All states side by side, (T+1, 1, B, S); row 0 is the initial state.
        states: Each by name, (T+1, 1, B, ·): h, then c, then s3, s4 and so on.
    """

    state: Array
    states: Mapping[str, Array]
    cell: str = OWN

    def __repr__(self) -> str:
        return f"FunctionRun(T={self.seq_len}, B={self.batch_size}, H={self.hidden_size}, {self.state.dtype})"

    @property
    def seeds(self) -> int:
        """1: a function has one set of weights."""
        return 1

    @property
    def seq_len(self) -> int:
        """T."""
        return len(self.state) - 1

    @property
    def batch_size(self) -> int:
        """B."""
        return int(self.state.shape[2])

    @property
    def hidden_size(self) -> int:
        """H, of the first state."""
        return int(self.states["h"].shape[-1])

    @cached_property
    def breakdown(self) -> Breakdown | None:
        """The first state that is no number; None where all are, as they should be."""
        return find_breakdown(self.state, self.state.shape[-1])


@dataclass(frozen=True, eq=False, repr=False)
class FunctionFlow(Flow):
    """The gradient of a loss with respect to every state of a function's run: a `GradientFlow` by autograd.

    Args:
        recording: The run.
        gradients: ∂L/∂s_t, (T+1, 1, B, S).
        direct: What the loss reads directly from each state, likewise.
        loss: "last" where it reads the last state alone, else "every".
        tape: The T steps, with all that autograd has kept of them.
    """

    recording: FunctionRun
    tape: tuple[TapedStep, ...] = ()

    @cached_property
    def input_gradients(self) -> Array:
        if not self.tape[0].x.requires_grad:
            said = "These inputs have no gradient: they are whole numbers."
            raise InvalidValue("inputs", str(self.tape[0].x.dtype), "real numbers", sentence=said)
        pairs = zip(self.tape, self.gradients[1:, 0], strict=True)
        return stacked([vjp(step.after, (step.x,), self._parts(grad)) for step, grad in pairs])

    @cached_property
    def path_shares(self) -> Mapping[str, Array]:
        names = list(self.tape[0].terms)
        if not names:
            said = 'This function names no paths: let it return (h, {"leak": …, "candidate": …}), summands of h.'
            raise InvalidValue("f", "a state alone", "a state and its terms", sentence=said)
        grads = [self._parts(grad) for grad in scaled(self.gradients[1:, 0])]
        steps = list(zip(self.tape, grads, strict=True))
        paths = {name: stacked([step.back(grad, through=name) for step, grad in steps]) for name in names}
        rounding = torch.finfo(self.tape[-1].after[0].dtype).eps
        _check_paths(paths, stacked([step.back(grad) for step, grad in steps]), max(1e-3, 16 * rounding))
        return path_shares(Adjoint(paths, {}, {}))

    def step_jacobians(self, *, sequence: int = 0) -> FunctionJacobians:
        """∂s_t/∂s_{t-1} at every step of one sequence; sequences must not depend on each other."""
        check_integer("sequence", sequence, 0, self.recording.batch_size - 1)
        size = self.recording.state.shape[-1]
        rows = []
        for unit in range(size):
            one = np.zeros(self.gradients.shape[2:], self.gradients.dtype)
            one[sequence, unit] = 1
            rows.append(stacked([step.back(self._parts(one)) for step in self.tape])[:, :, sequence])
        matrices = np.stack(rows, axis=2)
        matrices[broken_so_far(self.recording.state)[1:, :, sequence]] = np.nan
        steps = np.arange(1, len(self.tape) + 1, dtype=np.intp)
        return FunctionJacobians(self.recording, steps, matrices, sequence)

    def gradient_matrix(self) -> Array:
        """(T, T), as `gruviz.gradient_matrix`: row k-1, column t-1 has the median of ‖∂L_k/∂s_t‖, nan where t > k."""
        steps = len(self.tape)
        matrix, unit = np.full((steps, steps), np.nan), random_readout(self.recording)[0]
        for k in range(steps):
            for t, grad in self._from(k, self._parts(unit)):
                norms = euclidean(stacked([grad]))
                matrix[k, t] = np.median(np.where(np.isnan(norms), np.inf, norms))
        return matrix

    def _from(self, k: int, grad: Parts) -> Iterator[tuple[int, Parts]]:
        """∂L/∂s of a loss that reads the state after step k+1 alone, there and at each earlier step."""
        for t in range(k, -1, -1):
            yield t, grad
            grad = self.tape[t].back(grad)

    def _parts(self, grad: Array) -> Parts:
        """A gradient (B, S) in the form of the state."""
        return as_state(grad, self.tape[-1].after)


@dataclass(frozen=True, eq=False, repr=False)
class FunctionJacobians(Jacobians):
    """J_t = ∂s_t/∂s_{t-1}, column convention, at every step of one sequence of a function's run.

    Args:
        recording: The run.
        steps: (T,), counted from 1.
        matrices: (T, 1, S, S), in the run's precision.
        sequence: Which of the B sequences.
    """

    @cached_property
    def lyapunov_exponents(self) -> Array:
        return self._exponents(self.matrices.shape[-1])

    @property
    def largest_exponent(self) -> Array:
        return self._exponents(1)[:, 0]

    def _exponents(self, count: int) -> Array:
        """Growth of a random basis that all steps turn back, as `gruviz.lyapunov_exponents` measures it."""
        start = np.random.default_rng([11, 0, 3]).standard_normal((1, self.matrices.shape[-1], count))
        basis, growth = np.linalg.qr(start)[0], np.zeros((1, count))
        for matrix in self.matrices[::-1]:
            with silent():
                basis, r = np.linalg.qr(matrix.swapaxes(-1, -2) @ basis)
                growth += np.log(np.abs(np.diagonal(r, axis1=1, axis2=2)))
        return -np.sort(-growth / len(self.matrices))


def _check_paths(paths: Mapping[str, Array], whole: Array, room: float) -> None:
    """The gradients of the terms have to add up as the terms do."""
    most = np.abs(whole).max((1, 2, 3), keepdims=True)
    with silent():
        amiss = np.abs(Adjoint(dict(paths), {}, {}).total - whole) > room * most
    if amiss.any():
        said = f"The terms {', '.join(paths)} add up to the state, but their gradients do not: one of them is cut off."
        raise InvalidValue("f", "terms with other gradients", "terms that sum to the state", sentence=said)


def vjp(outputs: Parts, inputs: Parts, grads: Parts) -> Parts:
    """Gradients of the inputs from those of the outputs; zeros where no way leads back."""
    known = [(out, grad) for out, grad in zip(outputs, grads, strict=True) if out.requires_grad]
    if not known:
        return tuple(map(torch.zeros_like, inputs))
    outs, wanted = zip(*known, strict=True)
    return torch.autograd.grad(outs, inputs, wanted, retain_graph=True, allow_unused=True, materialize_grads=True)


def stacked(steps: Sequence[Parts]) -> Array:
    """States of several steps as an array, all parts side by side, (N, 1, B, S); half precision becomes single."""
    rows = torch.stack([torch.cat([part.detach() for part in parts], -1) for parts in steps])
    array: Array = plain(rows.float() if rows.dtype.itemsize < 4 else rows)
    return array[:, None]


def as_state(grad: Array, like: Parts) -> Parts:
    """An array (B, S) as tensors of the form, precision and device of a state."""
    parts = torch.split(torch.as_tensor(np.array(grad)), [part.shape[-1] for part in like], -1)
    return tuple(part.to(other) for part, other in zip(parts, like, strict=True))
