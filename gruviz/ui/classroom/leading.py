"""Who this browser is in the class that its page's address names, and what a teacher does next."""

from dataclasses import dataclass
from enum import StrEnum

from gruviz.classroom.classroom import Classroom
from gruviz.classroom.refusals import ClassRefusal
from gruviz.classroom.state import ClassState, Phase
from gruviz.ui.classroom.connection import classroom
from gruviz.ui.classroom.identity import this_browser
from gruviz.ui.controls.panel import Panel


@dataclass(frozen=True)
class Visit:
    """A class as a page of one browser sees it.

    Args:
        room: The store.
        state: Of the class, in this run of the page.
        browser: Whose page; None if it is not known.
        leads: Whether the class is this browser's.
    """

    room: Classroom
    state: ClassState
    browser: str
    leads: bool

    @property
    def code(self) -> str:
        """Of the class."""
        return self.state.code

    def asks(self, key: str) -> bool:
        """Whether the class has this question before it now."""
        return self.state.question is not None and self.state.question.key == key


def visit_of(panel: Panel) -> Visit | None:
    """The class that the address names; None if it names none. Raises ClassRefusal if there is no such class."""
    if not panel.class_code:
        return None
    room, browser = classroom(), this_browser() or ""
    state = room.state(panel.class_code)
    return Visit(room, state, browser, bool(browser) and room.is_teacher(state.code, browser))


def led_by(panel: Panel) -> Visit | None:
    """The class that this browser leads on this page; None without one, and while everyone goes alone."""
    try:
        visit = visit_of(panel)
    except ClassRefusal:
        return None  # the bar says so
    return visit if visit and visit.leads and not visit.state.free else None


class Act(StrEnum):
    """What a teacher does next, as the button says it."""

    ASK = "First vote"
    DISCUSS = "Close and discuss"
    AGAIN = "Second vote"
    REVEAL = "Reveal the run"


NEXT = {Phase.FIRST: Act.DISCUSS, Phase.DISCUSSION: Act.AGAIN, Phase.SECOND: Act.REVEAL, Phase.RUN: Act.REVEAL}


def next_act(visit: Visit, key: str) -> Act:
    """The one way on for this question."""
    return NEXT[visit.state.phase] if visit.asks(key) else Act.ASK


def votes_missing(state: ClassState) -> str:
    """What to ask before a round is closed that nobody has voted in; nothing where somebody has."""
    first, second = state.answered
    if state.phase == Phase.FIRST and not first:
        return "Nobody has voted yet. Press once more to reveal the run without votes."
    if state.phase == Phase.SECOND and not second:
        return "Nobody has voted a second time yet. Press once more to reveal the run all the same."
    return ""
