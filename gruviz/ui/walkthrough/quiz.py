"""The quiz before and after the lesson: six questions, and what the lesson changed."""

import streamlit as st

from gruviz.lesson import QuizItem
from gruviz.lesson.paper import inline
from gruviz.lesson.score import Score, answer, score_csv
from gruviz.ui.controls.panel import Panel
from gruviz.ui.walkthrough.class_quiz import class_quiz
from gruviz.ui.walkthrough.lesson import load_course, load_quiz
from gruviz.ui.walkthrough.part import part
from gruviz.ui.walkthrough.question import CARD
from gruviz.ui.walkthrough.recap import way_on
from gruviz.ui.walkthrough.way import title_of

CHECKED = "walkthrough_quiz_checked"
"""Session key: whether the answers after the lesson have been checked."""


def quiz_before_view(panel: Panel) -> None:
    """Six questions; which answers are right is told after the lesson."""
    if class_quiz(panel, "quiz_before"):
        return
    with st.container(key="walkthrough_reading"):
        st.header(title_of("quiz_before"), anchor=False)
        st.markdown(
            "Six questions, four minutes. Guess where you do not know: you will answer them once more after the "
            "lesson, and see then what has changed. The address of this page keeps your answers."
        )
        for number, item in enumerate(load_quiz().values(), 1):
            _question(panel, "before", number, item, revealed=False)
        way_on(panel, "quiz_before")


def quiz_after_view(panel: Panel) -> None:
    """The same questions; once all are answered, what is right and why, and what was gained."""
    if class_quiz(panel, "quiz_after"):
        return
    quiz, answers = load_quiz(), panel.values["after"]
    complete = all(answer(item, answers) for item in quiz.values())
    checked = complete and bool(st.session_state.get(CHECKED))
    with st.container(key="walkthrough_reading"):
        st.header(title_of("quiz_after"), anchor=False)
        if checked:
            _result(panel)
        for number, item in enumerate(quiz.values(), 1):
            _question(panel, "after", number, item, revealed=checked)
        if checked:
            way_on(panel, "quiz_after")
        else:
            _check_button(panel, complete=complete)


def _question(panel: Panel, when: str, number: int, item: QuizItem, *, revealed: bool) -> None:
    chosen, choices = answer(item, panel.values[when]), list(item.choices)
    st.markdown(f"**{number}.** {item.text}")
    data = {
        "name": f"quiz_{when}_{item.key}",
        "label": f"Question {number}",
        "choices": [inline(text) for text in item.choices.values()],
        "chosen": choices.index(chosen) if chosen else None,
        "right": choices.index(item.right) if revealed else None,
        "closed": revealed,
        "votes": None,
    }

    def keep(place: object) -> None:
        if isinstance(place, int) and place in range(len(choices)):
            panel.set(when, {**panel.values[when], item.key: float(place + 1)})

    part("cards", data, key=f"walkthrough_quiz_{when}_{item.key}", height=CARD * len(choices), on_choice=keep)
    if revealed:
        st.markdown(item.reason)


def _check_button(panel: Panel, *, complete: bool) -> None:
    def check() -> None:
        st.session_state[CHECKED] = True

    with st.container(horizontal=True, key="walkthrough_way", gap="small"):
        st.button("Check my answers", key="walkthrough_check", type="primary", disabled=not complete, on_click=check)


def _result(panel: Panel) -> None:
    """How many are right, before and after, by goal; and a file of it."""
    course, quiz = load_course(), load_quiz()
    score = Score.of(quiz, panel.values["before"], panel.values["after"])
    total, asked_before = len(score.items), bool(panel.values["before"])
    before = f", after {score.before} before the lesson" if asked_before else ""
    st.success(f"**{score.after} of {total} right**{before}.{_gained(score) if asked_before else ''}")
    rows = ["| Goal | Before | After |", "|--|--|--|"] if asked_before else ["| Goal | After |", "|--|--|"]
    for one in score.items:
        marks = [_mark(one.before, right=one.was_right)] if asked_before else []
        rows.append(
            " | ".join(["", course.goals[one.item.goal], *marks, _mark(one.after, right=one.is_right), ""]).strip()
        )
    st.markdown("\n".join(rows))
    st.download_button(
        "Save as CSV",
        score_csv(score, course.goals),
        "gruviz_quiz.csv",
        "text/csv",
        key="walkthrough_quiz_csv",
        on_click="ignore",
    )


def _mark(given: str, *, right: bool) -> str:
    return ("✓" if right else "✗") if given else "–"


def _gained(score: Score) -> str:
    gain = score.gain
    if gain is None:
        return " You knew it all before."
    if gain <= 0:
        return ""
    return f" Of what you did not know, you have learned {100 * gain:.0f}%."
