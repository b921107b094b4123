"""How strongly a loss depends on each step of a run: the gradient, followed back through time."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gruviz.arrays import Array, frozen
from gruviz.engine.cells import Adjoint, Cell, find_cell
from gruviz.engine.decay import Band, Decay, fit_decay
from gruviz.engine.recording import all_steps, by_seed, each_seed
from gruviz.engine.records import Recording, Weights
from gruviz.validation import InvalidValue, check_choice, check_each_seed, check_integer, check_memory

LOSSES = ("last", "every")
"""Where the loss reads the state: after the last step, or after every step."""


def silent() -> np.errstate:
    """What overflows or underflows does so truthfully; some BLAS kernels warn of it and others do not."""
    return np.errstate(over="ignore", invalid="ignore", under="ignore")


def gradient_flow(
    recording: Recording, *, grad_final: ArrayLike | None = None, loss: str = "last", cuts: Collection[int] = ()
) -> "GradientFlow":
    """Send a gradient back through a recorded run.

    ∂L/∂s_t is the total derivative, through all later steps.

    Args:
        recording: A run of any cell.
        grad_final: ∂L/∂s_T, (B, S) or (E, B, S). By default one random unit vector on h for each seed and
            sequence, the same for every cell of equal size.
        loss: "last" reads the state after the last step. "every" reads it after every step with the same
            vector; its profile stays flat even when nothing is remembered.
        cuts: Steps, counted from 1, through which nothing goes back: truncated backpropagation.

    Returns:
        Norms by step; everything else is computed on first use.

    Raises:
        GruvizError: If `grad_final` does not fit the run, `loss` is unknown or a cut is at no step.

    Reference:
        Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063, section 2.
    """
    check_choice("loss", loss, LOSSES)
    shape = recording.state.shape[1:]
    direct = np.zeros_like(recording.state)
    if grad_final is None:
        readout = random_readout(recording)
    else:
        readout = check_each_seed("grad_final", grad_final, shape, direct.dtype)
    direct[-1 if loss == "last" else slice(1, None)] = readout
    closed = frozenset(check_integer("cuts", step, 1, recording.seq_len) for step in cuts)
    return follow_loss(recording, direct, loss=loss, cuts=closed)


def follow_loss(
    recording: Recording, direct: Array, *, loss: str = "every", cuts: Collection[int] = ()
) -> "GradientFlow":
    """The flow of whatever loss reads the states directly as given, (T+1, E, B, S)."""
    closed = frozenset(cuts)
    return GradientFlow(recording, frozen(backpropagate(recording, direct, cuts=closed)), frozen(direct), loss, closed)


def backpropagate(recording: Recording, direct: Array, *, cuts: Collection[int] = ()) -> Array:
    """Total derivatives ∂L/∂s_t from the direct ones.

    Args:
        recording: A run of any cell.
        direct: What the loss reads directly from each state, (T+1, E, B, S); further axes may lead (E, B, S).
        cuts: Steps through which nothing goes back, counted from 1; nor does it where the state was reset.

    Returns:
        (T+1, …, E, B, S), in the run's precision; it may underflow or overflow, silently and truthfully.
    """
    steps = linearised(recording, frozenset(cuts))
    grads = np.array(direct)
    with silent():
        for t, step in steps.backward():
            grads[t] += step.adjoint(grads[t + 1]).total
    return grads


def truncation_cuts(truncation: int | None, seq_len: int) -> range:
    """Steps cut by backpropagation truncated every so many steps, counted from the last; None cuts nowhere."""
    return range(0) if truncation is None else range(seq_len - truncation + 1, 0, -truncation)


def random_readout(recording: Recording) -> Array:
    """A fixed random unit vector on h for each seed and sequence, (E, B, S); zero on all other states."""
    _, seeds, batch, state_size = recording.state.shape
    size = recording.weights.hidden_size
    vectors = np.stack([np.random.default_rng([7, e, 2]).standard_normal((batch, size)) for e in range(seeds)])
    readout = np.zeros((seeds, batch, state_size), recording.state.dtype)
    readout[..., :size] = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return readout


@dataclass(frozen=True, eq=False)
class GradientFlow:
    """The gradient of a loss with respect to every state of a run.

    Norms are Euclidean, per seed and sequence, in the run's own precision, never clipped.

    Args:
        recording: The run.
        gradients: ∂L/∂s_t, (T+1, E, B, S).
        direct: What the loss reads directly from each state, likewise.
        loss: Where the loss reads the state, one of `LOSSES`.
        cuts: Steps through which nothing goes back, counted from 1.
    """

    recording: Recording
    gradients: Array
    direct: Array
    loss: str
    cuts: frozenset[int] = frozenset()

    def on(self, recording: Recording, *, cuts: Collection[int] = ()) -> "GradientFlow":
        """What the same loss sends back through another run of the same size, such as one with a gate held."""
        return follow_loss(recording, self.direct, loss=self.loss, cuts=cuts)

    @cached_property
    def norms(self) -> Mapping[str, Array]:
        """‖∂L/∂s_t‖ by state name, and for all states together as "state", each (T+1, E, B)."""
        size = self.recording.weights.hidden_size
        parts = {name: self.gradients[..., i * size : (i + 1) * size] for i, name in enumerate(self._cell.state_names)}
        return {name: euclidean(part) for name, part in (parts | {"state": self.gradients}).items()}

    def ratio(self, name: str = "state", *, member: int | None = None) -> Band:
        """Norms relative to that of the whole state at the last step: median and quartiles over E·B, (T+1,) each.

        A sequence whose last step has no gradient has no ratio and is left out. `member` takes one seed alone.
        """
        check_choice("name", name, self.norms)
        seeds = (
            slice(None) if member is None else [check_integer("member", member, 0, self.recording.weights.seeds - 1)]
        )
        norms, last = self.norms[name][:, seeds], self.norms["state"][-1, seeds]
        read = last > 0
        if not read.any():
            raise InvalidValue("grad_final", "zero for every sequence", "a gradient to follow for at least one of them")
        unit = float(np.median(last[read]))
        with np.errstate(over="ignore", invalid="ignore"):
            return Band.over(norms[:, read] / last[read], self.gradients.dtype, unit=unit)

    def decay(self, name: str = "state", *, member: int | None = None) -> Decay:
        """Rate, half-life, horizon and a verdict in words, from `ratio`."""
        return fit_decay(self.ratio(name, member=member))

    @cached_property
    @silent()
    def input_gradients(self) -> Array:
        """∂L/∂x_t, (T, E, B, D); row t-1 belongs to step t."""
        return self._adjoint.inputs(self.recording.weights)

    @cached_property
    def input_norms(self) -> Array:
        """‖∂L/∂x_t‖, (T, E, B); row t-1 belongs to step t."""
        return euclidean(self.input_gradients)

    @cached_property
    @silent()
    def weight_gradients(self) -> Mapping[str, Array]:
        """∂L/∂W, ∂L/∂U, ∂L/∂b, and that of the recurrent bias where there is one, summed over steps and sequences."""
        weights, adjoint = self.recording.weights, self._adjoint
        operands = self._cell.operands(weights, all_steps(self.recording))
        inner = {block: by_seed(grad) for block, grad in adjoint.preactivations.items()}
        products = {block: by_seed(grad) for block, grad in adjoint.products.items()}
        inputs = by_seed(each_seed(self.recording.inputs))
        gradients = {
            "W": [inner[block].swapaxes(1, 2) @ inputs for block in weights.blocks],
            "U": [products[block].swapaxes(1, 2) @ by_seed(operands[block]) for block in weights.recurrent_blocks],
            "b": [inner[block].sum(1) for block in weights.blocks],
        }
        joined = {name: np.concatenate(parts, axis=1) for name, parts in gradients.items() if parts}
        joined.setdefault("U", np.zeros_like(weights.U))  # has no rows where no block reads the state
        if weights.recurrent_bias is not None:
            joined["recurrent_bias"] = products[self._cell.candidate.block].sum(1)
        return joined

    @cached_property
    @silent()
    def weight_norms(self) -> Mapping[str, Array]:
        """Frobenius norm of step t's share of ∂L/∂W, ∂L/∂U and ∂L/∂b, summed over sequences, (T, E) each."""
        adjoint, weights = self._adjoint, self.recording.weights
        operands = self._cell.operands(weights, all_steps(self.recording))
        inner, products = adjoint.preactivations, adjoint.products
        inputs = each_seed(self.recording.inputs)
        ones = np.ones((1, 1, inputs.shape[2], 1), inputs.dtype)
        nothing = np.zeros(self.gradients[1:].shape[:2], inputs.dtype)
        return {
            "W": np.sqrt(sum((_outer_squares(inner[block], inputs) for block in inner), nothing)),
            "U": np.sqrt(sum((_outer_squares(products[block], operands[block]) for block in products), nothing)),
            "b": np.sqrt(sum((_outer_squares(inner[block], ones) for block in inner), nothing)),
        }

    @cached_property
    def path_shares(self) -> Mapping[str, Array]:
        """⟨path, total⟩ / ‖total‖² of the gradient sent back through step t, by path, signed, sums to 1, (T, E, B)."""
        paths = self._unit_adjoint.paths
        total = self._unit_adjoint.total
        with np.errstate(invalid="ignore", divide="ignore"):
            return {name: (path * total).sum(-1) / (total * total).sum(-1) for name, path in paths.items()}

    def detour_shares(self, most: int = 4) -> Array:
        """Shares of the gradient by how often its way left the leak since the loss, end to end.

        Args:
            most: Largest number of detours told apart.

        Returns:
            (T+1, most+2, E, B), signed, sums to 1 over axis 1: 0, 1, … `most` detours, then all with more.

        Raises:
            GruvizError: If the cell has no leak, or the loss reads more than the last step.
        """
        most = check_integer("most", most, 0, 50)
        leak = self._cell.leak
        if leak is None:
            raise InvalidValue("cell", self.recording.cell, "a cell with a leak, such as gru or lstm")
        check_choice("loss", self.loss, ("last",))
        steps, seeds, batch, _ = self.gradients.shape
        check_memory("most", (most + 2) * self.gradients[0].size * 8, self.gradients.itemsize, "use fewer detours")
        shares = np.empty((steps, most + 2, seeds, batch))
        ways = np.zeros((most + 2, *self.gradients.shape[1:]), self.gradients.dtype)
        with np.errstate(invalid="ignore", divide="ignore"):
            ways[0] = self.gradients[-1] / np.abs(self.gradients[-1]).max(-1, keepdims=True)
            shares[-1] = _shares_of_sum(ways)
            for t, step in linearised(self.recording, self.cuts).backward():
                adjoint = step.adjoint(ways)
                kept = adjoint.paths[leak]
                left = adjoint.total - kept
                ways = kept.copy()
                ways[1:] += left[:-1]
                ways[-1] += left[-1]
                ways /= np.abs(ways).max((0, -1), keepdims=True)
                shares[t] = _shares_of_sum(ways)
        return shares

    @property
    def _cell(self) -> Cell:
        return find_cell(self.recording.cell)

    @cached_property
    def _adjoint(self) -> Adjoint:
        return self._adjoint_of(self.gradients[1:])

    @cached_property
    def _unit_adjoint(self) -> Adjoint:
        """As `_adjoint`, of gradients scaled to largest element 1, so that squares of tiny ones survive."""
        grads = self.gradients[1:]
        with np.errstate(invalid="ignore", divide="ignore"):
            return self._adjoint_of(grads / np.abs(grads).max(-1, keepdims=True))

    def _adjoint_of(self, grads: Array) -> Adjoint:
        with np.errstate(over="ignore", invalid="ignore"):
            return linearised(self.recording, self.cuts).adjoint(grads)


