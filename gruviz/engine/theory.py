"""What theory predicts for a run, to compare with the run."""

from dataclasses import replace
from warnings import warn

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.engine.cells import find_cell
from gruviz.engine.linear_map import LinearMap, linearised
from gruviz.engine.norms import silent
from gruviz.engine.records import Recording

ROUNDS, FIRST_ROUNDS = 24, 8
"""Steps that the theory takes, and how many of them it forgets: by then a gradient has turned to where it grows."""
CARRIERS = 64
"""Vectors that together carry the covariance of the gradient."""


@silent()
def mean_square_factor(recording: Recording) -> Array:
    """Factor per step of the root mean square of the gradient, if no step knew of the one before it, (E,).

    For every cell: each step is drawn at random from those of the run, and the covariance S of the gradient follows
    S ← E[Jᵀ S J]. For an RNN with independent weights that is σ_w √E[φ'²], with σ_w² = H Var(U) (Poole et al. 2016);
    a first moment such as ρ(U) E[φ'] is less, and falls where gradients explode. A mean of squares is ruled by the
    largest: in runs that are chaotic or hardly ever let anything through, it lies above the usual one ("at most
    about", an annealed average).

    Args:
        recording: A run of any cell; its first tenth, which still begins, is left out.

    Returns:
        nan where the run's states are no numbers.

    Reference:
        Poole et al. 2016, arXiv:1606.05340; Schoenholz et al. 2017, arXiv:1611.01232; for gated cells
        Gilboa et al. 2019, arXiv:1901.08987.
    """
    rng = np.random.default_rng([13, 0, 11])
    steps, seeds, size = linearised(recording), recording.weights.seeds, recording.state.shape[-1]
    usual = _usual_steps(recording)
    carriers = rng.standard_normal((CARRIERS, seeds, 1, size)).astype(recording.state.dtype)
    growth = np.zeros(seeds)
    for done in range(ROUNDS):
        rows, sequences = rng.choice(usual, CARRIERS), rng.integers(recording.batch_size, size=CARRIERS)
        carriers = _drawn(steps, rows, sequences).adjoint(carriers).total
        sizes = np.sqrt(np.square(carriers, dtype=np.float64).sum((0, 2, 3)) / CARRIERS)
        growth += np.log(sizes) if done >= FIRST_ROUNDS else 0
        carriers /= np.where(sizes > 0, sizes, 1)[:, None, None].astype(carriers.dtype)
        # a rotation mixes the carriers and leaves their covariance as it is
        rotation = np.linalg.qr(rng.standard_normal((CARRIERS, CARRIERS)))[0]
        carriers = np.tensordot(rotation.astype(carriers.dtype), carriers, 1)
    return np.exp(growth / (ROUNDS - FIRST_ROUNDS))


def pascanu_bound(recording: Recording) -> Array | None:
    """Bound on the factor per step that holds for any input, (E,); None where the cell has no useful one.

    It is σ_max(U) times the steepest slope of the activation, which is 1 for tanh and ReLU. Below 1 it proves that
    the gradient vanishes, at least as fast as its powers: the sufficient condition. Above 1 it is necessary, not
    sufficient, for explosion.

    Reference:
        Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063, section 2.
    """
    return find_cell(recording.cell).norm_bound(recording.weights)


def proves_vanishing(recording: Recording) -> bool:
    """Whether the bound is below 1 for every seed, so that the gradient must vanish, whatever the inputs."""
    bound = pascanu_bound(recording)
    return bound is not None and bool((bound < 1).all())


def mean_field_factor(recording: Recording) -> Array:
    """Former name of `mean_square_factor`, from when it was made of first moments."""
    warn("mean_field_factor is now mean_square_factor", DeprecationWarning, stacklevel=2)
    return mean_square_factor(recording)


def _drawn(steps: LinearMap, rows: NDArray[np.intp], sequences: NDArray[np.intp]) -> LinearMap:
    """One step of one sequence for each carrier, (N, E, 1, ·), let through also where the run was reset."""
    drawn = steps.at((rows, slice(None), sequences))
    return replace(drawn, partials={name: values[:, :, None] for name, values in drawn.partials.items()}, passes=None)


def _usual_steps(recording: Recording) -> list[int]:
    """Rows of the steps that a theory of the run is about: neither those that begin it nor those that begin anew."""
    first, steps = recording.seq_len // 10, range(recording.seq_len)
    return [row for row in steps[first:] if recording.anew is None or not recording.anew[row].any()] or list(steps)
