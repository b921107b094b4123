"""From a module that gave a value that is not finite to the first one: in its weights, its inputs or its states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from gruviz.arrays import Array
from gruviz.diagnosis.capture.calls import Call, call_of
from gruviz.diagnosis.capture.stack import turned
from gruviz.diagnosis.layer_run import title_of
from gruviz.diagnosis.monitor.not_finite import INPUT, STATE, WEIGHT, NotFinite, place_in
from gruviz.engine.breakdown import Breakdown
from gruviz.engine.recording import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from torch import Tensor

    from gruviz.diagnosis.capture.calls import Given
    from gruviz.diagnosis.capture.find import Found
    from gruviz.diagnosis.capture.parameters import Parameters


def trace(found: Found, parameters: tuple[Parameters, ...], seen: Sequence[Given], update: int) -> NotFinite | None:
    """Look for the first value of a module's calls that is not finite, the cause before what it leads to.

    Args:
        found: The module.
        parameters: Those that it ran with, as `read_parameters` has them.
        seen: Its calls in order: the newest one, or those of a cell in its loop.
        update: The step that they belong to.
    """
    for part in parameters:
        for stem, tensor in part.tensors.items():
            if not tensor.isfinite().all():
                path = f"{found.name}.{stem}{part.suffix}".removeprefix(".")
                return NotFinite(update, WEIGHT, path)
    calls = [call_of(found, parameters, one) for one in seen]
    inputs = place_in(_rows([call.inputs for call in calls]))
    if inputs is not None:
        return NotFinite(update, INPUT, found.name, inputs)
    title, place = _in_loop(calls) if found.is_cell else _in_layers(calls[-1])
    return None if place is None else NotFinite(update, STATE, found.name, place, title)


def _in_loop(calls: Sequence[Call]) -> tuple[str, Breakdown | None]:
    """In the states of a cell, as it gave them."""
    states = (place_in(_rows([call.final[part] for call in calls])) for part in range(len(calls[0].final)))
    return calls[0].found.name, _first(states)


def _in_layers(call: Call) -> tuple[str, Breakdown | None]:
    """In a module's own output where that is one layer's; else in its layers, run anew in the module's precision."""
    found = call.found
    shown = place_in(_rows([call.output]))
    if shown is not None and len(call.parameters) == 1:
        return _title(call, 0), shown
    ends = call.layout.lengths or (call.steps,) * call.batch_size
    below = _rows([call.inputs])
    with np.errstate(over="ignore"):
        for layer in range(found.layers):
            outputs = []
            for direction in range(found.directions):
                index = layer * found.directions + direction
                inputs = turned(below, ends) if direction else below
                states, place = _states(call, index, inputs)
                if place is not None:
                    return _title(call, index), place
                outputs.append(turned(states, ends) if direction else states)
            below = np.concatenate(outputs, -1)
    return found.name, shown


def _states(call: Call, index: int, inputs: Array) -> tuple[Array, Breakdown | None]:
    """States h (T, B, H) of one layer in one direction, and where the first of all of its states breaks."""
    cell, weights = call.parameters[index].ours
    initial = None if call.initial is None else np.concatenate([_rows([part[index]]) for part in call.initial], -1)
    recording = record(cell, weights.astype(inputs.dtype), inputs, initial_state=initial)
    return recording.states["h"][1:, 0], recording.breakdown


def _title(call: Call, index: int) -> str:
    found = call.found
    return title_of(found.name, index // found.directions, index % found.directions, found.layers, found.directions)


def _rows(tensors: Sequence[Tensor]) -> Array:
    """Tensors (·, B, ·) one behind the other, in float64 or, from anything narrower, float32."""
    rows = torch.cat(list(tensors))
    return (rows if rows.dtype == torch.float64 else rows.float()).numpy()


def _first(places: Iterable[Breakdown | None]) -> Breakdown | None:
    return min((place for place in places if place is not None), key=lambda place: place.step, default=None)
