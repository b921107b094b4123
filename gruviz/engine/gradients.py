"""How strongly a loss depends on each step of a run: the gradient, followed back through time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from gruviz.arrays import Array, frozen
from gruviz.engine.attribution import Attribution
from gruviz.engine.backpropagation import backpropagate
from gruviz.engine.breakdown import find_breakdown
from gruviz.engine.cells import Adjoint, find_cell
from gruviz.engine.decay import Band, Decay, fit_decay
from gruviz.engine.detours import along, detour_shares, path_shares
from gruviz.engine.linear_map import linearised
from gruviz.engine.norms import euclidean, scaled, silent
from gruviz.engine.readouts import back_from_the_end, direct_of, last_steps, random_readout
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
        lengths: The step at which each of the B sequences is read; None is the last step, or every step.
    """

    recording: Recording
    gradients: Array
    direct: Array
    loss: str
    cuts: frozenset[int] = frozenset()
    lengths: tuple[int, ...] | None = None

    def __repr__(self) -> str:
        return f"GradientFlow(loss {self.loss}, {self.recording!r})"

    def on(self, recording: Recording, *, cuts: Collection[int] = ()) -> "GradientFlow":
        """The flow of this loss through another run of equal size, such as one with a gate held."""
        return replace(flow_of(recording, self.direct, loss=self.loss, cuts=cuts), lengths=self.lengths)

    @cached_property
    def norms(self) -> Mapping[str, Array]:
        """‖∂L/∂s_t‖ by state name, and for all states together as "state", each (T+1, E, B)."""
        size, names = self.recording.weights.hidden_size, find_cell(self.recording.cell).state_names
        parts = {name: self.gradients[..., i * size : (i + 1) * size] for i, name in enumerate(names)}
        norms = {name: euclidean(part) for name, part in parts.items()}
        return norms | {"state": euclidean(np.stack([*norms.values()], -1)) if len(norms) > 1 else norms[names[0]]}

    @cached_property
    def readout_lag(self) -> int:
        """1 where the loss reads only a part of the carried state, as an LSTM's h and not its c, else 0.

        What that part lets through is lost once, at the loss, however long the memory: cells are compared fairly from
        so many steps back on.
        """
        size = self.recording.weights.hidden_size
        unread = not self.direct[..., size:].any()
        return int(self.loss == "last" and len(self.recording.states) > 1 and unread and self.recording.seq_len > 1)

    def ratio(self, name: str = "state", *, member: int | None = None, since: int = 0) -> Band:
        """Norms relative to that of the whole state at the last step: median and quartiles over E·B, (T+1,) each.

        A sequence without a gradient where the ratio is 1 is left out.

        Args:
            name: One of the states, or "state" for all together.
            member: One seed alone.
            since: Steps before the loss whose norm counts as 1; the later ones are left out, (T+1-since,).
        """
        check_choice("name", name, self.norms)
        back = {state: back_from_the_end(norms, self.lengths) for state, norms in self.norms.items()}
        check_integer("since", since, 0, len(back[name]) - 2)
        most = self.recording.weights.seeds - 1
        seeds = slice(None) if member is None else [check_integer("member", member, 0, most)]
        end = len(back[name]) - since
        norms, last = back[name][:end, seeds], back["state"][end - 1, seeds]
        read = ~(last <= 0)  # nan, of a state that has overflowed, counts
        if not read.any() and since:
            norms, last, read = np.zeros_like(norms), np.ones_like(last), ~read  # nothing arrives even there
        if not read.any():
            raise InvalidValue("grad_final", "zero for every sequence", "a gradient to follow for at least one of them")
        unit = float(np.median(last[read]))
        with silent():
            ratios = norms[:, read].astype(np.float64) / last[read]
            band = Band.over(ratios, self.gradients.dtype, unit=unit, cut=self._last_cut, has_zeros=self._has_zeros)
        breakdown = self.recording.breakdown and find_breakdown(
            self.recording.state[:, seeds], self.recording.weights.hidden_size
        )
        return replace(band, since=since, every=self.loss == "every", breakdown=breakdown)

    def decay(self, name: str = "state", *, member: int | None = None, since: int = 0) -> Decay:
        """Rate, half-life, horizon and a verdict in words, from `ratio`; an LSTM's first step back is told apart."""
        band = self.ratio(name, member=member, since=since)
        apart = name == "state" and since < self.readout_lag and self.reaches(self.readout_lag)
        return fit_decay(band, rest=self.ratio(name, member=member, since=self.readout_lag) if apart else None)

    def reaches(self, lag: int) -> bool:
        """Whether any gradient arrives so many steps before the loss."""
        norms = back_from_the_end(self.norms["state"], self.lengths)
        return lag < len(norms) and not bool((norms[-1 - lag] <= 0).all())

    @property
    def _last_cut(self) -> int:
        """The last step through which nothing goes back: rows before it are zero; 0 for none."""
        whole = self.loss == "last" and self.lengths is None
        anew = self.recording.anew
        begun = () if anew is None else np.flatnonzero(anew.all(1)) + 1
        return int(max((*self.cuts, *begun), default=0)) if whole else 0

    @property
    def _has_zeros(self) -> bool:
        """Whether a gradient can be zero in truth: behind a ReLU, a held gate, or without recurrent weights."""
        run, kind = self.recording, find_cell(self.recording.cell)
        shut = kind.candidate.activation == "relu" or bool(run.held)
        return shut or (kind.leak is None and not run.weights.U.any())

    @property
    def input_gradients(self) -> Array:
        """∂L/∂x_t, (T, E, B, D); row t-1 belongs to step t."""
        return self.attribution.inputs

    @cached_property
    def input_norms(self) -> Array:
        """‖∂L/∂x_t‖, (T, E, B); row t-1 belongs to step t."""
        return euclidean(self.input_gradients)

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
        """⟨path, total⟩ / ‖total‖² of the gradient sent back through step t, by path, signed, sums to 1, (T, E, B)."""
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
        return Attribution(self.recording, self._adjoint_of(self.gradients[1:]))

    def _adjoint_of(self, grads: Array) -> Adjoint:
        with silent():
            return linearised(self.recording, self.cuts).adjoint(grads)
