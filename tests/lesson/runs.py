"""Three steps with their runs, one of which is a training that has not been run."""

import re

from gruviz.lesson import StepRun, demonstrate
from gruviz.lesson.steps import TRAINED
from gruviz.ui.walkthrough.controls import experiment_of
from gruviz.ui.walkthrough.lesson import load_lesson

STEPS = [load_lesson()[key] for key in ("chain", "gates", "training")]
RUNS = [
    StepRun(step, None if step.figure == TRAINED else demonstrate(step.figure, experiment_of(step, {"seed": 1})))
    for step in STEPS
]


def outside(page):
    """Addresses that a browser would fetch: of scripts, pictures, styles, frames."""
    return re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"?(?!data:)[^\s>]+", page)
