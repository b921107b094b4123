"""How long a training will take: in proportion to one that was measured when the shipped models were made."""

from collections.abc import Mapping
from typing import Any

from gruviz.training.settings import TrainConfig

START = 3.0
"""Seconds before the first update: a process of its own begins, and loads what it needs."""
SMALLEST = 0.5
"""Share of the time that a training with very few hidden units takes all the same."""


def predicted_seconds(record: Mapping[str, Any], offered: TrainConfig, config: TrainConfig) -> float | None:
    """Seconds on the machine that made the shipped models, roughly; None where nothing was measured.

    Args:
        record: Of the offer, from `applications_record`.
        offered: The training that was measured.
        config: The training that is asked for, of the same task or one of its kind.
    """
    if "seconds" not in record:
        return None
    work = config.steps / offered.steps * config.length / offered.length * config.seeds
    return START + float(record["seconds"]) * work * max(SMALLEST, config.hidden_size / offered.hidden_size)


def rounded(seconds: float) -> str:
    """A duration that is known roughly: about 5 s, about 40 s, about 3 min."""
    if seconds < 10:
        return f"about {max(1, round(seconds))} s"
    if seconds < 95:
        return f"about {round(seconds / 5) * 5} s"
    return f"about {round(seconds / 60)} min"
