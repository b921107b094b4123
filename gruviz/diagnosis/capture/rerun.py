"""One layer in one direction run anew in float64, also where something in it is not finite."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gruviz.arrays import Array, Mask, frozen
from gruviz.diagnosis.capture.parameters import Parameters
from gruviz.engine.recording import record
from gruviz.engine.records import Recording, Start


@dataclass(frozen=True, eq=False)
class Rerun:
    """A layer after it ran.

    Args:
        index: Which of the module's layers and directions, in PyTorch's order.
        parameters: Its weights.
        recording: Of our cell.
    """

    index: int
    parameters: Parameters
    recording: Recording

    @cached_property
    def shown(self) -> Array:
        """What the layer gives to the one above, (T, B, H), or (T, B, P) with a projection."""
        return self.parameters.shown(self.recording.states["h"][1:, 0])


def rerun(
    index: int,
    parameters: Parameters,
    inputs: Array,
    *,
    initial: Array | None = None,
    starts: Sequence[Start] = (),
    lengths: tuple[int, ...] | None = None,
    largest: float = np.inf,
) -> Rerun:
    """Run a layer as it ran.

    Args:
        index: Which one.
        parameters: Its weights.
        inputs: (T, B, D).
        initial: (B, S).
        starts: Steps that began anew.
        lengths: Of a packed batch: behind a sequence's end all stays as it was there.
        largest: The largest number of the module's precision; a state beyond it was infinite there.
    """
    cell, weights = parameters.ours
    begins = initial is None or bool(np.isfinite(initial).all())
    recording = record(
        cell,
        weights,
        np.where(np.isfinite(inputs), inputs, 0),
        initial_state=None if initial is None else np.nan_to_num(initial, posinf=0, neginf=0),
        starts=[replace(start, state=np.nan_to_num(start.state, posinf=0, neginf=0)) for start in starts],
    )
    if lengths is not None:
        recording = _held_behind(recording, lengths)
    known = np.isfinite(inputs).all(-1) & (begins and parameters.finite)
    return Rerun(index, parameters, _broken(recording, np.asarray(known), largest))


def _held_behind(recording: Recording, lengths: tuple[int, ...]) -> Recording:
    """Padding is not read, so that nothing can happen there."""
    ends = np.array(lengths)[:, None]
    steps = np.arange(recording.seq_len + 1)[:, None, None, None]
    state = np.take_along_axis(recording.state, np.minimum(steps, ends), 0)
    rows = np.minimum(steps[:-1], ends - 1)
    gates = {name: frozen(np.take_along_axis(gate, rows, 0)) for name, gate in recording.gates.items()}
    return _with(recording, state, gates)


def _broken(recording: Recording, known: Mask, largest: float) -> Recording:
    """With states that are infinite in the module's precision, or come of what is not finite, as what they are.

    Args:
        recording: A run in float64.
        known: Steps whose inputs are finite, (T, B).
        largest: As in `rerun`.
    """
    over = np.abs(recording.state) > largest
    if known.all() and not over.any():
        return recording
    state = np.where(over, np.copysign(np.inf, recording.state), recording.state)
    unknown = np.logical_or.accumulate(~known)
    infinite = np.logical_or.accumulate(over.any((1, 3)))
    state[1:, 0][unknown | infinite[:-1]] = np.nan
    return _with(recording, state, recording.gates)


def _with(recording: Recording, state: Array, gates: Mapping[str, Array]) -> Recording:
    size = recording.weights.hidden_size
    states = {name: frozen(state[..., i * size : (i + 1) * size]) for i, name in enumerate(recording.states)}
    return replace(recording, state=frozen(state), states=states, gates=gates)
