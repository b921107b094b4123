"""Where exercises are done: of each such page its controls, and what is measured of the run that it shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from gruviz.closeup.follow import Closeup
from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.lesson.achieved import measure_closeup, measure_training, own_steps
from gruviz.lesson.exercises import PLACES, Exercise, GoalState, goal_states, shipped_exercises
from gruviz.lesson.measures import Measure, measure_runs
from gruviz.lesson.proof import Waits
from gruviz.lesson.work import SETTINGS
from gruviz.server_runs import trainings
from gruviz.training.history import TrainingEvent, histories
from gruviz.training.settings import TrainConfig
from gruviz.ui.caching import shared
from gruviz.ui.controls import laboratory
from gruviz.ui.controls.address import read_query, write_query
from gruviz.ui.controls.inputs import TEXT
from gruviz.ui.controls.kinds import Text, Values
from gruviz.ui.controls.table import Table
from gruviz.ui.inside import controls as inside
from gruviz.ui.inside.closeup import closeup_from
from gruviz.ui.inside.view import followed
from gruviz.ui.train import controls as train
from gruviz.ui.train.run import TrainingRun
from gruviz.validation import GruvizError, InvalidValue

Measures = Mapping[str, Measure]
NOT_STARTED = "Start the training. What is reached is measured when it has ended."
RUNNING = "The training is running. What is reached is measured when it has ended."


@dataclass(frozen=True)
class Place:
    """A page on which exercises are done.

    Args:
        table: Its controls.
        settings: What runs, from the values; a file's text stands in for typed numbers. Raises GruvizError.
        measure: What is measured of the run of these values, likewise; raises Waits where that takes a while.
        is_shown: Whether the page shows that run.
    """

    table: Table
    settings: Callable[[Values, str | None], object]
    measure: Callable[[Values, str | None], Measures]
    is_shown: Callable[[Values], bool] = lambda values: True


def _experiment(values: Values, uploaded: str | None) -> Experiment:
    return laboratory.experiment_from(values, uploaded=uploaded)


def _closeup(values: Values, uploaded: str | None) -> Closeup:
    return closeup_from(values, uploaded=uploaded)


def _training(values: Values, _: str | None) -> TrainConfig:
    return train.config_from(values)


def _in_the_lab(values: Values, uploaded: str | None) -> Measures:
    experiment = _experiment(values, uploaded)
    is_own = values["inputs"] == "table" or (values["inputs"] == "text" and values["text"].strip() not in ("", TEXT))
    return {**_measured(experiment), **own_steps(len(experiment.make_inputs()) if is_own else 0)}


@shared(128)
def _measured(experiment: Experiment) -> Measures:
    return measure_runs(experiment, run_experiment(experiment))


def _in_training(values: Values, _: str | None) -> Measures:
    config = train.config_from(values)
    job = trainings().existing(config)
    if job is None or job.status != "finished":
        raise Waits(RUNNING if job else NOT_STARTED)
    return _learned(config, job.events)


@shared(32)
def _learned(config: TrainConfig, events: tuple[TrainingEvent, ...]) -> Measures:
    return measure_training(config, histories(config, events))


def _watches(values: Values) -> bool:
    config = train.config_from(values)
    return config in TrainingRun.of(config).keys


def _inside(values: Values, uploaded: str | None) -> Measures:
    run = followed(_closeup(values, uploaded))
    return measure_closeup(run.flow, is_right=run.answer.is_right if run.answer else None)


PLACE: Mapping[str, Place] = {
    "gradient_flow": Place(laboratory.TABLE, _experiment, _in_the_lab),
    "train": Place(train.TABLE, _training, _in_training, _watches),
    "inside_the_cell": Place(inside.TABLE, _closeup, _inside),
}
"""By page."""


@cache
def load_exercises() -> Mapping[str, Exercise]:
    """The exercises in the order of their files, by key; raises InvalidValue if their settings are none of the page."""
    exercises = shipped_exercises()
    for key, exercise in exercises.items():
        table = PLACE[exercise.page].table
        for field, query in (("start", exercise.start), ("solution", exercise.solution)):
            if problems := read_query(table.controls, query)[1]:
                raise InvalidValue(f"{key}: {field}", "&".join(query), problems[0])
        for name in exercise.fixed:
            if name not in table.by_name:
                raise InvalidValue(f"{key}: fixed", name, f"settings of the page, such as {', '.join(exercise.start)}")
    return exercises


def measured_now(exercise: Exercise, values: Values) -> Measures:
    """What is measured of the run on the screen; raises GruvizError or Waits where there is none."""
    place = PLACE[exercise.page]
    if not place.is_shown(values):
        raise Waits(NOT_STARTED)
    return place.measure(values, numbers_of(exercise, values))


def makes_a_run(exercise: Exercise, values: Values) -> bool:
    """Whether the settings make a run."""
    try:
        PLACE[exercise.page].settings(values, numbers_of(exercise, values))
    except GruvizError:
        return False
    return True


def numbers_of(exercise: Exercise, values: Values) -> str | None:
    """The text of the person's own numbers that the page has read last, if it reads any."""
    if values.get("inputs") != "table":
        return None
    text: str | None = st.session_state.get(f"{PLACES[exercise.page]}_numbers")
    return text


def settings_of(exercise: Exercise, values: Values) -> str:
    """All settings of a run as in a link, with the person's own data in it; empty if they are too long to be kept."""
    controls = PLACE[exercise.page].table.controls
    query = write_query(controls, values)
    for control in controls:
        if isinstance(control, Text) and control.when(values) and values[control.name] != control.default:
            query[control.name] = values[control.name]
    if (numbers := numbers_of(exercise, values)) is not None:
        query["table"] = numbers
    query.pop("file", None)  # its name is nobody's business
    settings = urlencode(query)
    return settings if len(settings) <= SETTINGS else ""


def states_of(exercise: Exercise, settings: str) -> list[GoalState]:
    """The goals of an exercise held against the run of these settings.

    Raises:
        GruvizError: If the settings make no run, or change what the exercise fixes.
        Waits: If the run is a training that this server has not made.
    """
    place = PLACE[exercise.page]
    values, problems = read_query(place.table.controls, dict(parse_qsl(settings, keep_blank_values=True)))
    if problems:
        raise InvalidValue("settings", "these", "settings of the page", problems[0])
    check_fixed(exercise, values)
    return goal_states(exercise, place.measure(values, None))


def training_of(exercise: Exercise, settings: str) -> TrainConfig:
    """The training that has to be made before settings can be checked; raises GruvizError if they make none."""
    values, _ = read_query(train.TABLE.controls, dict(parse_qsl(settings)))
    check_fixed(exercise, values)
    return train.config_from(values)


def check_fixed(exercise: Exercise, values: Values) -> None:
    """Refuse settings that change what the exercise fixes; raises InvalidValue."""
    table = PLACE[exercise.page].table
    start, _ = read_query(table.controls, exercise.start)
    for name in exercise.fixed:
        if values[name] != start[name]:
            control = table.by_name[name]
            there, yours = control.said(start[name]), control.said(values[name])
            sentence = f"This exercise keeps “{control.label}” at {there}. Yours is {yours}."
            raise InvalidValue(control.label, yours, f"this exercise keeps it at {there}", sentence)
