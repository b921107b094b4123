"""Many steps as one linear map: the singular values of products of Jacobians, however small or large they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.engine.breakdown import broken_so_far
from gruviz.engine.jacobians import step_jacobians
from gruviz.engine.records import Recording
from gruviz.validation import check_integer, check_kind

Rows = NDArray[np.intp]
TOGETHER = 16
"""Steps whose Jacobians are in memory at once."""
LARGEST = 64
"""States up to which small singular values are followed to their last digit; in larger maps only the large ones are."""
TINY = 1e-13
"""Part of the largest singular value below which a plain decomposition has no digits left."""
STRAIGHT = 1e-4
"""Cosine of an angle that counts as a right one; a singular value then is right to its square."""
FLIPS = 3
"""Decompositions that bring a product close to a diagonal one before its rows are turned in pairs."""


@dataclass(frozen=True, eq=False)
class Products:
    """What the last steps of a run do together to a gradient that goes back through them.

    Args:
        spans: (K,), how many steps back from the loss.
        logs: (K, E, S), natural logarithms of the singular values of J_T … J_{T-k+1}, largest first; -inf where a
            direction is lost, nan where the state is no number on the way or the value is too small to be told.
    """

    spans: tuple[int, ...]
    logs: Array


def step_products(
    recording: Recording, *, spans: Sequence[int], seeds: int | None = None, sequence: int = 0
) -> Products:
    """Measure the singular values of the products of the last steps' Jacobians.

    The product is kept as U D T, with U orthogonal, D diagonal as logarithms and T well conditioned, so that nothing
    underflows or overflows in thousands of steps; a direction that one step shrinks to less than rounding leaves of it
    counts as lost.

    Args:
        recording: A run of any cell.
        spans: How many steps back from the loss, at least one number from 1 to T.
        seeds: How many of the E networks, from the first; all by default.
        sequence: Which of the B sequences.

    Raises:
        GruvizError: If a span or the sequence does not exist, or the matrices exceed the memory budget.

    Reference:
        Stewart 1997, "On graded QR decompositions of products of matrices"; Demmel & Veselić 1992 on Jacobi's method.
    """
    check_kind("recording", recording, Recording, origin="from record")
    chosen = sorted({check_integer("spans", span, 1, recording.seq_len) for span in spans})
    most = recording.weights.seeds
    count = most if seeds is None else check_integer("seeds", seeds, 1, most)
    graded = Graded.identity(count, recording.state.shape[-1])
    snapshots = []
    for span, jacobian in enumerate(_back_from_the_loss(recording, chosen[-1], sequence), start=1):
        graded = graded.followed_by(jacobian[:count])
        if span in chosen:
            snapshots.append(graded)
    broken = broken_so_far(recording.state)[-1, :count, sequence]
    logs = Graded.stacked(snapshots).log_singular_values().reshape(len(chosen), *snapshots[0].logs.shape)
    logs[:, broken] = np.nan
    return Products(tuple(chosen), logs)


def _back_from_the_loss(recording: Recording, count: int, sequence: int) -> Iterable[Array]:
    """J_tᵀ from the last step on, (E, S, S) each; a matrix of zeros where it is no number."""
    last = recording.seq_len
    for start in range(last, last - count, -TOGETHER):
        steps = range(start, max(last - count, start - TOGETHER), -1)
        matrices = step_jacobians(recording, steps=steps, sequence=sequence).matrices.astype(np.float64)
        yield from np.nan_to_num(matrices.swapaxes(-1, -2), nan=0, posinf=0, neginf=0)


@dataclass(frozen=True, eq=False)
class Graded:
    """Matrices as U diag(exp(logs)) T.

    Args:
        U: Orthogonal, (E, S, S).
        logs: (E, S); -inf in a direction that is lost.
        T: Of size about 1 and well conditioned, (E, S, S).
    """

    U: Array
    logs: Array
    T: Array

    @classmethod
    def identity(cls, seeds: int, size: int) -> "Graded":
        """E times the identity."""
        eye = np.broadcast_to(np.eye(size), (seeds, size, size))
        return cls(eye, np.zeros((seeds, size)), eye)

    @classmethod
    def stacked(cls, parts: Sequence["Graded"]) -> "Graded":
        """All of several in one."""
        return cls(*(np.concatenate(arrays) for arrays in zip(*((p.U, p.logs, p.T) for p in parts), strict=True)))

    def followed_by(self, matrix: Array) -> "Graded":
        """Multiply from the left by matrices (E, S, S)."""
        columns = matrix @ self.U
        with np.errstate(divide="ignore"):
            sizes = self.logs + np.log(np.linalg.norm(columns, axis=1))
        order = np.argsort(-sizes, axis=-1, kind="stable")
        U, R = np.linalg.qr(np.take_along_axis(columns, order[:, None, :], axis=2))
        before = np.take_along_axis(self.logs, order, axis=1)
        diagonal = np.abs(np.diagonal(R, axis1=1, axis2=2))
        lost = diagonal <= np.finfo(np.float64).eps * np.abs(columns).max((-2, -1))[:, None]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            logs = np.where(lost, -np.inf, before + np.log(diagonal))
            rows = np.sign(R) * np.exp(np.log(np.abs(R)) + before[:, None, :] - logs[..., None])
        rows = np.where(lost[..., None], np.eye(R.shape[-1]), np.nan_to_num(rows))
        return Graded(U, logs, rows @ np.take_along_axis(self.T, order[..., None], axis=1))

    def flipped(self) -> "Graded":
        """The transposed matrices up to an orthogonal factor, closer to diagonal ones: equal singular values."""
        eye = np.broadcast_to(np.eye(self.T.shape[-1]), self.T.shape)
        return Graded(eye, self.logs, eye).followed_by(self.T.swapaxes(-1, -2))

    def log_singular_values(self) -> Array:
        """(E, S), largest first."""
        if self.logs.shape[-1] > LARGEST:
            return _plain(self.T, self.logs)
        graded = self
        for _ in range(FLIPS):
            graded = graded.flipped()
        return _by_rotations(graded.T, graded.logs)


def _plain(T: Array, logs: Array) -> Array:
    """Of diag(exp(logs)) T, (E, S, S): the large ones alone."""
    top = logs.max(-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.linalg.svd(np.nan_to_num(np.exp(logs - top))[..., None] * T, compute_uv=False)
        return np.where(values > TINY * values[:, :1], np.log(values), np.nan) + top


def _by_rotations(T: Array, logs: Array) -> Array:
    """Of diag(exp(logs)) T, (E, S, S): one-sided Jacobi, with the size of every row kept as its logarithm.

    Rows are turned in pairs until all stand at right angles; their sizes are the singular values then. In a pair the
    smaller row is measured in units of its own size, so that it keeps all of its digits beside a much larger one.
    """
    rows, logs = _normalised(T.copy(), logs.copy())
    rounds = _round_robin(logs.shape[-1])
    for _ in range(40):
        widest = 0.0
        for left, right in rounds:
            is_larger = logs[:, left] >= logs[:, right]
            large, small = np.where(is_larger, left, right), np.where(is_larger, right, left)
            widest = max(widest, _turn(rows, logs, large, small))
        if widest < STRAIGHT:
            break
    return -np.sort(-logs, axis=-1)


def _turn(rows: Array, logs: Array, large: Rows, small: Rows) -> float:
    """Turn pairs of rows to right angles, in place; the largest cosine that there was."""
    members = np.arange(len(rows))[:, None]
    x, y = rows[members, large], rows[members, small]
    with np.errstate(invalid="ignore"):
        ratio = np.nan_to_num(np.exp(logs[members, small] - logs[members, large]))
    cosine = np.einsum("epi,epi->ep", x, y)
    apart = 1 - ratio**2
    below = apart + np.hypot(apart, 2 * cosine * ratio)
    tangent = np.where(cosine == 0, 0, -2 * cosine / np.where(below > 0, below, 1))[..., None]
    ratio = ratio[..., None]
    shrink = 1 / np.sqrt(1 + (tangent * ratio) ** 2)
    for place, turned in ((large, shrink * (x - tangent * ratio**2 * y)), (small, shrink * (y + tangent * x))):
        rows[members, place], logs[members, place] = _normalised(turned, logs[members, place])
    return float(np.abs(np.where(np.isfinite(logs[members, small]), cosine, 0)).max(initial=0))


def _normalised(rows: Array, logs: Array) -> tuple[Array, Array]:
    """Rows of length 1, and the logarithms of their sizes."""
    sizes = np.linalg.norm(rows, axis=-1)
    with np.errstate(divide="ignore"):
        return rows / np.where(sizes > 0, sizes, 1)[..., None], logs + np.log(sizes)


def _round_robin(size: int) -> list[tuple[Rows, Rows]]:
    """All pairs of rows in rounds in which each row has at most one partner."""
    players = [*range(size), *([-1] if size % 2 else [])]
    half, rounds = len(players) // 2, []
    for _ in range(len(players) - 1):
        pairs = [pair for pair in zip(players[:half], players[: half - 1 : -1], strict=True) if -1 not in pair]
        rounds.append((np.array([a for a, _ in pairs], np.intp), np.array([b for _, b in pairs], np.intp)))
        players.insert(1, players.pop())
    return rounds
