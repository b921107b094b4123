"""Trained networks that come with the package: a collection on synthetic tasks, and those of the applications.

The collection is made by `python -m scripts.models`: one network of each cell for three tasks. The applications' are
made by `python -m scripts.applications`, so that nobody has to wait for a training.
"""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from gruviz.models.files import load_model
from gruviz.models.trained_model import TrainedModel
from gruviz.paths import ASSETS
from gruviz.validation import check_choice

FOLDER = ASSETS / "models"
COLLECTION_RECORD, APPLICATIONS_RECORD = FOLDER / "collection.json", FOLDER / "applications.json"
"""When they were made, on what or from what start, and how good they were then."""

TASKS_LEARNED = ("flip_flop", "adding", "first_symbol")
CELLS_TRAINED = ("rnn", "gru", "gru_reset_after", "lstm")


def collection_key(task: str, cell: str) -> str:
    """Name of a model in the collection, and of its file."""
    return f"{task}_{cell}"


COLLECTION = tuple(collection_key(task, cell) for task in TASKS_LEARNED for cell in CELLS_TRAINED)
"""Keys of the collection's models."""


@cache
def collection_model(key: str) -> TrainedModel:
    """Read a model of the collection; E = 1.

    Raises:
        GruvizError: If there is none of this name.
    """
    return load_model(FOLDER / f"{check_choice('model', key, COLLECTION)}.npz")


@cache
def collection_record() -> Mapping[str, Any]:
    """By key: how the model started, updates, metric; and under "made" the date and versions."""
    record: dict[str, Any] = json.loads(COLLECTION_RECORD.read_text(encoding="utf-8"))
    return record


@lru_cache(maxsize=16)
def application_models(name: str) -> Mapping[str, TrainedModel]:
    """The models of an application by their labels.

    Args:
        name: Of the application; for "balancing" there is one model more, which sees single frames.

    Raises:
        GruvizError: If no models of this application are shipped.
    """
    check_choice("application", name, applications_record())
    return {label: load_model(FOLDER / file) for label, file in applications_record()[name]["files"].items()}


@cache
def applications_record() -> Mapping[str, Any]:
    """By name: date, settings, versions, and of each network the learning rates that were tried on which parts, what
    was measured with every seed, and the seed and the file of the one that is shipped; and what the rules reached."""
    record: dict[str, Any] = json.loads(APPLICATIONS_RECORD.read_text(encoding="utf-8"))
    return record
