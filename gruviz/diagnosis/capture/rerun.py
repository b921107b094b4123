"""One layer in one direction run anew in float64, also where something in it is not finite."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gruviz.arrays import Array, frozen
from gruviz.diagnosis.capture.parameters import Parameters
from gruviz.engine.cells import find_cell
from gruviz.engine.recording import run_of
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
    _, weights = parameters.ours
    zeros = np.zeros((inputs.shape[1], len(find_cell(weights.cell).state_names) * weights.hidden_size))
    recording = run_of(
        weights,
        inputs,
        (zeros if initial is None else initial)[None],
        starts=tuple(replace(start, state=np.asarray(start.state)[None]) for start in starts),
    )
    if lengths is not None:
        recording = _held_behind(recording, lengths)
    return Rerun(index, parameters, _broken(recording, largest, known=parameters.finite))


def _held_behind(recording: Recording, lengths: tuple[int, ...]) -> Recording:
    """Padding is not read, so that nothing can happen there."""
    ends = np.array(lengths)[:, None]
    steps = np.arange(recording.seq_len + 1)[:, None, None, None]
    state = np.take_along_axis(recording.state, np.minimum(steps, ends), 0)
    rows = np.minimum(steps[:-1], ends - 1)
    gates = {name: frozen(np.take_along_axis(gate, rows, 0)) for name, gate in recording.gates.items()}
    return _with(recording, state, gates)


def _broken(recording: Recording, largest: float, *, known: bool) -> Recording:
    """With states that are infinite in the module's precision, and what comes of them, as what they are.

    Args:
        recording: A run in float64.
        largest: As in `rerun`.
        known: Whether all weights are finite; else no state is a number.
    """
    over = np.abs(recording.state) > largest
    if known and not over.any():
        return recording
    state = np.where(over, np.copysign(np.inf, recording.state), recording.state)
    infinite = np.logical_or.accumulate(over.any((1, 3)))
    state[1:, 0][infinite[:-1] | (not known)] = np.nan
    return _with(recording, state, recording.gates)


def _with(recording: Recording, state: Array, gates: Mapping[str, Array]) -> Recording:
    size = recording.weights.hidden_size
    states = {name: frozen(state[..., i * size : (i + 1) * size]) for i, name in enumerate(recording.states)}
    return replace(recording, state=frozen(state), states=states, gates=gates)
