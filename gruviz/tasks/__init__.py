"""The tasks, one file each, and their registry."""

from collections.abc import Mapping
from dataclasses import replace

from gruviz.tasks.adding import Adding
from gruviz.tasks.balancing import Balancing
from gruviz.tasks.base import Batch, Synthetic, Task
from gruviz.tasks.copying import Copying
from gruviz.tasks.digits import Digits
from gruviz.tasks.examples import Classification, Examples, Split
from gruviz.tasks.first_symbol import FirstSymbol
from gruviz.tasks.flip_flop import FlipFlop
from gruviz.tasks.forecasting import Forecasting
from gruviz.tasks.language import Language
from gruviz.tasks.metrics import METRICS, NO_TARGET, Metric
from gruviz.tasks.speech import Speech
from gruviz.tasks.temporal_order import TemporalOrder
from gruviz.tasks.translation import Translation
from gruviz.tasks.wearable import Wearable
from gruviz.validation import InvalidValue, check_choice

TASKS: Mapping[str, Synthetic] = {
    task.key: task for task in (Adding(), TemporalOrder(), FirstSymbol(), FlipFlop(), Copying())
}
"""Every synthetic task by its key."""


APPLICATIONS: Mapping[str, Task] = {
    task.key: task for task in (Language(), Translation(), Speech(), Forecasting(), Digits(), Balancing(), Wearable())
}
"""Every task on real data by its key, with its usual settings."""


def find_task(task: str | Task) -> Task:
    """Return the task registered under a key; a task is returned as it is."""
    if isinstance(task, Task):
        return task
    registry: Mapping[str, Task] = {**TASKS, **APPLICATIONS}
    return registry[check_choice("task", task, registry)]


def restore_task(key: str, settings: object) -> Task:
    """Return the task that has a key and `Task.settings`; both may come from anyone.

    Args:
        key: Registry key.
        settings: What it has in place of its usual settings; None and nothing are the same.

    Raises:
        GruvizError: If there is no such task, or it has no such settings.
    """
    task = find_task(check_choice("task", key, [*TASKS, *APPLICATIONS]))
    if not settings:
        return task
    if not isinstance(settings, dict) or not set(settings) <= set(task.settings):
        raise InvalidValue("settings", settings, f"those of the task {key}: {', '.join(task.settings) or 'none'}")
    return replace(task, **settings)  # type: ignore[type-var]  # a task with settings is a dataclass


__all__ = [
    "APPLICATIONS",
    "METRICS",
    "NO_TARGET",
    "TASKS",
    "Adding",
    "Balancing",
    "Batch",
    "Classification",
    "Copying",
    "Digits",
    "Examples",
    "FirstSymbol",
    "FlipFlop",
    "Forecasting",
    "Language",
    "Metric",
    "Speech",
    "Split",
    "Synthetic",
    "Task",
    "TemporalOrder",
    "Translation",
    "Wearable",
    "find_task",
    "restore_task",
]
