"""The walkthrough: its steps, its controls, and how a step becomes an experiment of the laboratory."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gruviz.experiments.settings import Experiment
from gruviz.lesson import LessonStep
from gruviz.lesson.grading import Guess
from gruviz.lesson.steps import ROUTES, TRAINED
from gruviz.training.settings import TrainConfig
from gruviz.ui.controls import laboratory
from gruviz.ui.controls.address import forget, read_ahead, read_query, write_query
from gruviz.ui.controls.kinds import Choice, Control, Text, Toggle, Values, always
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.table import Table
from gruviz.ui.inside.controls import TABLE as INSIDE
from gruviz.ui.train import controls as train
from gruviz.ui.walkthrough.kinds import Keys, Predictions
from gruviz.ui.walkthrough.lesson import load_exercises, load_lesson, load_quiz, table_of

PAGE = "walkthrough"
BEFORE = {"opening": "Opening", "quiz_before": "Quiz before the lesson"}
AFTERWARDS = {"recap": "Recap", "quiz_after": "Quiz after the lesson", "after": "What came after"}
"""Places of the lesson beside its steps, by their key in the address."""


HANDED = 8_000
"""Characters of a record in a link; a longer one is handed in as a file."""


def common_controls() -> tuple[Control, ...]:
    """What is there at every place of the lesson."""
    steps = {step.key: step.title for step in load_lesson().values()}
    return (*_way_controls(steps), *_own_controls(steps))


def _way_controls(steps: Mapping[str, str]) -> tuple[Control, ...]:
    """Where one is, and on which way."""
    places = BEFORE | {key: f"{number}. {title}" for number, (key, title) in enumerate(steps.items(), 1)} | AFTERWARDS
    return (
        Choice(
            name="view",
            label="View",
            help="The lesson, or the exercises for after it.",
            default="lesson",
            options={"lesson": "Lesson", "exercises": "Exercises"},
            elsewhere=True,
        ),
        Choice(
            name="step",
            label="Step",
            help="Where in the lesson you are. The address keeps it.",
            default="opening",
            options=places,
            elsewhere=True,
        ),
        Choice(
            name="route",
            label="Length of the lesson",
            help="Which steps belong to it. Those that are left out stay one click away.",
            default="45",
            options={str(minutes): f"{minutes} minutes" for minutes in ROUTES},
        ),
        Keys(
            name="steps",
            label="Steps",
            help="Which steps the lesson has, in which order, in place of those that belong to its length.",
            default=[],
            options=tuple(steps),
            ordered=True,
            elsewhere=True,
        ),
    )


def _own_controls(steps: Mapping[str, str]) -> tuple[Control, ...]:
    """What a person has done, and what a teacher has beside it."""
    return (
        Toggle(
            name="notes",
            label="Teacher's side",
            help="Notes with expected answers and traps, links for the class, handout and answer key.",
            default=False,
        ),
        laboratory.TABLE.row(
            "seed", help="Same seed, same pictures, on every computer. All right answers follow it.", group=""
        ),
        Keys(
            name="done",
            label="Revealed steps",
            help="Whose run is shown.",
            default=[],
            options=tuple(steps),
            elsewhere=True,
        ),
        Predictions(
            name="said",
            label="Predictions",
            help="What you predicted; the address keeps it.",
            default={},
            options=tuple(steps),
            elsewhere=True,
        ),
        Predictions(
            name="before",
            label="Quiz before the lesson",
            help="What you answered; the address keeps it.",
            default={},
            options=tuple(load_quiz()),
            elsewhere=True,
        ),
        Predictions(
            name="after",
            label="Quiz after the lesson",
            help="What you answered; the address keeps it.",
            default={},
            options=tuple(load_quiz()),
            elsewhere=True,
        ),
        Keys(
            name="solved",
            label="Solved exercises",
            help="Which exercises you have solved; the address keeps it.",
            default=[],
            options=tuple(load_exercises()),
            elsewhere=True,
        ),
        Text(
            name="handed",
            label="Handed in",
            help="What somebody did, to be checked here.",
            default="",
            limit=HANDED,
            elsewhere=True,
        ),
    )


def controls_for(step: LessonStep | None) -> tuple[Control, ...]:
    """What is there at this step: also the laboratory's rows of the settings that it lets change."""
    if step is None:
        return common_controls()
    table, start = table_of(step), settings_of(step, {})
    rows = (table.row(name, default=start[name], group="", when=always) for name in step.controls)
    return (*common_controls(), *rows)


