"""The layers of a module run anew in float64, and the gradient followed back through all of them."""

from dataclasses import dataclass

import numpy as np

from gruviz.arrays import Array
from gruviz.diagnosis.capture.join import Reading
from gruviz.diagnosis.capture.parameters import Parameters
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.engine.gradients import GradientFlow, flow_of
from gruviz.engine.recording import record
from gruviz.engine.records import Recording


@dataclass(frozen=True, eq=False)
class Direction:
    """One layer in one direction, after it ran: L-th of the module's states."""

    index: int
    parameters: Parameters
    recording: Recording


def runs_of(reading: Reading, lengths: tuple[int, ...] | None = None) -> tuple[LayerRun, ...]:
    """One run for each layer and direction of a module."""
    found = reading.found
    ran = _forward(reading)
    flows = _backward(reading, ran)
    return tuple(
        LayerRun(
            found.name,
            each.index // found.directions,
            each.index % found.directions,
            found.layers,
            found.directions,
            each.recording,
            flow,
            reading.lengths,
            seams=() if found.is_cell else tuple(seam.step for seam in reading.seams),
            weight_gradients=each.parameters.gradients(flow),
        )
        for each, flow in zip(ran, flows, strict=True)
    )


def _forward(reading: Reading) -> list[Direction]:
    """All layers from the lowest up, each reading what the one below shows."""
    ran: list[Direction] = []
    below = reading.inputs
    for layer in range(reading.found.layers):
        shown = []
        for direction in range(reading.found.directions):
            index = layer * reading.found.directions + direction
            parameters = reading.parameters[index]
            cell, weights = parameters.ours
            inputs = turned(below, reading.lengths) if direction else below
            recording = record(
                cell, weights, inputs, initial_state=reading.initial(index), starts=reading.starts(index)
            )
            ran.append(Direction(index, parameters, recording))
            h = recording.states["h"][1:, 0]
            shown.append(turned(h, reading.lengths) if direction else h)
        below = np.concatenate(shown, -1)
    return ran


def _backward(reading: Reading, ran: list[Direction]) -> list[GradientFlow]:
    """The flow of each, from the uppermost layer down; what a layer's inputs get is the output's of the one below."""
    flows: dict[int, GradientFlow] = {}
    count, ends = reading.found.directions, reading.lengths
    above = reading.grad_output
    for layer in reversed(range(reading.found.layers)):
        back = []
        for direction, part in enumerate(np.split(above, count, axis=-1)):
            each = ran[layer * count + direction]
            direct = _direct(reading, each, turned(part, ends) if direction else part)
            flow = flow_of(each.recording, direct, cuts=reading.cuts)
            flows[each.index] = flow
            inputs = flow.input_gradients[:, 0]
            back.append(turned(inputs, ends) if direction else inputs)
        above = np.sum(back, axis=0)
    return [flows[each.index] for each in ran]


def _direct(reading: Reading, each: Direction, of_output: Array) -> Array:
    """What the loss and the layers above read directly from each state, (T+1, 1, B, S)."""
    direct = np.zeros(each.recording.state.shape)
    size = each.recording.weights.hidden_size
    direct[1:, 0, :, :size] = of_output
    for part in range(len(each.recording.states)):
        for ends, grad in reading.grad_final(each.index, part):
            direct[ends, 0, range(len(ends)), part * size : (part + 1) * size] += grad
    return direct


def turned(values: Array, lengths: tuple[int, ...]) -> Array:
    """Each sequence read from its own end, (T, B, ·); the padding behind it stays."""
    steps = np.arange(len(values))[:, None]
    ends = np.array(lengths)
    return np.take_along_axis(values, np.where(steps < ends, ends - 1 - steps, steps)[..., None], 0)