def euclidean(vectors: Array) -> Array:
    """Norm over the last axis, by plain squares: it underflows and overflows where PyTorch's does."""
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        return np.sqrt(np.square(vectors).sum(-1))


@dataclass(frozen=True, eq=False)
class LinearMap:
    """One step or several as linear maps of the gradient.

    Args:
        cell: Which cell.
        weights: Of E seeds.
        partials: Elementwise derivatives, each (…, E, B, H).
        passes: Where a gradient can go back at all, (…, 1, B, 1); None is everywhere.
    """

    cell: Cell
    weights: Weights
    partials: Mapping[str, Array]
    passes: NDArray[np.bool_] | None = None

    def adjoint(self, grad_state: Array) -> Adjoint:
        """Send a gradient (…, E, B, S) back, by path; further leading axes broadcast."""
        adjoint = self.cell.adjoint(self.weights, self.partials, grad_state)
        if self.passes is None:
            return adjoint
        return adjoint._replace(paths={name: np.where(self.passes, path, 0) for name, path in adjoint.paths.items()})

    def at(self, index: Any) -> "LinearMap":
        """A selection along the leading axes, (T, E, B) of a run."""
        partials = {name: values[index] for name, values in self.partials.items()}
        return LinearMap(self.cell, self.weights, partials, None if self.passes is None else self.passes[index])

    def backward(self) -> Iterator[tuple[int, "LinearMap"]]:
        """Row t-1 and step t, from the last step to the first."""
        rows = zip(*(values[::-1] for values in self.partials.values()), strict=True)
        steps = len(next(iter(self.partials.values())))
        for back, row in enumerate(rows, start=1):
            t = steps - back
            passes = None if self.passes is None else self.passes[t]
            yield t, LinearMap(self.cell, self.weights, dict(zip(self.partials, row, strict=True)), passes)


@lru_cache(maxsize=2)
def linearised(recording: Recording, cuts: frozenset[int] = frozenset()) -> LinearMap:
    """All steps of a run; of the last runs asked."""
    cell = find_cell(recording.cell)
    free = {gate: (~held).astype(recording.state.dtype) for gate, held in recording.held.items()}
    passes = None
    if closed := [step - 1 for step in {*cuts, *recording.resets}]:
        passes = np.ones((recording.seq_len, 1, recording.batch_size, 1), np.bool_)
        passes[closed] = False
    with np.errstate(over="ignore", invalid="ignore"):
        return LinearMap(cell, recording.weights, cell.partials(recording.weights, all_steps(recording), free), passes)


def _outer_squares(left: Array, right: Array) -> Array:
    """‖Σ_b left_b right_bᵀ‖² without forming the matrix, (T, E, B, ·) → (T, E); not negative where it cancels."""
    with np.errstate(over="ignore", invalid="ignore"):
        squares = ((left @ left.swapaxes(-1, -2)) * (right @ right.swapaxes(-1, -2))).sum((-1, -2))
        return np.maximum(squares, 0)


def _shares_of_sum(ways: Array) -> Array:
    total = ways.sum(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (ways * total).sum(-1) / (total * total).sum(-1)
