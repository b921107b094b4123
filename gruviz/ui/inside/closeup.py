"""How the values of the controls become a close-up."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from gruviz.closeup.follow import FORMS, Closeup
from gruviz.closeup.interventions import Interventions
from gruviz.closeup.reading import Reading
from gruviz.engine.cells import OWN, find_cell
from gruviz.experiments.settings import Experiment
from gruviz.models.shipped import collection_key
from gruviz.ui.controls.custom_cell import custom_design
from gruviz.ui.controls.inputs import input_settings, typed_table
from gruviz.ui.controls.kinds import Values
from gruviz.ui.inside.control_kinds import points_of
from gruviz.ui.inside.controls import is_brought, is_trained, may_reset_after, may_type
from gruviz.validation import InvalidValue


def cell_key(values: Values) -> str:
    """Registry key of the cell: a custom one has its design's, a GRU that of its form of the reset.

    Raises:
        GruvizError: If the parts of a custom cell do not go together.
    """
    if values["cell"] == OWN:
        return custom_design(values).key
    return "gru_reset_after" if may_reset_after(values) and values["reset"] == "after" else values["cell"]


def closeup_from(
    values: Values, *, uploaded: str | None = None, brought: Mapping[str, Reading] | None = None
) -> Closeup:
    """Turn the controls' values into a close-up.

    Args:
        values: Of all controls.
        uploaded: A file's text, in place of typed numbers.
        brought: What other pages have brought, by cell.

    Raises:
        GruvizError: If the settings do not make one.
    """
    if is_brought(values):
        reading = _brought(cell_key(values), brought or {})
        experiment = Experiment(cells=(reading.recording.cell,), reference=False, seeds=1)
        return Closeup(experiment, Interventions.parse(values["hold"]), reading=reading)
    settings = {field.name: values[field.name] for field in fields(Experiment) if field.name in values}
    settings |= _trained_settings(values, uploaded) if is_trained(values) else _fresh_inputs(values, uploaded)
    experiment = Experiment(**settings | {"cells": (cell_key(values),), "reference": False, "seeds": 1})
    model = collection_key(values["weights"], cell_key(values)) if is_trained(values) else None
    tape = values["tape"] if may_type(values) else ""
    return Closeup(experiment, Interventions.parse(values["hold"]), model, tape=tape)


def _brought(cell: str, brought: Mapping[str, Reading]) -> Reading:
    cell = cell if cell in brought else FORMS.get(cell, cell)  # the page lists the two forms of a GRU as one cell
    if cell not in brought:
        titles = " or ".join(find_cell(key).title for key in brought)
        sentence = f"No {find_cell(cell).title} was brought along. Choose {titles} as the cell."
        raise InvalidValue("cell", cell, f"one of {', '.join(brought)}", sentence)
    return brought[cell]


def _fresh_inputs(values: Values, uploaded: str | None) -> dict[str, Any]:
    if values["inputs"] == "drawn":
        points = points_of(values["drawn"])
        return {"inputs": "raw", "text": "", "table": tuple((point / 100,) for point in points)}
    return input_settings(values, uploaded)


def _trained_settings(values: Values, uploaded: str | None) -> dict[str, Any]:
    """The input, and what plays no part in a trained network as a library has it."""
    plain = {name: getattr(Experiment, name) for name in ("scheme", "gain", "update_bias", "forget_bias", "chrono")}
    plain |= {"inputs": "noise", "text": "", "table": (), "scale": 1.0, "hidden_size": 16}
    if values["feed"] == "task":
        return plain
    return plain | {"inputs": "raw", "table": typed_table(values, uploaded)}
