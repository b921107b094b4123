"""The small collection of trained networks that comes with the package: one network of each cell for three tasks."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from gruviz.models.files import TrainedModel, load_model
from gruviz.paths import ASSETS
from gruviz.validation import check_choice

FOLDER = ASSETS / "models"
RECORD = FOLDER / "collection.json"
"""When they were made, from what start, and how good they were then; written by `python -m scripts.models`."""

TASKS_LEARNED = ("flip_flop", "adding", "first_symbol")
CELLS_TRAINED = ("rnn", "gru", "gru_reset_after", "lstm")


def collection_key(task: str, cell: str) -> str:
    """Name of a model in the collection, and of its file."""
    return f"{task}_{cell}"


COLLECTION = tuple(collection_key(task, cell) for task in TASKS_LEARNED for cell in CELLS_TRAINED)
"""Keys of all models."""


@cache
def load_trained(key: str) -> TrainedModel:
    """Read a model of the collection; E = 1.

    Raises:
        GruvizError: If there is none of this name.
    """
    return load_model(FOLDER / f"{check_choice('model', key, COLLECTION)}.npz")


@cache
def collection_record() -> Mapping[str, Any]:
    """By key: how the model started, updates, metric; and under "made" the date and versions."""
    record: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return record
