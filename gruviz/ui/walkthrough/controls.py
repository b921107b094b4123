"""The walkthrough: its steps, its controls, and how a step becomes an experiment of the laboratory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import streamlit as st

from gruviz.experiments.settings import Experiment
from gruviz.lesson import Exercise, LessonStep, parse_exercise, parse_step
from gruviz.lesson.steps import TRAINED
from gruviz.paths import ASSETS
from gruviz.training.settings import TrainConfig
from gruviz.ui.assets import asset
from gruviz.ui.controls import laboratory as lab
from gruviz.ui.controls.address import forget, read_ahead, read_query, write_query
from gruviz.ui.controls.kinds import Choice, Control, Number, Toggle, Values
from gruviz.ui.controls.panel import Panel
from gruviz.ui.inside.controls import CONTROLS as INSIDE
from gruviz.ui.train import controls as train
from gruviz.validation import InvalidValue, check_choice


@dataclass(frozen=True, kw_only=True)
class Keys(Control):
    """Which steps are revealed, joined by commas."""

    options: tuple[str, ...]

    def parse(self, raw: str) -> list[str]:
        return self.tidy([check_choice(self.name, part, self.options) for part in raw.split(",") if part])

    def encode(self, value: Any) -> str:
        return ",".join(value)

    def tidy(self, value: Any) -> list[str]:
        return [option for option in self.options if option in value]

    def widget(self, key: str) -> None:
        raise NotImplementedError


PAGE = "walkthrough"
OWN = ("view", "seed")
"""Names of the laboratory's settings that mean something else here or belong to the whole lesson."""


@cache
def load_lesson() -> Mapping[str, LessonStep]:
    """The steps in the order of their files, by key."""
    steps = [parse_step(name, asset(f"text/lesson/{name}")) for name in _files("lesson")]
    for step in steps:
        table = train.CONTROLS if step.figure == TRAINED else lab.CONTROLS
        _check(step.key, "settings", table, step.settings)
        for name in step.controls:
            check_choice(f"{step.key}: controls", name, [row.name for row in table if row.name not in OWN])
    return _by_key(steps)


@cache
def load_exercises() -> Mapping[str, Exercise]:
    """The exercises in the order of their files, by key."""
    exercises = [parse_exercise(name, asset(f"text/exercises/{name}")) for name in _files("exercises")]
    for exercise in exercises:
        _check(exercise.key, "start", lab.CONTROLS, exercise.start)
        _check(exercise.key, "solution", lab.CONTROLS, exercise.solution)
    return _by_key(exercises)


def _files(folder: str) -> list[str]:
    return sorted(file.name for file in (ASSETS / "text" / folder).glob("*.md"))


def _check(key: str, field: str, table: Iterable[Control], query: Mapping[str, str]) -> None:
    problems = read_query(table, query)[1]
    if problems:
        raise InvalidValue(f"{key}: {field}", "&".join(query), problems[0])


def _by_key(items: list[Any]) -> dict[str, Any]:
    found = {item.key: item for item in items}
    if len(found) < len(items):
        raise InvalidValue("file", "two of one name", "each name once, whatever its number")
    return found


def common_controls() -> tuple[Control, ...]:
    """What is there at every step."""
    steps = {step.key: step.title for step in load_lesson().values()}
    return (
        Choice(
            name="view",
            label="View",
            help="The lesson, or the exercises for after it.",
            default="lesson",
            options={"lesson": "Lesson", "exercises": "Exercises"},
        ),
        Choice(
            name="step",
            label="LessonStep",
            help="Where in the lesson you are. The address keeps it.",
            default=next(iter(steps)),
            options={key: f"{number}. {title}" for number, (key, title) in enumerate(steps.items(), 1)},
            listed=True,
            when=_in_lesson,
        ),
        Toggle(
            name="present",
            label="Presenter mode",
            help="Large type, one step on the screen. The keys ← and → go back and on.",
            default=False,
        ),
        Toggle(
            name="notes",
            label="Teacher's side",
            help="Notes with expected answers and traps, links for the class, handout and answer key.",
            default=False,
        ),
        Number(
            name="seed",
            label="Random seed",
            help="Same seed, same pictures, on every computer. All right answers follow it.",
            default=0,
            low=0,
            high=2**31 - 1,
        ),
        Keys(name="done", label="Revealed steps", help="", default=[], options=tuple(steps), elsewhere=True),
    )


def controls_for(step: LessonStep) -> tuple[Control, ...]:
    """What is there at this step: also the laboratory's own rows of the settings that it lets change."""
    rows = {control.name: control for control in _table(step)}
    start = settings_of(step, {})
    own = tuple(replace(rows[name], default=start[name], group="", when=_always) for name in step.controls)
    return (*common_controls(), *own)


def _in_lesson(values: Values) -> bool:
    return bool(values["view"] == "lesson")


def _always(values: Values) -> bool:
    return True


def _table(step: LessonStep) -> tuple[Control, ...]:
    return train.CONTROLS if step.figure == TRAINED else lab.CONTROLS


def settings_of(step: LessonStep, values: Values) -> dict[str, Any]:
    """All settings of the laboratory (or the training page) at a step, with what the student has changed."""
    settings, _ = read_query(_table(step), step.settings)
    return settings | {name: values[name] for name in (*step.controls, "seed") if name in values}


def experiment_of(step: LessonStep, values: Values) -> Experiment:
    """The experiment of a step; raises GruvizError if the settings do not make one."""
    return lab.experiment_from(settings_of(step, values))


def training_of(step: LessonStep, values: Values) -> TrainConfig:
    """The training of a step; raises GruvizError if the settings do not make one."""
    return train.config_from(settings_of(step, values))


def lab_link(step: LessonStep, values: Values) -> tuple[str, dict[str, str]]:
    """Key of the page where a step can be continued, and its query."""
    page = "train" if step.figure == TRAINED else "gradient_flow"
    settings = settings_of(step, values)
    if page == "gradient_flow":
        settings |= {"view": "weights" if step.figure == "weights" else "decay"}
        settings |= {"theory": ["bound"] if step.figure == "bound" else []}
    return page, write_query(_table(step), settings)


def other_links(step: LessonStep, values: Values) -> list[tuple[str, dict[str, str]]]:
    """Key and query of further pages; Inside the cell shows the step's own network, with its settings and seed."""
    links = []
    for link in step.also:
        page, _, raw = link.partition("?")
        query = dict(part.split("=", 1) for part in raw.split("&") if part)
        if page == "inside_the_cell":
            table = {control.name: control for control in INSIDE}
            settings = {name: value for name, value in settings_of(step, values).items() if name in table}
            asked = {name: table[name].parse(query[name]) for name in query}
            given = {name: control.default for name, control in table.items()} | settings | asked
            query = write_query([control for control in INSIDE if control.elsewhere or control.when(given)], given)
        links.append((page, query))
    return links


def open_lesson() -> tuple[Panel, LessonStep]:
    """The panel of the page, and the step that address or session ask for."""
    chosen = next(control for control in common_controls() if control.name == "step")
    step = load_lesson()[read_ahead(PAGE, chosen)]
    controls = controls_for(step)
    if st.session_state.get(f"{PAGE}_at") != step.key:  # a setting of the step before means nothing here
        forget(PAGE, [control for control in controls if control.name in step.controls])
    st.session_state[f"{PAGE}_at"] = step.key
    return Panel(PAGE, controls), step
