"""From a module that gave a value that is not finite to the first one: in its weights, its inputs or its states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from gruviz.arrays import Array
from gruviz.diagnosis.capture.calls import Call, call_of
from gruviz.diagnosis.capture.join import readings_of
from gruviz.diagnosis.capture.stack import runs_of
from gruviz.diagnosis.monitor.not_finite import INPUT, STATE, WEIGHT, NotFinite, place_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from torch import Tensor

    from gruviz.diagnosis.capture.calls import Given
    from gruviz.diagnosis.capture.find import Found
    from gruviz.diagnosis.capture.parameters import Parameters
    from gruviz.diagnosis.layer_run import LayerRun
    from gruviz.engine.breakdown import Breakdown


def trace(
    found: Found, parameters: tuple[Parameters, ...], seen: Sequence[Given], update: int, *, first: int = 1
) -> NotFinite | None:
    """Look for the first value of a module's calls that is not finite, the cause before what it leads to.

    Args:
        found: The module.
        parameters: Those that it ran with, as `read_parameters` has them.
        seen: Its calls in order: the newest one, or those of a cell in its loop.
        update: The step that they belong to.
        first: Number of the first of these calls in its loop: of a very long one only the newest are kept.
    """
    for part in parameters:
        for stem, tensor in part.tensors.items():
            if not tensor.isfinite().all():
                path = f"{found.name}.{stem}{part.suffix}".removeprefix(".")
                return NotFinite(update, WEIGHT, path)
    calls = [call_of(found, parameters, one) for one in seen]
    inputs = place_in(_rows([call.inputs for call in calls]), first=first)
    if inputs is not None:
        return NotFinite(update, INPUT, found.name, inputs)
    title, place = _in_loop(calls, first) if found.is_cell else _in_layers(calls[-1])
    return None if place is None else NotFinite(update, STATE, found.name, place, title)


def _in_loop(calls: Sequence[Call], first: int) -> tuple[str, Breakdown | None]:
    """In the states of a cell, as it gave them."""
    states = (place_in(_rows([call.final[part] for call in calls]), first=first) for part in range(len(calls[0].final)))
    return calls[0].found.name, _first(states)


def _in_layers(call: Call) -> tuple[str, Breakdown | None]:
    """In a module's own output where that is one layer's; else in its layers, run anew as in the module's precision."""
    shown = place_in(_rows([call.output]))
    if shown is None or len(call.parameters) > 1:
        for run in (run for reading in readings_of([call]) for run in runs_of(reading)):
            if run.recording.breakdown is not None:
                return run.title, run.recording.breakdown
    return call.found.name, shown


def _rows(tensors: Sequence[Tensor]) -> Array:
    """Tensors (·, B, ·) one behind the other, in float64 or, from anything narrower, float32."""
    rows = torch.cat(list(tensors))
    return (rows if rows.dtype == torch.float64 else rows.float()).numpy()


def _first(places: Iterable[Breakdown | None]) -> Breakdown | None:
    return min((place for place in places if place is not None), key=lambda place: place.step, default=None)


def is_measurable(run: LayerRun) -> bool:
    """Whether a layer still has a state that is finite, in a training that has met values that are not."""
    broken = run.recording.breakdown
    return broken is None or broken.step > 1 or broken.broken < broken.sequences
