import pytest
from sqlalchemy import create_engine

from gruviz.classroom import rows
from gruviz.classroom.classroom import Classroom
from gruviz.classroom.question import ClassQuestion
from gruviz.classroom.refusals import ClassRefusal


@pytest.fixture
def classes(database):
    engine = create_engine(database)
    yield Classroom(engine)
    engine.dispose()


def test_no_two_classes_share_a_code(classes, monkeypatch):
    code = classes.open("teacher").code
    codes = iter([code, code, "quiet-heron"])
    monkeypatch.setattr(rows, "new_code", lambda: next(codes))
    assert classes.open("colleague").code == "quiet-heron"
    monkeypatch.setattr(rows, "new_code", lambda: code)
    with pytest.raises(ClassRefusal, match="No code is free"):
        classes.open("colleague")


def test_a_server_keeps_so_many_classes_and_a_class_so_many_questions(classes, monkeypatch):
    monkeypatch.setattr(rows, "CLASSES_AT_MOST", 1)
    monkeypatch.setattr(rows, "QUESTIONS_AT_MOST", 1)
    code = classes.open("teacher").code
    with pytest.raises(ClassRefusal, match="as many classes"):
        classes.open("teacher")
    first, second = (ClassQuestion(key, "?", "", ("yes", "no")) for key in "ab")
    classes.ask(code, "teacher", first)
    with pytest.raises(ClassRefusal, match="as many questions"):
        classes.ask(code, "teacher", second)
    assert classes.state(code).question == first
    classes.ask(code, "teacher", first)
