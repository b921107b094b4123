"""The layers of a module run anew in float64, and the gradient followed back through all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from gruviz.arrays import Array
from gruviz.diagnosis.capture.counting import fits, lengths_that_count
from gruviz.diagnosis.capture.reading import Reading
from gruviz.diagnosis.capture.rerun import Rerun, rerun
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.engine.gradients import GradientFlow, flow_of
from gruviz.wording import listed

_FEW = 4
"""Steps that are compared with the module's own: later ones may differ where a network amplifies rounding."""
_DIGITS = {torch.float64: 1e-8, torch.float32: 1e-2}
"""How far states may be from those of the module beside the largest of them; GPUs round what they multiply."""
_HALF_DIGITS = 0.1
_NO_MASKS = (
    "The dropout between the layers could not be drawn again: states above the first layer and gradients below the "
    "uppermost one are those without it."
)
_CHANGED = (
    "Something else changes the state between two calls, such as a norm, dropout or zoneout. What comes back through "
    "that is in all gradients, but it is taken for a gradient that enters there: each call counts as a beginning."
)
_PADDING_FIRST = (
    "A backward direction reads the padding first, so that all steps count: packed by "
    "torch.nn.utils.rnn.pack_padded_sequence, each sequence would be read from its own last step."
)
_OTHER_STATES = (
    "The weights do not give the states that the module gave, as where a class of one's own computes something else: "
    "what is said here is about the weights."
)


@dataclass(frozen=True, eq=False)
class Followed:
    """A layer after the gradient came back to it.

    Args:
        ran: The layer.
        direct: What is read directly of what it shows, (T+1, B, ·).
        flow: ∂L/∂s_t.
    """

    ran: Rerun
    direct: Array
    flow: GradientFlow


def runs_of(reading: Reading, lengths: tuple[int, ...] | None = None) -> tuple[LayerRun, ...]:
    """One run for each layer and direction of a module.

    Args:
        reading: What it read.
        lengths: Steps of each sequence that count, as a person said.
    """
    masks = reading.masks()
    ran, notes = _forward(reading, masks), list[str]()
    if not _agrees(reading, ran):
        notes.append(_NO_MASKS if masks else _OTHER_STATES)
        masks, ran = [], _forward(reading, []) if masks else ran
    if reading.is_changed:
        notes.append(_CHANGED)
    if reading.batch_size < reading.given:
        looked = f"{reading.batch_size} of {reading.given} sequences"
        notes.append(f"Only {looked} were looked at, and the gradients of the weights are theirs alone.")
    if broken := [name for parameters in reading.parameters for name in parameters.not_finite]:
        notes.append(f"Not all numbers of {listed(broken)} are finite, so that no state is a number.")
    layers = _backward(reading, ran, masks)
    given = lengths[: reading.batch_size] if lengths is not None and fits(reading, lengths) else None
    ends, more = lengths_that_count(reading, [layer.flow.direct[:, 0] for layer in layers], given)
    runs = [_layer_run(reading, layer, ends, (*notes, *more)) for layer in layers]
    return tuple(_reads_padding_first(run) if given and run.direction else run for run in runs)


def _reads_padding_first(run: LayerRun) -> LayerRun:
    """A backward direction over padding that was not packed: nothing of it can be left out."""
    return replace(run, lengths=(run.recording.seq_len,) * len(run.lengths), notes=(*run.notes, _PADDING_FIRST))


def _layer_run(reading: Reading, layer: Followed, lengths: tuple[int, ...], notes: tuple[str, ...]) -> LayerRun:
    found = reading.found
    return LayerRun(
        found.name,
        layer.ran.index // found.directions,
        layer.ran.index % found.directions,
        found.layers,
        found.directions,
        layer.ran.recording,
        _read_at(layer.flow, lengths),
        lengths,
        seams=() if reading.is_in_steps else tuple(seam.step for seam in reading.seams),
        weight_gradients=layer.ran.parameters.gradients(layer.flow, layer.direct),
        notes=notes,
        precision=str(reading.precision).removeprefix("torch."),
    )


