"""Check a gradient by nudging the state and running the rest of the sequence again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gruviz.engine.gradients import GradientFlow
from gruviz.engine.norms import euclidean
from gruviz.engine.recording import each_seed, record
from gruviz.validation import InvalidValue, check_integer

NUDGE = 6e-6
"""Step of the central difference, near the cube root of the rounding unit of float64."""
RESOLUTION = 1e-9
"""Smallest norm that such a difference still shows to about one part in ten."""


@dataclass(frozen=True)
class Difference:
    """One checked step.

    Args:
        step: t, counted from 0, the initial state.
        drawn: ‖∂L/∂s_t‖ from backpropagation.
        measured: ‖∂L/∂s_t‖ from finite differences.
        error: ‖difference of the two vectors‖ / ‖drawn vector‖.
        resolved: Whether the norm is large enough for differences to see it.
    """

    step: int
    drawn: float
    measured: float
    error: float
    resolved: bool


def check_gradient(flow: GradientFlow, steps: Sequence[int], *, member: int = 0, sequence: int = 0) -> list[Difference]:
    """Compare backpropagation with central differences over every element of the state.

    Args:
        flow: A float64 flow without clamps, resets and cuts.
        steps: Which t in 0 … T.
        member: Which seed.
        sequence: Which sequence.

    Returns:
        One comparison per step.

    Raises:
        GruvizError: If the run is in float32, has clamps, resets or cuts, or an index does not exist.
    """
    recording = flow.recording
    if recording.state.dtype != np.float64:
        raise InvalidValue("precision", str(recording.state.dtype), "float64, since differences need its digits")
    if recording.held:
        raise InvalidValue("clamps", sorted(recording.held), "a run without clamps")
    if recording.starts or flow.cuts:
        raise InvalidValue("flow", "one with resets or cuts", "a run whose gradient passes every step")
    check_integer("member", member, 0, recording.weights.seeds - 1)
    check_integer("sequence", sequence, 0, recording.batch_size - 1)
    return [_difference(flow, check_integer("steps", t, 0, recording.seq_len), member, sequence) for t in steps]


def _difference(flow: GradientFlow, t: int, member: int, sequence: int) -> Difference:
    recording = flow.recording
    state = recording.state[t, member, sequence]
    nudges = NUDGE * np.eye(len(state))
    start = np.concatenate([state + nudges, state - nudges])
    if t == recording.seq_len:
        states = start[None]
    else:
        rest = each_seed(recording.inputs)[t:, member if recording.inputs.ndim == 4 else 0, sequence, None]
        inputs = np.repeat(rest, len(start), axis=1)
        states = record(recording.cell, recording.weights.member(member), inputs, initial_state=start).state[:, 0]
    readout = flow.gradients[-1, member, sequence]
    # a loss at every step reads the states after t too, and of the nudged one itself unless it is the initial state
    read = states[-1] if flow.loss == "last" else states[1 if t == 0 else 0 :].sum(0)
    losses = read @ readout
    up, down = np.split(losses, 2)
    measured = (up - down) / (2 * NUDGE)
    drawn = flow.gradients[t, member, sequence]
    size = float(euclidean(drawn))
    error = float(euclidean(measured - drawn)) / size if size else np.inf
    return Difference(t, size, float(euclidean(measured)), error, size > RESOLUTION)
