"""How strongly a loss depends on each step of a run: the gradient, followed back through time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from gruviz.arrays import Array, frozen
from gruviz.engine.attribution import Attribution
from gruviz.engine.backpropagation import backpropagate, backpropagate_whole
from gruviz.engine.cells import Adjoint, Cell, find_cell
from gruviz.engine.decay import OUTPUT_GATE, STATES
from gruviz.engine.detours import along, detour_shares, path_shares
from gruviz.engine.flow import Flow
from gruviz.engine.linear_map import linearised
from gruviz.engine.norms import scaled, silent
from gruviz.engine.readouts import direct_of, last_steps, random_readout
from gruviz.engine.records import Recording
from gruviz.validation import InvalidValue, check_choice, check_each_seed, check_integer, check_kind, check_memory

LOSSES = ("last", "every")
"""Where the loss reads the state: after the last step, or after every step."""


def gradient_flow(
    recording: Recording,
    *,
    grad_final: ArrayLike | None = None,
    loss: str = "last",
    cuts: Collection[int] = (),
    lengths: Collection[int] | None = None,
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
        lengths: Of the B sequences of a padded batch, for `loss="last"`: each is read at its own last step, and ratios
            count back from there, as far as the shortest sequence reaches.

    Returns:
        Norms by step; everything else is computed on first use.

    Raises:
        GruvizError: If `grad_final` does not fit the run, `loss` is unknown or a cut is at no step.

    Reference:
        Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063, section 2.
    """
    check_kind("recording", recording, Recording, origin="from record")
    check_choice("loss", loss, LOSSES)
    shape = recording.state.shape[1:]
    direct = np.zeros_like(recording.state)
    if grad_final is None:
        readout = random_readout(recording)
    else:
        readout = check_each_seed("grad_final", grad_final, shape, direct.dtype)
    if lengths is None:
        direct[-1 if loss == "last" else slice(1, None)] = readout
        return follow_loss(recording, direct, loss=loss, cuts=cuts)
    check_choice("loss", loss, ("last",))
    ends = last_steps(recording, lengths)
    for sequence, end in enumerate(ends):
        direct[end, :, sequence] = readout[:, sequence]
    return replace(follow_loss(recording, direct, loss=loss, cuts=cuts), lengths=ends)


def follow_loss(
    recording: Recording, direct: ArrayLike, *, loss: str = "every", cuts: Collection[int] = ()
) -> "GradientFlow":
    """The flow of any loss, from what it reads directly from each state, ∂L/∂s_t without the way through later states.

    Args:
        recording: A run of any cell.
        direct: (T, B, H), the gradient of each step's h as PyTorch has that of a layer's output; or for all states,
            the initial one included, (T+1, E, B, S).
        loss: How to call it, one of `LOSSES`.
        cuts: As in `gradient_flow`.

    Raises:
        GruvizError: If `direct` does not fit the run, `loss` is unknown or a cut is at no step.
    """
    check_kind("recording", recording, Recording, origin="from record")
    check_choice("loss", loss, LOSSES)
    steps = [check_integer("cuts", step, 1, recording.seq_len) for step in cuts]
    return flow_of(recording, direct_of(recording, direct), loss=loss, cuts=steps)


def flow_of(recording: Recording, direct: Array, *, loss: str = "every", cuts: Collection[int] = ()) -> "GradientFlow":
    """As `follow_loss`, of arrays that are known to fit; in a training that diverges they need not be numbers."""
    gradients = backpropagate(recording, direct, cuts=cuts)
    return GradientFlow(recording, frozen(gradients), frozen(direct), loss, frozenset(cuts))


def flow_to_weights(recording: Recording, direct: Array, *, cuts: Collection[int] = ()) -> "GradientFlow":
    """As `flow_of`, for who needs the gradient of the weights, too: formed on the way, not after it."""
    gradients, adjoint = backpropagate_whole(recording, direct, cuts=cuts)
    attribution = Attribution(recording, adjoint)
    return GradientFlow(recording, frozen(gradients), frozen(direct), "every", frozenset(cuts), None, attribution)


