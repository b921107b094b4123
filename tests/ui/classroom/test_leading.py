"""The one way on through a question: what comes next in every phase, and when it asks first."""

import pytest

from gruviz.classroom.question import ClassQuestion
from gruviz.classroom.state import ClassState, Phase
from gruviz.ui.classroom.leading import Act, Visit, next_act, votes_missing

QUESTION = ClassQuestion("walkthrough.chain", "A", "", ("one", "two"))


def visit(phase, answered=(0, 0), question=QUESTION):
    state = ClassState("quiet-heron", 0.0, False, 3, 1, question=question, phase=phase, answered=answered)
    return Visit(None, state, "browser", True)


@pytest.mark.parametrize(
    ("phase", "act"),
    [
        (Phase.FIRST, Act.DISCUSS),
        (Phase.DISCUSSION, Act.AGAIN),
        (Phase.SECOND, Act.REVEAL),
        (Phase.RUN, Act.REVEAL),
    ],
)
def test_every_phase_leads_to_the_next(phase, act):
    assert next_act(visit(phase), QUESTION.key) == act
    assert next_act(visit(phase), "walkthrough.bias") == Act.ASK, "the class is at another question"


def test_a_class_without_a_question_is_asked_first():
    assert next_act(visit(Phase.FIRST, question=None), QUESTION.key) == Act.ASK


@pytest.mark.parametrize(
    ("phase", "answered", "asks"),
    [
        (Phase.FIRST, (0, 0), True),
        (Phase.FIRST, (1, 0), False),
        (Phase.DISCUSSION, (0, 0), False),
        (Phase.SECOND, (5, 0), True),
        (Phase.SECOND, (5, 1), False),
        (Phase.RUN, (0, 0), False),
    ],
)
def test_nobody_s_votes_are_missed_before_a_round_is_closed(phase, answered, asks):
    assert bool(votes_missing(visit(phase, answered).state)) == asks
