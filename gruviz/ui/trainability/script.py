"""A map of the page as a few lines of Python."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from gruviz.maps.axis import Axis
from gruviz.ui.trainability.shown import TaskMap


def script_of(maps: Sequence[TaskMap]) -> str:
    """Lines that train the same squares, and draw them."""
    plan = maps[0].wanted
    base, start = plan.base, _changed(plan.base.learners[0], skip=("cell",))  # type: ignore[union-attr]
    learner = ", ".join([f'"{plan.cell}"', *start])
    settings = ", ".join(_changed(base, skip=("task", "learners", "steps")))
    steps = {str(one.config.task): one.config.steps for one in maps}
    return "\n".join(
        [
            "import gruviz",
            "",
            f"x = gruviz.Axis({_axis(plan.x)})",
            f"y = gruviz.Axis({_axis(plan.y)})",
            f"learner = gruviz.Learner({learner})",
            f"updates = {steps!r}".replace("'", '"'),
            "",
            "for task, steps in updates.items():",
            f"    config = gruviz.TrainConfig(task, (learner,), steps=steps, {settings})",
            '    found = gruviz.sweep(gruviz.Plan(config, x, y, "success"), file=f"{task}.json")',
            "    gruviz.figures.training_map({task: found}).show()",
            "",
        ]
    )


def _axis(axis: Axis) -> str:
    values = ", ".join(f"{value:g}" for value in axis.values)
    return f'"{axis.setting}", ({values})'


def _changed(record: Any, *, skip: Sequence[str]) -> list[str]:
    """What differs from the defaults, as keywords."""
    rows = [(field.name, getattr(record, field.name), field.default) for field in fields(record)]
    return [
        f"{name}={value!r}".replace("'", '"') for name, value, default in rows if name not in skip and value != default
    ]