def settings_of(step: LessonStep, values: Values) -> dict[str, Any]:
    """All settings of the laboratory (or the training page) at a step, with what the student has changed."""
    settings, _ = read_query(table_of(step).controls, step.settings)
    return settings | {name: values[name] for name in (*step.controls, "seed") if name in values}


def experiment_of(step: LessonStep, values: Values) -> Experiment:
    """The experiment of a step; raises GruvizError if the settings do not make one."""
    return laboratory.experiment_from(settings_of(step, values))


def training_of(step: LessonStep, values: Values) -> TrainConfig:
    """The training of a step; raises GruvizError if the settings do not make one."""
    return train.config_from(settings_of(step, values))


def guess_at(step: LessonStep, values: Values) -> Guess | None:
    """What this person has predicted at a step: a number, or the key of a choice."""
    said = values["said"].get(step.key)
    choices = list(step.question.choices)
    if said is None or not choices:
        return said
    return choices[int(said) - 1] if 1 <= said <= len(choices) else None


def told(step: LessonStep, values: Values) -> float | None:
    """The same for a class: a number, or the place of a choice counted from 0."""
    guess = guess_at(step, values)
    return float(list(step.question.choices).index(guess)) if isinstance(guess, str) else guess


def keep_guess(panel: Panel, step: LessonStep, said: float) -> None:
    """Note a prediction: a number, or the place of a choice counted from 0; for a callback."""
    choices = len(step.question.choices)
    if choices and said not in range(choices):
        return
    others = {name: value for name, value in panel.values["said"].items() if name != step.key}
    panel.set("said", {**others, step.key: float(said) + (1 if choices else 0)})


IN_THE_LAB = ("decay", "starts", "bound", "weights", "ablation")
"""Figures that the laboratory has too."""


def lab_link(step: LessonStep, values: Values) -> tuple[str, dict[str, str]]:
    """Key of the page where a step can be continued, and its query."""
    page = "train" if step.figure == TRAINED else "gradient_flow"
    settings = settings_of(step, values)
    if page == "gradient_flow":
        settings |= {"view": "weights" if step.figure == "weights" else "decay"}
        settings |= {"theory": ["bound"] if step.figure == "bound" else []}
    return page, write_query(table_of(step).controls, settings)


def other_links(step: LessonStep, values: Values) -> list[tuple[str, dict[str, str]]]:
    """Key and query of further pages; Inside the cell shows the step's own network, with its settings and seed."""
    links = []
    for link in step.also:
        page, _, raw = link.partition("?")
        query = dict(part.split("=", 1) for part in raw.split("&") if part)
        if page == "inside_the_cell":
            settings = {name: value for name, value in settings_of(step, values).items() if name in INSIDE.by_name}
            linked = {name: INSIDE.by_name[name].parse(raw) for name, raw in query.items()}
            there = INSIDE.defaults | settings | linked
            query = write_query([row for row in INSIDE.controls if row.elsewhere or row.when(there)], there)
        links.append((page, query))
    return links


def step_at(values: Values) -> LessonStep | None:
    """The chosen step; None at a place that is none."""
    return load_lesson().get(values["step"])


def step_table() -> Table:
    """The table of the page at the step that address or session ask for."""
    chosen = next(control for control in common_controls() if control.name == "step")
    place = read_ahead(PAGE, chosen)
    step = load_lesson().get(place)
    controls = controls_for(step)
    if step and st.session_state.get(f"{PAGE}_at") != place:  # a setting of the step before means nothing here
        forget(PAGE, [control for control in controls if control.name in step.controls])
    st.session_state[f"{PAGE}_at"] = place
    return Table(PAGE, controls)
