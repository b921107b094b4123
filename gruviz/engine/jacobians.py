"""One step as a linear map, many steps as a product of them, and every loss against every source."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array, Mask
from gruviz.engine.breakdown import broken_so_far
from gruviz.engine.cells.base import Adjoint, spectral_radius
from gruviz.engine.linear_map import linearised
from gruviz.engine.norms import euclidean, silent
from gruviz.engine.readouts import random_readout
from gruviz.engine.records import Recording
from gruviz.engine.trajectory import Trajectory
from gruviz.validation import check_array, check_integer, check_kind, check_memory


def step_jacobians(recording: Recording, *, steps: Sequence[int] | None = None, sequence: int = 0) -> "StepJacobians":
    """Measure ∂s_t/∂s_{t-1} at chosen steps of one sequence.

    Args:
        recording: A run of any cell.
        steps: Steps to look at, counted from 1; all of them by default.
        sequence: Which of the B sequences.

    Returns:
        Matrices (N, E, S, S) for N chosen steps; singular values and the rest on first use.

    Raises:
        GruvizError: If a step or the sequence does not exist, or the matrices exceed the memory budget.
    """
    check_kind("recording", recording, Recording, origin="from record")
    chosen = range(1, recording.seq_len + 1) if steps is None else steps
    rows = np.array([check_integer("steps", step, 1, recording.seq_len) for step in chosen], dtype=np.intp)
    check_integer("sequence", sequence, 0, recording.batch_size - 1)
    size, seeds = recording.state.shape[-1], recording.weights.seeds
    numbers = 6.0 * len(rows) * seeds * size * size
    check_memory("steps", numbers, recording.state.itemsize, "choose fewer steps, seeds or hidden units")
    chosen_steps = linearised(recording).at((rows - 1, slice(None), slice(sequence, sequence + 1)))
    # row i of the identity is the gradient of state i alone, so that all rows of Jᵀ come from one call
    identity = np.eye(size, dtype=recording.state.dtype).reshape(size, 1, 1, 1, size)
    with silent():
        backward = chosen_steps.adjoint(identity).total[..., 0, :]
    matrices = np.moveaxis(backward, 0, 2)
    if recording.breakdown is not None:
        matrices[broken_so_far(recording.state)[rows, :, sequence]] = np.nan
    return StepJacobians(recording, rows, matrices, sequence)


@dataclass(frozen=True, eq=False)
class Jacobians:
    """J_t = ∂s_t/∂s_{t-1}, column convention, at N steps of one sequence of any run.

    Args:
        recording: The run.
        steps: (N,), counted from 1.
        matrices: (N, E, S, S), in the run's precision; nan where the state is no longer a number.
        sequence: Which of the B sequences.
    """

    recording: Trajectory
    steps: NDArray[np.intp]
    matrices: Array
    sequence: int

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self.steps)} steps, {self.recording!r})"

    @cached_property
    def singular_values(self) -> Array:
        """(N, E, S), largest first; nan where a step's Jacobian is no matrix of numbers."""
        finite: Mask = np.all(np.isfinite(self.matrices), axis=(-1, -2))
        values = np.linalg.svd(np.where(finite[..., None, None], self.matrices, 0), compute_uv=False)
        return np.where(finite[..., None], values, np.nan)

    @cached_property
    def eigenvalues(self) -> Array:
        """(N, E, S), complex, in no order; nan where a step's Jacobian is no matrix of numbers."""
        finite: Mask = np.all(np.isfinite(self.matrices), axis=(-1, -2))
        values = np.linalg.eigvals(np.where(finite[..., None, None], self.matrices, 0)).astype(np.complex128)
        return np.where(finite[..., None], values, np.nan)

    @cached_property
    def spectral_radius(self) -> Array:
        """(N, E); of one step, a diagnostic only: neither above 1 means growth nor below 1 decay."""
        return spectral_radius(self.matrices)

    @property
    @abstractmethod
    def lyapunov_exponents(self) -> Array:
        """All S exponents of the whole run, (E, S), largest first, in nats per step."""

    @property
    @abstractmethod
    def largest_exponent(self) -> Array:
        """The first of them, (E,)."""


@dataclass(frozen=True, eq=False, repr=False)
class StepJacobians(Jacobians):
    """J_t = ∂s_t/∂s_{t-1}, column convention, at N steps of one sequence of a run of one of our cells.

    Args:
        recording: The run.
        steps: (N,), counted from 1.
        matrices: (N, E, S, S), in the run's precision; nan where the state is no longer a number.
        sequence: Which of the B sequences.
    """

    recording: Recording

    @cached_property
    def lyapunov_exponents(self) -> Array:
        return lyapunov_exponents(self.recording, sequence=self.sequence)

    @property
    def largest_exponent(self) -> Array:
        return lyapunov_exponents(self.recording, count=1, sequence=self.sequence)[:, 0]


