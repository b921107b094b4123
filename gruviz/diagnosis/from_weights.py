"""Layers from a file, run over inputs: as they lie above one another, with a readout of their last states as loss."""

from collections.abc import Sequence
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import ArrayLike

from gruviz.arrays import Array
from gruviz.checkpoints import FoundLayer
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.engine.gradients import GradientFlow, flow_of
from gruviz.engine.norms import silent
from gruviz.engine.recording import record
from gruviz.engine.records import Recording
from gruviz.validation import InvalidShape, InvalidValue, check_array, check_integer

READOUT = "A file has no loss: this one reads the last state of the top layer by a random vector of length 1."
"""What every number about a gradient rests on."""
CUT = "Its states stop being finite numbers, so that the layers above it could not be run."

Floor = tuple[FoundLayer, ...]
"""A layer in its one or two directions."""


def run_layers(layers: Sequence[FoundLayer], inputs: ArrayLike, *, seed: int = 0) -> tuple[LayerRun, ...]:
    """Run layers that lie above one another, and send a gradient back through all of them.

    Layers are ordered as given; two directions of one layer stand side by side and read the sequence forth and back.
    The loss reads the last state of the uppermost layer (of each direction: its own last, as PyTorch's h_n) by one
    random unit vector for each sequence. What a layer gets as gradient of its inputs is what the loss reads directly
    from the layer below.

    Args:
        layers: From the lowest up, such as one of a checkpoint's `stacks`.
        inputs: (T, B, D), time first.
        seed: Of the random vector.

    Returns:
        One run for each layer and direction, in the order given. Where states overflow, the layers above are missing.

    Raises:
        GruvizError: If there is no layer, one cannot be run, or sizes do not fit.
    """
    if not layers:
        raise InvalidValue("layers", "none", "at least one", "Choose at least one layer.")
    check_integer("seed", seed, 0, 2**31)
    floors = _floors(layers)
    x = check_array("inputs", inputs, ("T", "B", floors[0][0].input_size), np.float64)
    recordings = _upwards(floors, x)
    flows = _downwards(floors[: len(recordings)], recordings, seed)
    return tuple(
        _run(floors, height, side, recordings[height][side], flows[height][side])
        for height in range(len(recordings))
        for side in range(len(floors[height]))
    )


def _floors(layers: Sequence[FoundLayer]) -> list[Floor]:
    floors = [tuple(group) for _, group in groupby(layers, lambda one: (one.name, one.layer))]
    for floor in floors:
        if len({one.direction for one in floor}) < len(floor):
            said = f"{_title(floor)} is there twice in the same direction: give its layers different numbers."
            raise InvalidValue("layers", _title(floor), "each direction once", said)
    for below, above in pairwise(floors):
        given = sum(one.output_size for one in below)
        if any(one.input_size != given for one in above):
            said = (
                f"{_title(above)} reads {above[0].input_size} numbers at every step, and {_title(below)} gives "
                f"{given}: choose layers that fit each other."
            )
            raise InvalidShape("layers", above[0].input_size, str(given), said)
    return floors


def _upwards(floors: Sequence[Floor], x: Array) -> list[list[Recording]]:
    """Every layer's run, over the states of the one below, as far as these are finite."""
    recordings = []
    for floor in floors:
        if not np.isfinite(x).all():
            break
        runs = [record(one.cell, one.weights, x[::-1] if one.direction else x) for one in floor]
        recordings.append(runs)
        with silent():
            x = np.concatenate([_forth(one, _output(one, run)) for one, run in zip(floor, runs, strict=True)], axis=-1)
    return recordings


def _downwards(floors: Sequence[Floor], recordings: list[list[Recording]], seed: int) -> list[list[GradientFlow]]:
    """Every layer's gradient, from the top down, listed from the bottom up."""
    flows: list[list[GradientFlow]] = []
    steps, batch = recordings[0][0].seq_len, recordings[0][0].batch_size
    grads = _readout(floors[-1], steps, batch, seed)
    for floor, runs in zip(floors[::-1], recordings[::-1], strict=True):
        loss = "every" if flows else "last"
        flows.append(
            [_flow(one, run, grad, loss) for one, run, grad in zip(floor, runs, _split(floor, grads), strict=True)]
        )
        with silent():
            grads = np.sum(
                [_forth(one, flow.input_gradients[:, 0]) for one, flow in zip(floor, flows[-1], strict=True)], axis=0
            )
    return flows[::-1]


def _readout(floor: Floor, steps: int, batch: int, seed: int) -> Array:
    """∂L/∂output of the top layer, (T, B, all directions' outputs): the laboratory's vector where the seed is 0."""
    width = sum(one.output_size for one in floor)
    vectors = np.random.default_rng([7, seed, 2]).standard_normal((batch, width))
    vectors /= np.linalg.norm(vectors, axis=-1, keepdims=True)
    grads = np.zeros((steps, batch, width))
    start = 0
    for one in floor:
        part = slice(start, start + one.output_size)
        grads[0 if one.direction else -1, :, part] = vectors[:, part]
        start = part.stop
    return grads


def _split(floor: Floor, grads: Array) -> list[Array]:
    return np.split(grads, np.cumsum([one.output_size for one in floor])[:-1], axis=-1)


def _flow(layer: FoundLayer, recording: Recording, grad: Array, loss: str) -> GradientFlow:
    """The flow of what is read from a layer's output, (T, B, ·) with time running forward."""
    projection = layer.rows.projection
    direct = np.zeros(recording.state.shape)
    with silent():
        own = _forth(layer, grad)
        direct[1:, 0, :, : layer.hidden_size] = own if projection is None else own @ projection
        return flow_of(recording, direct, loss=loss)


def _output(layer: FoundLayer, recording: Recording) -> Array:
    """(T, B, ·), in the order of reading."""
    states = recording.states["h"][1:, 0]
    return states if layer.rows.projection is None else states @ layer.rows.projection.T


def _forth(layer: FoundLayer, array: Array) -> Array:
    """From the order of reading to the order of time, or back."""
    return array[::-1] if layer.direction else array


def _run(floors: list[Floor], height: int, side: int, recording: Recording, flow: GradientFlow) -> LayerRun:
    floor, one = floors[height], floors[height][side]
    top = flow.loss == "last"
    return LayerRun(
        name=one.name,
        layer=one.layer,
        direction=one.direction,
        layers=1 + max(other.layer for floor in floors for other in floor if other.name == one.name),
        directions=2 if one.direction else len(floor),
        recording=recording,
        flow=flow,
        lengths=(recording.seq_len,) * recording.batch_size,
        notes=((READOUT,) if top else ()) + ((CUT,) if top and height + 1 < len(floors) else ()),
    )


def _title(floor: Floor) -> str:
    return f"Layer {floor[0].layer + 1} of {floor[0].name or 'the network'}"
