"""The class on the teacher's screen. Without `?class=` in the address nothing of it is there.

A page has three hooks: `class_bar` above its content, `class_way` where its own way on stands, and `votes_on` for what
it draws beside its run.
"""

from collections.abc import Callable
from contextlib import suppress

import streamlit as st

from gruviz.classroom.question import ClassOutcome
from gruviz.classroom.refusals import ClassRefusal
from gruviz.classroom.state import Phase, Tally
from gruviz.figures.lesson.votes import Votes
from gruviz.ui.classroom.join import join_screen
from gruviz.ui.classroom.leading import Act, Visit, led_by, next_act, visit_of, votes_missing
from gruviz.ui.classroom.menu import Answers, class_menu
from gruviz.ui.classroom.topic import Topic
from gruviz.ui.classroom.verdict import verdict
from gruviz.ui.components import component
from gruviz.ui.controls.class_code import CLASS
from gruviz.ui.controls.panel import Panel
from gruviz.ui.markdown import literal

RUNS = "Voting is closed. The training has begun: watch it on the screen."
"""What the class learns of a run that has to be waited for."""
SURE = "class_sure"
"""Session key: the question and phase in which the teacher was asked whether to go on without votes."""
SHOW = "The votes of rounds that are closed, here and on the phones. Talk first, if the class shall think for itself."
JOIN = "class_join"
"""Session key of the toggle that shows the join screen."""


def class_bar(panel: Panel, topic: Topic | None, *, guess: float | None = None, answers: Answers | None = None) -> None:
    """Above the content: the code, who has answered, what the teacher may do; for others, whose class this is.

    Args:
        panel: Of the page.
        topic: What the page asks here; None where it asks nothing.
        guess: What this person has predicted and may see answered: the place of a choice from 0, or a number. In a
            class whose members go alone it counts as a first vote.
        answers: Gives the right answers to questions by their keys, for results of what was never revealed.
    """
    if not panel.class_code:
        return
    with st.container(key="class_bar"):
        try:
            visit = visit_of(panel)
            if visit and visit.leads:
                _teachers_bar(panel, visit, topic, answers)
            elif visit:
                _students_bar(visit, topic, guess)
        except ClassRefusal as refusal:
            _no_class(panel, refusal)


def class_way(panel: Panel, topic: Topic | None, *, reveal: Callable[[], None]) -> bool:
    """Draw the class's one way on in place of the page's own "Reveal", a filled button: first vote, …, reveal the run.

    Args:
        panel: Of the page.
        topic: What it asks here.
        reveal: Shows the run on the page; called by the button's callback.

    Returns:
        Whether it was drawn: this browser leads a class, and there is something to ask. The page then shows neither
        its own prediction widget as one to click, nor its own "Reveal" and "Skip".
    """
    visit = led_by(panel)
    if visit is None or topic is None:
        return False
    act = next_act(visit, topic.question.key)
    asked = st.session_state.get(SURE) == _moment(visit)
    shows = "Reveal" if topic.outcome else "Start"
    label = f"{shows} without votes" if asked and votes_missing(visit.state) else str(act)
    if act == Act.REVEAL and not topic.outcome:
        label = "Start the training"
    st.button(label, key="class_on", type="primary", on_click=_on, args=(panel, topic, reveal))
    if act == Act.AGAIN:
        arguments = (panel, topic, reveal)
        st.button(
            f"{shows} without a second vote", key="class_skip", type="tertiary", on_click=_reveal_now, args=arguments
        )
    return True


def votes_on(panel: Panel, topic: Topic | None, *, revealed: bool) -> Votes | None:
    """The votes that the screen may show now; None before the teacher shows them, and where there is no class.

    Args:
        panel: Of the page.
        topic: What it asks here.
        revealed: Whether the page shows its run.
    """
    tally = _tally_on(panel, topic, revealed=revealed)
    return Votes(tally.first, tally.second) if tally and (tally.first or tally.second) else None


def class_tally(panel: Panel, topic: Topic | None, *, revealed: bool) -> None:
    """The votes that may be seen for each choice, where the page draws none of its own; nothing without votes."""
    tally = _tally_on(panel, topic, revealed=revealed)
    if tally is None or topic is None or not topic.question.choices or not (tally.first or tally.second):
        return
    choices = topic.question.choices
    outcome = topic.outcome() if topic.outcome and revealed else None
    right = None if outcome is None or outcome.right is None else int(outcome.right)
    data = {"kind": "tally", "choices": choices, "right": right, **tally.counts(len(choices))}
    component("classroom", key="class_tally", data=data)


def settle(panel: Panel, topic: Topic | None) -> None:
    """Tell the class what a run showed that had not ended when its voting was closed."""
    with suppress(ClassRefusal):
        visit = led_by(panel)
        if visit is None or topic is None or topic.outcome is None or not visit.asks(topic.question.key):
            return
        outcome = topic.outcome()
        if visit.state.phase == Phase.RUN and visit.state.outcome != outcome:
            visit.room.reveal(visit.code, visit.browser, outcome)


