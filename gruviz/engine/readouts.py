"""Where and how a loss reads the states of a run."""

from collections.abc import Collection

import numpy as np
from numpy.typing import ArrayLike

from gruviz.arrays import Array, plain
from gruviz.engine.records import Recording
from gruviz.engine.trajectory import Trajectory
from gruviz.validation import InvalidShape, check_array, check_integer


def random_readout(recording: Trajectory) -> Array:
    """A fixed random unit vector on h for each seed and sequence, (E, B, S); zero on all other states."""
    _, seeds, batch, state_size = recording.state.shape
    size = recording.hidden_size
    vectors = np.stack([np.random.default_rng([7, e, 2]).standard_normal((batch, size)) for e in range(seeds)])
    readout = np.zeros((seeds, batch, state_size), recording.state.dtype)
    readout[..., :size] = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return readout


def direct_of(recording: Recording, direct: ArrayLike) -> Array:
    """What a loss reads directly from each state, (T+1, E, B, S), from that or from ∂L/∂h of every step, (T, B, H)."""
    direct, shape, size = plain(direct), recording.state.shape, recording.weights.hidden_size
    if np.ndim(direct) == 4:
        return check_array("direct", direct, shape, recording.state.dtype)
    if np.ndim(direct) != 3:
        axes = "(T, B, H), as PyTorch has the gradient of a layer's output, or (T+1, E, B, S)"
        raise InvalidShape("direct.ndim", np.ndim(direct), axes)
    whole = np.zeros(shape, recording.state.dtype)
    whole[1:, ..., :size] = check_array("direct", direct, (shape[0] - 1, shape[2], size), whole.dtype)[:, None]
    return whole


def last_steps(recording: Recording, lengths: Collection[int]) -> tuple[int, ...]:
    """The lengths of the B sequences of a padded batch, checked."""
    found = np.ravel(plain(lengths)).tolist()
    if len(found) != recording.batch_size:
        raise InvalidShape("lengths", f"{len(found)} of them", f"one for each of the {recording.batch_size} sequences")
    return tuple(check_integer("lengths", length, 1, recording.seq_len) for length in found)


def back_from_the_end(norms: Array, lengths: tuple[int, ...] | None) -> Array:
    """Norms (T+1, E, B) with every sequence's own last step in the last row, as far as the shortest one reaches."""
    if lengths is None:
        return norms
    reach = min(lengths) + 1
    return np.stack([norms[end + 1 - reach : end + 1, :, one] for one, end in enumerate(lengths)], axis=-1)
