"""From a step and the controls' values to its figure: computed once for equal settings."""

from collections.abc import Sequence
from dataclasses import replace

from gruviz.experiments.settings import Experiment
from gruviz.figures.lesson.frame import Asked as Place
from gruviz.figures.lesson.frame import framed
from gruviz.figures.lesson.prediction import veiled, with_prediction, with_ranges
from gruviz.figures.lesson.votes import Votes, with_votes
from gruviz.jobs.job import ACTIVE
from gruviz.lesson import Demonstration, LessonStep, demonstrate
from gruviz.lesson.grading import Guess, measured
from gruviz.lesson.highway import show_highway
from gruviz.lesson.questions import Range
from gruviz.lesson.scales import Percent
from gruviz.lesson.steps import TRAINED
from gruviz.server_runs import trainings
from gruviz.training.history import TrainingEvent, histories
from gruviz.training.settings import TrainConfig
from gruviz.ui.caching import shared
from gruviz.ui.charts.component import Asked
from gruviz.ui.charts.views import Rendering
from gruviz.ui.controls.kinds import Values
from gruviz.ui.runs.watched_run import WatchedRun
from gruviz.ui.walkthrough.controls import experiment_of, training_of

LABEL, HINT = "Your prediction", "Drag this line"
MOST = 560
"""Pixels of a chart beside its words."""
SETTINGS_ALONG = ("map",)
"""Figures with settings along both axes: they have their ranges, and labels that tell nothing of what was found."""


def demonstration_at(step: LessonStep, values: Values) -> Demonstration | None:
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
    return WatchedRun("walkthrough", trainings(), training_of(step, values), joins=(*ACTIVE, "finished"))


@shared(16)
def _trained(config: TrainConfig, events: tuple[TrainingEvent, ...]) -> Demonstration:
    return show_highway(config, histories(config, events))


def growing(config: TrainConfig, events: Sequence[TrainingEvent]) -> Rendering | None:
    """A training's figure as far as it has come, on the axes of the whole; None before its first report."""
    learned = histories(config, events)
    return Rendering.of(framed(show_highway(config, learned).chart)) if learned else None


def rendering_at(
    step: LessonStep, demonstration: Demonstration, *, guess: Guess | None, revealed: bool, votes: Votes | None = None
) -> Rendering:
    """The figure as it may be seen now: axes alone before the reveal, then the run past the prediction."""
    asked, scale = asked_on(step, demonstration), step.question.scale
    open_axes = step.figure in SETTINGS_ALONG
    chart = demonstration.chart if open_axes else framed(demonstration.chart, asked)
    if not revealed:
        chart = veiled(chart, asked="xy" if open_axes else asked.axis if asked else "", note=asked is None)
    ends = ends_on(step, demonstration)
    if asked and ends:
        chart = with_ranges(chart, asked.axis, ends, _place_of(step, guess))
    elif revealed and asked and scale and isinstance(guess, float):
        chart = with_prediction(chart, asked.axis, guess, scale.words(guess))
    if asked and scale and votes:
        truth = measured(demonstration.measures, step.question.answer).value if revealed else None
        chart = with_votes(chart, asked.axis, votes, scale.places(steps_of(demonstration)), scale.words, measured=truth)
    if chart.height > MOST:
        chart = replace(chart, height=MOST)
    return Rendering.of(chart)


def asked_in(step: LessonStep, demonstration: Demonstration, *, guess: Guess | None) -> Asked | None:
    """What a person predicts in the figure, by dragging a line along its axis; None where one chooses an answer."""
    on, scale = asked_on(step, demonstration), step.question.scale
    if on is None or scale is None:
        return None
    places = scale.places(steps_of(demonstration))
    value = guess if isinstance(guess, float) and guess in places else None
    return Asked(on.axis, places, [scale.words(place) for place in places], value, LABEL, HINT)


def towards(step: LessonStep) -> str:
    """Where a run goes: back from the loss, or, as the trace of an input and a training, forward."""
    return "right" if step.figure in ("echo", "cut", TRAINED) else "left"


WIDER = 1e4
"""By which a log axis goes on beyond the outermost ends of ranges, so that it does not tell which of them is right."""


def asked_on(step: LessonStep, demonstration: Demonstration) -> Place | None:
    """Where the question lies on the chart; None if it is none for a place there."""
    scale, ends, axis = step.question.scale, ends_on(step, demonstration), _axis(step, demonstration)
    if scale and axis:
        places = scale.places(steps_of(demonstration))
        return Place(axis, places[0], places[-1], isinstance(scale, Percent))
    if not ends:
        return None
    log = demonstration.chart.figure.layout[f"{axis}axis"].type == "log"
    return Place(axis, ends[0] / WIDER, ends[-1] * WIDER, False) if log else Place(axis, ends[0], ends[-1], False)


def ends_on(step: LessonStep, demonstration: Demonstration) -> list[float]:
    """Where the ranges that one may choose meet, if they lie on an axis of the chart."""
    ranges = [Range.parse(name) for name in step.question.choices] if step.question.kind == "range" else []
    if not _axis(step, demonstration) or ranges != sorted(filter(None, ranges)):
        return []
    return [one.high for one in ranges[:-1] if one]


def _axis(step: LessonStep, demonstration: Demonstration) -> str:
    """ "x" or "y", where the chart has an axis for the number that is asked for; else empty."""
    answer = step.question.answer
    return measured(demonstration.measures, answer).axis if answer else ""


def _place_of(step: LessonStep, guess: Guess | None) -> int | None:
    choices = list(step.question.choices)
    return choices.index(str(guess)) if guess in choices else None


def steps_of(demonstration: Demonstration) -> int:
    """How many steps its run has."""
    return int(demonstration.measures["set_seq_len"].value)
