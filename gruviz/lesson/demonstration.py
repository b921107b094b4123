"""What a live figure of the lesson is: a chart, and the numbers one can be asked about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gruviz.engine.cells import Cell, find_cell
from gruviz.experiments.settings import Experiment
from gruviz.figures.drawing.chart import Chart
from gruviz.lesson.measures import Measure
from gruviz.validation import InvalidValue


@dataclass(frozen=True, eq=False)
class Demonstration:
    """A figure of the lesson.

    Args:
        chart: As everywhere in the app.
        measures: Measured numbers by name, for questions and prose; each says on which axis it is read, if on one.
    """

    chart: Chart
    measures: Mapping[str, Measure]


def first_cell(experiment: Experiment, fits: Callable[[Cell], bool], allowed: str) -> str:
    """Key of the first cell that fits; raises InvalidValue with what is allowed if none does."""
    key = next((key for key in experiment.cells if fits(find_cell(key))), None)
    if key is None:
        raise InvalidValue("cells", ", ".join(experiment.cells), allowed)
    return key
