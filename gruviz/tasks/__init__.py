"""The tasks, one file each, and their registry."""

from collections.abc import Mapping

from gruviz.tasks.adding import Adding
from gruviz.tasks.base import Batch, Task
from gruviz.tasks.copying import Copying
from gruviz.tasks.first_symbol import FirstSymbol
from gruviz.tasks.flip_flop import FlipFlop
from gruviz.tasks.temporal_order import TemporalOrder
from gruviz.validation import check_choice

TASKS: Mapping[str, Task] = {
    task.key: task for task in (Adding(), TemporalOrder(), FirstSymbol(), FlipFlop(), Copying())
}
"""Every task by its key."""


def find_task(key: str) -> Task:
    """Return the task registered under `key`."""
    return TASKS[check_choice("task", key, TASKS)]


__all__ = ["TASKS", "Adding", "Batch", "Copying", "FirstSymbol", "FlipFlop", "Task", "TemporalOrder", "find_task"]
