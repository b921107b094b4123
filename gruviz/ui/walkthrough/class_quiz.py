"""The quiz asked of a class: one question after the other, on its phones; answers are told after the lesson only."""

import streamlit as st

from gruviz.classroom.question import ClassOutcome, ClassQuestion
from gruviz.classroom.state import Phase
from gruviz.lesson import QuizItem
from gruviz.lesson.paper import as_html, inline
from gruviz.ui.classroom.leading import Visit, led_by
from gruviz.ui.classroom.teacher import class_tally
from gruviz.ui.classroom.topic import Topic
from gruviz.ui.controls.panel import Panel
from gruviz.ui.walkthrough.lesson import load_quiz
from gruviz.ui.walkthrough.moves import go
from gruviz.ui.walkthrough.way import Way, title_of

SIDES = {"quiz_before": "before", "quiz_after": "after"}
"""Side of the lesson, by place."""


def class_quiz(panel: Panel, place: str) -> bool:
    """Lead a class through the quiz; False where this browser leads none, and the page shows its own quiz."""
    visit = led_by(panel) if panel.class_code else None
    if visit is None:
        return False
    items, side = list(load_quiz().values()), SIDES[place]
    at = min(st.session_state.get(_at(side), 0), len(items) - 1)
    item, topic = items[at], quiz_topic(items[at], side)
    shown = visit.asks(topic.question.key) and visit.state.phase == Phase.RUN
    with st.container(key="walkthrough_reading"):
        st.header(title_of(place), anchor=False)
        st.caption(f"Question {at + 1} of {len(items)}")
        st.markdown(item.text)
        st.markdown("\n".join(f"{number}. {text}" for number, text in enumerate(item.choices.values(), 1)))
        if shown:
            class_tally(panel, topic, revealed=True)
            st.markdown(item.reason)
        with st.container(horizontal=True, key="walkthrough_way", gap="small"):
            _way(panel, visit, place, items, at)
    return True


def quiz_asked(panel: Panel) -> Topic | None:
    """The question of the quiz that a class's page is at; None at another place of the lesson."""
    side, items = SIDES.get(panel.values["step"]), list(load_quiz().values())
    if not panel.class_code or side is None:
        return None
    return quiz_topic(items[min(st.session_state.get(_at(side), 0), len(items) - 1)], side)


def quiz_topic(item: QuizItem, side: str) -> Topic:
    """A question of the quiz."""
    choices = tuple(inline(text) for text in item.choices.values())
    question = ClassQuestion(f"quiz_{side}.{item.key}", plain_title(item), as_html(item.text), choices)
    right = float(list(item.choices).index(item.right))
    return Topic(question, lambda: ClassOutcome(inline(item.reason), right))


def plain_title(item: QuizItem) -> str:
    """Number of a question in the quiz."""
    return f"Quiz, question {list(load_quiz()).index(item.key) + 1}"


def _at(side: str) -> str:
    return f"class_quiz_{side}"


def _way(panel: Panel, visit: Visit, place: str, items: list[QuizItem], at: int) -> None:
    """The one way on: ask, after the lesson also reveal, and on to the next."""
    side = SIDES[place]
    asked = visit.asks(f"quiz_{side}.{items[at].key}")
    last = at + 1 == len(items)
    if not asked:
        label, act = "Ask the class", (panel, side, at)
        st.button(label, key="class_on", type="primary", on_click=_ask, args=act)
    elif side == "after" and visit.state.phase != Phase.RUN:
        st.button("Reveal the answer", key="class_on", type="primary", on_click=_reveal, args=(panel, side, at))
    elif not last:
        st.button("Next question", key="class_on", type="primary", on_click=_ask, args=(panel, side, at + 1))
    else:
        after = Way.of(panel.values).after(place)
        st.button("Next", key="class_on", type="primary", on_click=_leave, args=(panel, side, after))


def _ask(panel: Panel, side: str, at: int) -> None:
    visit, items = led_by(panel), list(load_quiz().values())
    if visit:
        st.session_state[_at(side)] = at
        visit.room.ask(visit.code, visit.browser, quiz_topic(items[at], side).question)


def _reveal(panel: Panel, side: str, at: int) -> None:
    visit, topic = led_by(panel), quiz_topic(list(load_quiz().values())[at], side)
    if visit and topic.outcome:
        visit.room.reveal(visit.code, visit.browser, topic.outcome())


def _leave(panel: Panel, side: str, after: str | None) -> None:
    """The class waits for its teacher again; the quiz begins anew where one comes back to it."""
    visit = led_by(panel)
    if visit:
        visit.room.rest(visit.code, visit.browser)
    st.session_state.pop(_at(side), None)
    go(panel, after)
