"""Trained models that come with the package, made by `python -m scripts.applications`, so that nobody has to wait."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from gruviz.applications.offered import OFFERED
from gruviz.models.files import TrainedModel, load_model
from gruviz.paths import ASSETS
from gruviz.validation import check_choice

FOLDER = ASSETS / "models"
RECORD = FOLDER / "applications.json"
"""When they were made, on what, and how good they were then."""


@lru_cache(maxsize=16)
def shipped_models(name: str) -> Mapping[str, TrainedModel]:
    """The models of an application by their labels.

    Args:
        name: A key of `OFFERED`; of "balancing" one model more is there, which sees single frames.
    """
    check_choice("application", name, OFFERED)
    models = (load_model(FOLDER / file) for file in shipped_record()[name]["files"])
    return {model.label: model for model in models}


@lru_cache(maxsize=1)
def shipped_record() -> Mapping[str, Any]:
    """By name: date, settings, files, seconds and the results that were measured; and "versions" of what made them."""
    record: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return record