def shows_votes(panel: Panel, key: str) -> bool:
    """Whether this screen shows the votes on the question with this key while the class talks about them."""
    visit = led_by(panel)
    return visit is not None and visit.asks(key) and visit.state.shown and bool(visit.state.answered[0])


def _tally_on(panel: Panel, topic: Topic | None, *, revealed: bool) -> Tally | None:
    try:
        visit = visit_of(panel)
        if visit is None or not visit.leads or topic is None:
            return None
        key = topic.question.key
        if revealed:
            return visit.room.tally(visit.code, key)
        return visit.state.tally if visit.asks(key) else None
    except ClassRefusal:
        return None


def _on(panel: Panel, topic: Topic, reveal: Callable[[], None]) -> None:
    """The next act, as the class is now; asks before it closes a round without votes."""
    visit = led_by(panel)
    if visit is None:
        return
    act, key, room = next_act(visit, topic.question.key), topic.question.key, visit.room
    if visit.asks(key) and votes_missing(visit.state):
        if st.session_state.get(SURE) != _moment(visit):
            st.session_state[SURE] = _moment(visit)
            return
        act = Act.REVEAL
    st.session_state[JOIN] = False
    if act == Act.ASK:
        room.ask(visit.code, visit.browser, topic.question)
    elif act == Act.REVEAL:
        _reveal_now(panel, topic, reveal)
    else:
        room.move(visit.code, visit.browser, Phase.DISCUSSION if act == Act.DISCUSS else Phase.SECOND)


def _reveal_now(panel: Panel, topic: Topic, reveal: Callable[[], None]) -> None:
    visit = led_by(panel)
    if visit:
        outcome = topic.outcome() if topic.outcome else ClassOutcome(RUNS)
        visit.room.reveal(visit.code, visit.browser, outcome)
    reveal()


def _moment(visit: Visit) -> tuple[str, str, str]:
    key = visit.state.question.key if visit.state.question else ""
    return visit.code, key, visit.state.phase


def _teachers_bar(panel: Panel, visit: Visit, topic: Topic | None, answers: Answers | None) -> None:
    state, key = visit.state, topic.question.key if topic else ""
    here = visit.asks(key)
    if JOIN not in st.session_state:
        st.session_state[JOIN] = state.question is None
    with st.container(horizontal=True, vertical_alignment="center", key="class_row"):
        _live(visit, topic if here else None)
        if here and state.phase != Phase.RUN and state.phase != Phase.FIRST:
            label = "Hide the votes" if state.shown else "Show the votes"
            st.button(label, key="class_show", help=SHOW, on_click=_show, args=(panel,))
        st.toggle("Join screen", key=JOIN, help="The code, the link and the QR code, large enough for the last row.")
        class_menu(panel, visit, answers)
    if st.session_state[JOIN]:
        join_screen(visit)


def _live(visit: Visit, topic: Topic | None) -> None:
    """The line that goes on while the page stands still: who is here, and who has answered.

    Args:
        visit: The class.
        topic: What it has before it, if that is what the page asks.
    """
    state = visit.state
    data = {
        "kind": "live",
        "code": visit.code,
        "phase": state.phase if state.question else "",
        "title": state.question.title if state.question and not topic else "",
        "said": _said(visit, topic),
        "answered": list(state.answered),
        "present": state.present,
        "free": state.free,
        "changed": state.changed,
    }
    component("classroom", key="class_live", data=data, on_moved_change=lambda: None)


def _said(visit: Visit, topic: Topic | None) -> str:
    """What the line says in place of what goes on: that votes are missing, or what the votes were worth."""
    state = visit.state
    if topic is None or state.free:
        return ""
    if st.session_state.get(SURE) == _moment(visit):
        return votes_missing(state)
    if state.phase == Phase.RUN and topic.outcome is None:
        return "The class waits for the end of the training."
    if state.phase == Phase.RUN and state.outcome:
        return verdict(topic.question, state.outcome, visit.room.tally(visit.code, topic.question.key))
    return ""


def _show(panel: Panel) -> None:
    visit = led_by(panel)
    if visit:
        visit.room.show(visit.code, visit.browser, shown=not visit.state.shown)


def _students_bar(visit: Visit, topic: Topic | None, guess: float | None) -> None:
    """For someone who follows a link of the class: whose it is, and whether what one predicts counts."""
    code = visit.code
    if not visit.state.free:
        words = f"The class **{code}** belongs to another browser, and its teacher leads it: nothing that you do here "
        st.info(f"{words}is seen there. To vote, open [the class](class/{code}).")
        return
    st.caption(f"Class **{code}**: your first prediction at each step is counted, without a name.")
    counted = st.session_state.setdefault("class_counted", set())
    if topic and guess is not None and visit.browser and (code, topic.question.key) not in counted:
        visit.room.guess(code, visit.browser, topic.question, guess)
        counted.add((code, topic.question.key))


def _no_class(panel: Panel, refusal: ClassRefusal) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(literal(refusal.sentence))
        st.button("Go on without a class", key="class_leave", on_click=panel.set, args=(CLASS.name, ""))