def lyapunov_exponents(recording: Recording, *, count: int | None = None, sequence: int = 0) -> Array:
    """Mean logarithmic growth per step of the product of all Jacobians, by repeated QR, backward in time.

    The transposed product has equal singular values, so the adjoint alone suffices. exp of the first
    exponent is the factor per step at which a generic gradient changes.

    Args:
        recording: A run of any cell.
        count: How many exponents, from the largest; all S by default.
        sequence: Which of the B sequences.

    Returns:
        (E, count), in nats per step; -inf where a direction is lost altogether, nan where the state stops being a
        number on the way.

    Reference:
        Benettin et al. 1980; for recurrent networks Vogt et al. 2020, arXiv:2006.14123.
    """
    check_kind("recording", recording, Recording, origin="from record")
    size = recording.state.shape[-1]
    count = size if count is None else check_integer("count", count, 1, size)
    check_integer("sequence", sequence, 0, recording.batch_size - 1)
    steps = linearised(recording).at((slice(None), slice(None), slice(sequence, sequence + 1)))
    seeds = recording.weights.seeds
    start = np.random.default_rng([11, 0, 3]).standard_normal((seeds, size, count))
    basis = np.linalg.qr(start)[0].astype(recording.state.dtype)
    growth = np.zeros((seeds, count))
    for _, step in steps.backward():
        rows = np.moveaxis(basis, -1, 0)[:, :, None]
        with silent():
            turned = step.adjoint(rows).total
        basis, r = np.linalg.qr(np.moveaxis(turned[:, :, 0], 0, -1))
        with np.errstate(divide="ignore"):
            growth += np.log(np.abs(np.diagonal(r, axis1=1, axis2=2)))
    growth[broken_so_far(recording.state)[-1, :, sequence]] = np.nan
    return -np.sort(-growth / recording.seq_len)


def gradient_matrix(recording: Recording) -> Array:
    """Gradient of a loss at each step with respect to the state at each earlier step.

    The loss at step k reads h_k with a unit vector, the same at every k.

    Args:
        recording: A run of any cell.

    Returns:
        (T, T): row k-1, column t-1 holds the median over seeds and sequences of ‖∂L_k/∂s_t‖; inf where it
        overflowed, as every gradient of a state that is no number, nan where t > k.

    Raises:
        GruvizError: If the run is too long for the memory budget.
    """
    check_kind("recording", recording, Recording, origin="from record")
    steps, shape = recording.seq_len, recording.state.shape[1:]
    numbers = 6.0 * steps * float(np.prod(shape))
    check_memory("recording", numbers, recording.state.itemsize, "use fewer steps, seeds or hidden units")
    matrix = np.full((steps, steps), np.nan)
    direct = np.broadcast_to(random_readout(recording), (steps, *shape))
    broken = broken_so_far(recording.state)
    for t, grads, _ in _from_every_step(recording, direct):
        norms = np.where(broken[t + 1 :], np.inf, euclidean(grads)).reshape(steps - t, -1)
        matrix[t:, t] = np.median(np.where(np.isnan(norms), np.inf, norms), axis=1)
    return matrix


def input_matrix(recording: Recording, direct: Array) -> Array:
    """Gradient of a loss at each step with respect to each input so far.

    Args:
        recording: A run of any cell.
        direct: What the loss at each step reads from h there, ∂L_k/∂h_k, (T, E, B, H).

    Returns:
        (T, T, E, B): row k-1, column t-1 holds ‖∂L_k/∂x_t‖, nan where t > k.

    Raises:
        GruvizError: If the run is too long for the memory budget.
    """
    steps, shape = recording.seq_len, recording.state.shape[1:]
    numbers = steps * (6.0 * float(np.prod(shape)) + steps * float(np.prod(shape[:2])))
    check_memory("recording", numbers, recording.state.itemsize, "use fewer steps, seeds or hidden units")
    matrix = np.full((steps, steps, *shape[:2]), np.nan)
    reads = np.zeros((steps, *shape), recording.state.dtype)
    size = recording.weights.hidden_size
    reads[..., :size] = check_array("direct", direct, (steps, *shape[:2], size), reads.dtype)
    for t, _, adjoint in _from_every_step(recording, reads):
        matrix[t:, t] = euclidean(adjoint.inputs(recording.weights))
    return matrix


def _from_every_step(recording: Recording, direct: Array) -> Iterator[tuple[int, Array, Adjoint]]:
    """Row t-1 from the last step to the first; ∂L_k/∂s_t of all losses k ≥ t, (T-t+1, E, B, S); where they go on to."""
    grads = np.empty(direct.shape, recording.state.dtype)
    with silent():
        for t, step in linearised(recording).backward():
            grads[t] = direct[t]
            adjoint = step.adjoint(grads[t:])
            yield t, grads[t:], adjoint
            grads[t:] = adjoint.total
