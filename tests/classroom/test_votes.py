import pytest
from sqlalchemy import create_engine

from gruviz.classroom import votes
from gruviz.classroom.classroom import Classroom
from gruviz.classroom.question import ClassQuestion
from gruviz.classroom.refusals import VoteRefused


def test_a_crowd_that_is_no_class_is_refused_and_who_is_in_may_still_change(database, monkeypatch):
    monkeypatch.setattr(votes, "BROWSERS_AT_MOST", 2)
    engine = create_engine(database)
    classes = Classroom(engine)
    code = classes.open("teacher").code
    classes.ask(code, "teacher", ClassQuestion("a", "?", "", ("yes", "no")))
    for browser in ("one", "two"):
        classes.vote(code, browser, "a", 0)
    with pytest.raises(VoteRefused, match="full"):
        classes.vote(code, "three", "a", 0)
    assert classes.vote(code, "two", "a", 1).first == 1.0
    engine.dispose()
