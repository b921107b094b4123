"""The layers of a module run anew in float64, and the gradient followed back through all of them."""

from dataclasses import dataclass

import numpy as np
from torch import Tensor

from gruviz.arrays import Array
from gruviz.diagnosis.capture.calls import Call
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


def runs_of(call: Call, lengths: tuple[int, ...] | None = None) -> tuple[LayerRun, ...]:
    """One run for each layer and direction of a call."""
    found = call.found
    ends = call.layout.lengths or (call.steps,) * call.batch_size
    ran = _forward(call, ends)
    flows = _backward(call, ran, ends)
    return tuple(
        LayerRun(
            found.name,
            each.index // found.directions,
            each.index % found.directions,
            found.layers,
            found.directions,
            each.recording,
            flow,
            ends,
            weight_gradients=each.parameters.gradients(flow),
        )
        for each, flow in zip(ran, flows, strict=True)
    )


def _forward(call: Call, ends: tuple[int, ...]) -> list[Direction]:
    """All layers from the lowest up, each reading what the one below shows."""
    ran: list[Direction] = []
    below = _float64(call.inputs)
    for layer in range(call.found.layers):
        shown = []
        for direction in range(call.found.directions):
            index = layer * call.found.directions + direction
            parameters = call.parameters[index]
            cell, weights = parameters.ours
            inputs = turned(below, ends) if direction else below
            recording = record(cell, weights, inputs, initial_state=_initial(call, index))
            ran.append(Direction(index, parameters, recording))
            h = recording.states["h"][1:, 0]
            shown.append(turned(h, ends) if direction else h)
        below = np.concatenate(shown, -1)
    return ran


def _backward(call: Call, ran: list[Direction], ends: tuple[int, ...]) -> list[GradientFlow]:
    """The flow of each, from the uppermost layer down; what a layer's inputs get is the output's of the one below."""
    flows: dict[int, GradientFlow] = {}
    count = call.found.directions
    above = np.zeros(call.output.shape) if call.grad_output is None else _float64(call.grad_output)
    for layer in reversed(range(call.found.layers)):
        parts = np.split(above, count, axis=-1)
        back = []
        for direction, part in enumerate(parts):
            each = ran[layer * count + direction]
            direct = _direct(call, each, turned(part, ends) if direction else part, ends)
            flow = flow_of(each.recording, direct)
            flows[each.index] = flow
            inputs = flow.input_gradients[:, 0]
            back.append(turned(inputs, ends) if direction else inputs)
        above = np.sum(back, axis=0)
    return [flows[each.index] for each in ran]


def _direct(call: Call, each: Direction, of_output: Array, ends: tuple[int, ...]) -> Array:
    """What the loss and the layers above read directly from each state, (T+1, 1, B, S)."""
    direct = np.zeros(each.recording.state.shape)
    size = each.recording.weights.hidden_size
    direct[1:, 0, :, :size] = of_output
    for part, grad in call.grad_final.items():
        direct[ends, 0, range(len(ends)), part * size : (part + 1) * size] += _float64(grad[each.index])
    return direct


def _initial(call: Call, index: int) -> Array | None:
    """(B, S)."""
    return None if call.initial is None else np.concatenate([_float64(part[index]) for part in call.initial], -1)


def turned(values: Array, lengths: tuple[int, ...]) -> Array:
    """Each sequence read from its own end, (T, B, ·); the padding behind it stays."""
    steps = np.arange(len(values))[:, None]
    ends = np.array(lengths)
    return np.take_along_axis(values, np.where(steps < ends, ends - 1 - steps, steps)[..., None], 0)


def _float64(tensor: Tensor) -> Array:
    return tensor.double().numpy()
