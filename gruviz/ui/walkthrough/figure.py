"""From a step and the controls' values to its figure: computed once for equal settings."""

from dataclasses import replace

from gruviz.experiments.settings import Experiment
from gruviz.figures.lesson.prediction import veiled, with_prediction
from gruviz.jobs.job import Status
from gruviz.jobs.server_runs import trainings
from gruviz.lesson import Demonstration, LessonStep, demonstrate
from gruviz.lesson.grading import Guess, measured
from gruviz.lesson.highway import show_highway
from gruviz.lesson.steps import TRAINED
from gruviz.training.history import TrainingEvent, histories
from gruviz.training.settings import TrainConfig
from gruviz.ui.caching import shared
from gruviz.ui.charts.views import Rendering
from gruviz.ui.controls.kinds import Values
from gruviz.ui.runs.watched_run import WatchedRun
from gruviz.ui.walkthrough.controls import experiment_of, training_of

PRESENTED = 460
"""Pixels of a chart in presenter mode: what a screen of 1280 × 720 leaves."""


def shown_at(step: LessonStep, values: Values) -> Demonstration | None:
    """The step's run; None if it is a training that has not ended on this server."""
    if step.figure != TRAINED:
        return _demonstrated(step.figure, experiment_of(step, values))
    job = training_run(step, values).view()
    return _trained(job.config, job.events) if job and job.status == "finished" else None


@shared(64)
def _demonstrated(figure: str, experiment: Experiment) -> Demonstration:
    return demonstrate(figure, experiment)


def training_run(step: LessonStep, values: Values) -> WatchedRun[TrainConfig, TrainingEvent]:
    """The training that a step's figure is made of; whoever comes to the step while it runs or after it, watches."""
    joins: tuple[Status, ...] = ("queued", "running", "paused", "finished")
    return WatchedRun("walkthrough", trainings(), training_of(step, values), joins)


@shared(16)
def _trained(config: TrainConfig, events: tuple[TrainingEvent, ...]) -> Demonstration:
    return show_highway(config, histories(config, events))


def drawn_at(step: LessonStep, shown: Demonstration, *, guess: Guess | None, revealed: bool, large: bool) -> Rendering:
    """The figure as it may be seen now: without the run before the reveal, and with the prediction on its axis."""
    question = step.question
    axis = measured(shown.measures, question.answer).axis if question.kind == "number" else ""
    asked = (axis, question.low, question.high) if axis else None
    chart = shown.chart if revealed else veiled(shown.chart, place=asked)
    if axis and guess is not None:
        chart = with_prediction(chart, axis, float(guess))
    if large:
        chart = chart.enlarged(PRESENTED)
    elif chart.height > 560:
        chart = replace(chart, height=560)
    return Rendering.of(chart)