@dataclass(frozen=True, eq=False, repr=False)
class GradientFlow(Flow):
    """The gradient of a loss with respect to every state of a run of one of our cells.

    Norms are Euclidean, per seed and sequence, in the run's own precision, never clipped.

    Args:
        recording: The run.
        gradients: ∂L/∂s_t, (T+1, E, B, S).
        direct: What the loss reads directly from each state, likewise.
        loss: Where the loss reads the state, one of `LOSSES`.
        cuts: Steps through which nothing goes back, counted from 1.
        lengths: The step at which each of the B sequences is read; None is the last step, or every step.
        known: What it means for the inputs and the weights, where that has been found on the way.
    """

    recording: Recording
    known: Attribution | None = None

    def on(self, recording: Recording, *, cuts: Collection[int] = ()) -> "GradientFlow":
        """The flow of this loss through another run of equal size, such as one with a gate held."""
        return replace(flow_of(recording, self.direct, loss=self.loss, cuts=cuts), lengths=self.lengths)

    @cached_property
    def readout_lag(self) -> int:
        """As of every flow; 0, too, where what the loss reads is itself carried, as an LRU's h is."""
        return 0 if "h" in self._cell.carried else super().readout_lag

    @property
    def _way(self) -> str:
        return OUTPUT_GATE if "o" in self._cell.gate_names else STATES

    @property
    def _cell(self) -> Cell:
        return find_cell(self.recording.cell)

    @property
    def _cuts(self) -> Collection[int]:
        anew = self.recording.anew
        begun = () if anew is None else np.flatnonzero(anew.all(1)) + 1
        return {*self.cuts, *(int(step) for step in begun)}

    @property
    def _has_zeros(self) -> bool:
        """Behind a ReLU, a held gate, or without recurrent weights."""
        run, kind = self.recording, find_cell(self.recording.cell)
        shut = kind.candidate.activation == "relu" or bool(run.held)
        return shut or (kind.leak is None and not run.weights.U.any())

    @property
    def input_gradients(self) -> Array:
        return self.attribution.inputs

    @property
    def weight_gradients(self) -> Mapping[str, Array]:
        """∂L/∂W, ∂L/∂U, ∂L/∂b, and that of the recurrent bias where there is one, summed over steps and sequences."""
        return self.attribution.weights

    @property
    def weight_norms(self) -> Mapping[str, Array]:
        """Frobenius norm of step t's share of ∂L/∂W, ∂L/∂U and ∂L/∂b, summed over sequences, (T, E) each."""
        return self.attribution.weight_norms

    @cached_property
    def path_shares(self) -> Mapping[str, Array]:
        return path_shares(self._adjoint_of(scaled(self.gradients[1:])))

    def detour_shares(self, most: int = 4) -> Array:
        """Shares of the gradient by how often its way left the leak since the loss, end to end.

        Args:
            most: Largest number of detours with a row of its own.

        Returns:
            (T+1, most+2, E, B), signed, sums to 1 over axis 1: 0, 1, … `most` detours, then all with more.

        Raises:
            GruvizError: If the cell has no leak, or the loss reads another step than the last.
        """
        most = check_integer("most", most, 0, 50)
        leak = find_cell(self.recording.cell).leak
        if leak is None:
            raise InvalidValue("cell", self.recording.cell, "a cell with a leak, such as gru or lstm")
        check_choice("loss", self.loss, ("last",))
        if self.lengths is not None:
            raise InvalidValue("lengths", self.lengths, "None, since the ways are counted back from the last step")
        check_memory("most", (most + 2) * self.gradients[0].size * 8, self.gradients.itemsize, "use fewer detours")
        return detour_shares(linearised(self.recording, self.cuts), leak, self.gradients[-1], most)

    def along(self, *paths: str) -> Array:
        """The part of ∂L/∂s_t that took one of these paths at every step since the loss, (T+1, E, B, S).

        What is left of the gradient beside `along(leak)` has left the leak at least once.

        Raises:
            GruvizError: If the cell has no such path, or the loss reads another step than the last.
        """
        chosen = [check_choice("paths", path, find_cell(self.recording.cell).path_names) for path in paths]
        if not chosen:
            raise InvalidValue("paths", "none", "at least one path")
        check_choice("loss", self.loss, ("last",))
        if self.lengths is not None:
            raise InvalidValue("lengths", self.lengths, "None, since the ways are counted back from the last step")
        return along(linearised(self.recording, self.cuts), chosen, self.gradients[-1])

    @cached_property
    def attribution(self) -> Attribution:
        """What it means for the inputs and the weights."""
        return self.known or Attribution(self.recording, self._adjoint_of(self.gradients[1:]))

    def _adjoint_of(self, grads: Array) -> Adjoint:
        with silent():
            return linearised(self.recording, self.cuts).adjoint(grads)