def _read_at(flow: GradientFlow, lengths: tuple[int, ...]) -> GradientFlow:
    """The flow with where its loss is read: at the end of each sequence alone, or at several steps."""
    steps = np.arange(len(flow.direct))[:, None]
    elsewhere = (flow.direct[:, 0] != 0).any(-1) & (steps != np.array(lengths))
    padded = any(length < len(steps) - 1 for length in lengths)
    return replace(flow, loss="every" if elsewhere.any() else "last", lengths=lengths if padded else None)


def _forward(reading: Reading, masks: Sequence[Array]) -> list[Rerun]:
    """All layers from the lowest up, each reading what the one below shows."""
    ran: list[Rerun] = []
    below, ends = reading.inputs, reading.lengths
    for layer in range(reading.found.layers):
        if layer and masks:
            below = below * masks[layer - 1]
        shown = []
        for direction in range(reading.found.directions):
            index = layer * reading.found.directions + direction
            each = rerun(
                index,
                reading.parameters[index],
                turned(below, ends) if direction else below,
                initial=reading.initial(index),
                starts=reading.starts(index),
                lengths=ends if reading.is_packed else None,
                largest=torch.finfo(reading.precision).max,
            )
            ran.append(each)
            shown.append(turned(each.shown, ends) if direction else each.shown)
        below = np.concatenate(shown, -1)
    return ran


def _backward(reading: Reading, ran: Sequence[Rerun], masks: Sequence[Array]) -> list[Followed]:
    """From the uppermost layer down: what comes back to a layer's inputs comes to what the one below shows."""
    followed: list[Followed] = []
    count, ends = reading.found.directions, reading.lengths
    above = reading.grad_output
    for layer in reversed(range(reading.found.layers)):
        back, parts = [], np.split(above, count, axis=-1)
        for direction in reversed(range(count)):
            part = turned(parts[direction], ends) if direction else parts[direction]
            each = _followed(reading, ran[layer * count + direction], part)
            inputs = each.flow.input_gradients[:, 0]
            followed.insert(0, each)
            back.append(turned(inputs, ends) if direction else inputs)
        above = np.sum(back, axis=0)
        if layer and masks:
            above = above * masks[layer - 1]
    return followed


def _followed(reading: Reading, ran: Rerun, of_output: Array) -> Followed:
    """Send back what comes to a layer's outputs, (T, B, ·), and to the states that it ended with."""
    h = np.concatenate([np.zeros((1, *of_output.shape[1:])), of_output])
    rest = [np.zeros_like(state[:, 0]) for state in [*ran.recording.states.values()][1:]]
    for part, array in enumerate([h, *rest]):
        for ends, grad in reading.grad_final(ran.index, part):
            array[ends, range(len(ends))] += grad
    direct = np.concatenate([ran.parameters.back(h), *rest], -1)
    return Followed(ran, h, flow_of(ran.recording, direct[:, None], cuts=reading.cuts))


def _agrees(reading: Reading, ran: Sequence[Rerun]) -> bool:
    """Whether the uppermost layer's first states are those that the module gave."""
    count, ends = reading.found.directions, np.array(reading.lengths)
    inside = np.arange(min(_FEW, len(reading.output)))[:, None] < ends
    allowed = _DIGITS.get(reading.precision, _HALF_DIGITS)
    for direction, part in enumerate(np.split(reading.output, count, axis=-1)):
        theirs = (turned(part, reading.lengths) if direction else part)[:_FEW][inside]
        ours = ran[direction - count].shown[:_FEW][inside]
        finite = np.isfinite(ours) & np.isfinite(theirs)
        ours, theirs = ours[finite], theirs[finite]
        if np.abs(ours - theirs).max(initial=0) > allowed * np.abs(theirs).max(initial=0):
            return False
    return True


def turned(values: Array, lengths: tuple[int, ...]) -> Array:
    """Each sequence read from its own end, (T, B, ·); the padding behind it stays."""
    steps = np.arange(len(values))[:, None]
    ends = np.array(lengths)
    return np.take_along_axis(values, np.where(steps < ends, ends - 1 - steps, steps)[..., None], 0)
