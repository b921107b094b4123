"""The exercises on the page: a goal, a way to the laboratory, and a check of the settings found there."""

from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from gruviz.lesson import Exercise, check_goals
from gruviz.lesson.exercises import GoalCheck
from gruviz.ui.controls.address import HIDE, Visit, read_query
from gruviz.ui.controls.kinds import Choice, Choices, Values
from gruviz.ui.controls.laboratory import TABLE, experiment_from
from gruviz.ui.controls.panel import PRESENT, Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.markdown import literal
from gruviz.ui.navigation import PAGES
from gruviz.ui.prose import explained
from gruviz.ui.walkthrough.lesson import load_exercises
from gruviz.validation import GruvizError, InvalidValue
from gruviz.wording import listed, signed

LINK_LIMIT = 4000
"""Characters of a pasted link."""


def exercises_view(panel: Panel) -> None:
    """All exercises, one box each."""
    st.markdown(
        "Each exercise sends you to the laboratory with a goal. When you have met it there, come back and check: the "
        "page runs your settings again and measures. The address of this page keeps what you have solved; nothing else "
        "is stored."
    )
    for number, exercise in enumerate(load_exercises().values(), 1):
        with st.container(border=True, key=f"exercise_{exercise.key}"):
            _exercise(panel, number, exercise)


def _exercise(panel: Panel, number: int, exercise: Exercise) -> None:
    solved = " · solved ✓" if exercise.key in panel.values["solved"] else ""
    st.header(f"{number}. {exercise.title}{solved}", anchor=False)
    st.markdown(explained(exercise.text))
    st.markdown("\n".join(f"- {goal.words}" for goal in exercise.goals))
    st.page_link(PAGES["gradient_flow"][0], label="Start in the lab →", query_params=dict(exercise.start))
    st.text_input(
        "Address of your lab (optional)",
        key=_link_key(exercise),
        help="Copy it from the address bar of the lab, for instance from another window.",
        max_chars=LINK_LIMIT,
        placeholder="Leave empty to check what you last did in this window",
    )
    st.button("Check", key=f"exercise_check_{exercise.key}", on_click=_check, args=(panel, exercise))
    if result := _results().get(exercise.key):
        {"error": st.error, "solved": st.success, "open": st.warning}[result.kind](result.text)
    with st.expander("Hint", key=f"exercise_hint_{exercise.key}"):
        st.markdown(explained(exercise.hint))
    if panel.values["notes"]:
        solution = "&".join(f"{name}={value}" for name, value in exercise.solution.items())
        st.markdown(f"Teacher: one solution is `{solution}`.")


class ExerciseCheck(NamedTuple):
    """What the last check said; kept in the session only."""

    kind: str
    text: str


def _results() -> dict[str, ExerciseCheck]:
    results: dict[str, ExerciseCheck] = st.session_state.setdefault("exercise_results", {})
    return results


def _link_key(exercise: Exercise) -> str:
    return f"exercise_link_{exercise.key}"


def _check(panel: Panel, exercise: Exercise) -> None:
    link = st.session_state[_link_key(exercise)]
    try:
        values = values_of_link(link) if link.strip() else _lab_of_session()
        check_fixed(exercise, values)
        results = check_goals(exercise.goals, experiment_from(values))
    except GruvizError as error:
        _results()[exercise.key] = ExerciseCheck("error", literal(in_words(error)))
        return
    solved = all(result.met for result in results)
    if solved:
        panel.set("solved", [*panel.values["solved"], exercise.key])
    _results()[exercise.key] = ExerciseCheck("solved" if solved else "open", _words(exercise, results, solved=solved))


def _words(exercise: Exercise, results: list[GoalCheck], *, solved: bool) -> str:
    """Each goal with what was measured, and once all are met what there was to learn."""
    lines = [
        f"- {'✓ Met' if result.met else '✗ Not met'}: {result.goal.words}. Measured: {literal(result.number)}."
        for result in results
    ]
    return "\n".join(["**Solved.**", "", *lines, "", exercise.lesson] if solved else ["**Not yet.**", "", *lines])


def values_of_link(link: str) -> dict[str, Any]:
    """The laboratory's settings in a link.

    Raises:
        InvalidValue: If it leads elsewhere, or a setting in it is wrong.
    """
    parts = urlsplit(link.strip())
    if parts.path.rstrip("/").rpartition("/")[2] != "gradient_flow":
        allowed = "the address of the page Gradient flow, as the address bar has it"
        raise InvalidValue("link", link, allowed, f"This is no address of the lab. Paste {allowed}.")
    query = {
        name: value
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name not in (HIDE, PRESENT.name)
    }
    values, problems = read_query(TABLE.controls, query)
    if problems:
        problem = problems[0].removesuffix(" The usual value was taken.").removesuffix(" It was ignored.")
        raise InvalidValue("link", link, problem, problem)
    return values


def _lab_of_session() -> Values:
    values = Visit.of("gradient_flow").values
    if not values:
        sentence = "Open the lab with the link above first, or paste its address here."
        raise InvalidValue("link", "", "a link of the lab, or a visit to the lab in this window", sentence)
    return values


def check_fixed(exercise: Exercise, values: Values) -> None:
    """Refuse an experiment that changes what the exercise fixes; raises InvalidValue."""
    start, _ = read_query(TABLE.controls, exercise.start)
    for name in exercise.fixed:
        if values[name] != start[name]:
            label, there, yours = TABLE.by_name[name].label, _said(name, start[name]), _said(name, values[name])
            sentence = f"This exercise keeps “{label}” at {there}. Yours is {yours}."
            raise InvalidValue(label, values[name], f"this exercise keeps it at {start[name]}", sentence)


def _said(name: str, value: Any) -> str:
    """A setting's value as its control shows it."""
    control = TABLE.by_name[name]
    if isinstance(control, (Choice, Choices)):
        chosen = [value] if isinstance(value, str) else value
        return listed([control.options.get(key, key) for key in chosen]) if chosen else "none"
    if isinstance(value, bool):
        return "on" if value else "off"
    return signed(value) if isinstance(value, (int, float)) else str(value)
