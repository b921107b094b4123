"""The question of a step on the page: its answers as cards, and the prediction held against the run."""

import streamlit as st

from gruviz.classroom.state import Tally
from gruviz.figures.lesson.votes import Votes
from gruviz.lesson import Demonstration, LessonStep, filled, grade, right_choice
from gruviz.lesson.grading import Grade, answer_words
from gruviz.lesson.paper import inline
from gruviz.ui.controls.panel import Panel
from gruviz.ui.markdown import literal, unbroken
from gruviz.ui.prose import explained
from gruviz.ui.walkthrough.controls import guess_at, keep_guess
from gruviz.ui.walkthrough.part import part

LABEL = "Your prediction"
CARD = 58
"""Pixels of a card with its distance to the next, as a rule."""
BOXES = {"right": st.success, "wrong": st.warning}


def question_words(step: LessonStep, demonstration: Demonstration | None) -> None:
    """What is asked."""
    text = step.question.text
    with st.container(key="walkthrough_question"):
        st.markdown(filled(text, demonstration.measures) if demonstration else text)


def answer_cards(
    panel: Panel, step: LessonStep, shown: Demonstration | None, *, votes: Votes | None = None, led: bool = False
) -> None:
    """The answers, one card each. A number is predicted in the figure.

    Args:
        panel: The page's.
        step: Whose question it is.
        shown: The run once it is revealed: then the cards have marks.
        votes: Of a class, as far as it may see them.
        led: Whether this screen leads a class, which answers on phones.
    """
    question, guess = step.question, guess_at(step, panel.values)
    choices = list(question.choices)
    if not choices:
        return
    right = right_choice(question, shown.measures) if shown else ""
    data = {
        "name": f"guess_{step.key}",
        "label": LABEL,
        "choices": [inline(text) for text in question.choices.values()],
        "chosen": choices.index(guess) if guess in choices else None,
        "right": choices.index(right) if right else None,
        "closed": led or shown is not None,
        "votes": votes and Tally(tuple(votes.first), tuple(votes.second)).counts(len(choices)),
    }

    def keep(place: object) -> None:
        if isinstance(place, int):
            keep_guess(panel, step, place)

    part("cards", data, key=f"walkthrough_guess_{step.key}", height=CARD * len(choices), on_choice=keep)


def verdict(panel: Panel, step: LessonStep, demonstration: Demonstration) -> None:
    """The prediction held against the run, and the reason, which a presenter says."""
    result = graded(panel, step, demonstration)
    said = result.reason and not panel.presents
    reason = f"\n\n{filled(result.reason, demonstration.measures)}" if said else ""
    mark = f"**{result.mark.capitalize()}.** " if result.mark else ""
    BOXES.get(result.mark, st.info)(f"{mark}{unbroken(literal(result.words))}{reason}")


def explanation(panel: Panel, step: LessonStep, demonstration: Demonstration) -> None:
    """What the run shows, which a presenter has in the notes, and what to take away."""
    measures = demonstration.measures
    if step.look:
        st.markdown(f"**{filled(step.look, measures)}**")
    if not panel.presents:
        st.markdown(explained(filled(step.reveal, measures)))
    with st.container(key="walkthrough_takeaway"):
        st.markdown(filled(step.takeaway, measures))


def graded(panel: Panel, step: LessonStep, demonstration: Demonstration) -> Grade:
    """The prediction held against the run; without one the answer alone."""
    guess = guess_at(step, panel.values)
    if guess is None:
        return Grade("", answer_words(step.question, demonstration.measures))
    return grade(step.question, guess, demonstration.measures)
