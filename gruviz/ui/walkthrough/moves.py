"""What the buttons of the lesson do; all for callbacks."""

from gruviz.lesson import LessonStep
from gruviz.ui.controls.panel import Panel
from gruviz.ui.walkthrough.way import EXERCISES


def go(panel: Panel, place: str | None) -> None:
    """Open a place of the lesson; None and `EXERCISES` are the exercises, which are not for a projector."""
    if place in (None, EXERCISES):
        panel.set("view", "exercises")
        panel.set("present", False)
        return
    panel.set("view", "lesson")
    panel.set("step", place)


def reveal(panel: Panel, step: LessonStep) -> None:
    """Show the run of a step."""
    panel.set("done", [*panel.values["done"], step.key])


def predict_again(panel: Panel, step: LessonStep) -> None:
    """Hide the run and forget the prediction."""
    panel.set("done", [key for key in panel.values["done"] if key != step.key])
    panel.set("said", {key: value for key, value in panel.values["said"].items() if key != step.key})
