"""The rows of a class and its questions, read and written within somebody else's transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from gruviz.classroom.codes import new_code
from gruviz.classroom.database import CLASSES, QUESTIONS, TEACHERS, put
from gruviz.classroom.hashes import among, hashed
from gruviz.classroom.question import ClassQuestion
from gruviz.classroom.refusals import ClassRefusal, NoSuchClass
from gruviz.classroom.state import Phase

CLASSES_AT_MOST = 2_000
QUESTIONS_AT_MOST = 200
"""In one class."""
TRIES = 50
"""Codes tried for a new class."""


def class_row(connection: Connection, code: str, now: float) -> Row[Any]:
    """A class that is not over; raises NoSuchClass."""
    row = connection.execute(select(CLASSES).where(CLASSES.c.code == code, CLASSES.c.ends > now)).first()
    if row is None:
        raise NoSuchClass
    return row


def enter_class(connection: Connection, row: dict[str, Any]) -> str:
    """Enter a class under a code that is free; raises ClassRefusal if there is no place for another."""
    if (connection.scalar(select(func.count()).select_from(CLASSES)) or 0) >= CLASSES_AT_MOST:
        raise ClassRefusal("This server has as many classes as it can keep. Try again tomorrow.")
    for _ in range(TRIES):
        if put(connection, CLASSES, {**row, "code": (code := new_code())}, replace=False):
            return code
    raise ClassRefusal("No code is free for another class. Try again in a minute.")


def enter_teacher(connection: Connection, row: Row[Any], browser: str) -> None:
    """Let a class belong to a browser."""
    put(connection, TEACHERS, {"class_id": row.id, "browser": hashed(browser, row.salt)}, replace=False)


def teaches(connection: Connection, row: Row[Any], browser: str) -> bool:
    """Whether a class belongs to a browser."""
    marks = connection.scalars(select(TEACHERS.c.browser).where(TEACHERS.c.class_id == row.id))
    return among(hashed(browser, row.salt), marks)


def question_row(connection: Connection, class_id: int, key: str, *, hold: bool = False) -> Row[Any]:
    """A question that has been asked; `hold` keeps its phase as it is until the transaction ends."""
    query = select(QUESTIONS).where(*_one(class_id, key))
    row = connection.execute(query.with_for_update(read=True) if hold else query).first()
    if row is None:
        raise NoSuchClass  # it went with its class, since that was looked up
    return row


def question_rows(connection: Connection, class_id: int) -> Sequence[Row[Any]]:
    """All questions of a class, in order of asking."""
    return connection.execute(
        select(QUESTIONS).where(QUESTIONS.c.class_id == class_id).order_by(QUESTIONS.c.number)
    ).all()


def enter_question(connection: Connection, class_id: int, question: ClassQuestion) -> None:
    """Enter a question in its first round, if there is none of its key."""
    keys = connection.scalars(select(QUESTIONS.c.key).where(QUESTIONS.c.class_id == class_id)).all()
    if question.key in keys:
        return
    if len(keys) >= QUESTIONS_AT_MOST:
        raise ClassRefusal("This class has been asked as many questions as it can keep.")
    row = {"class_id": class_id, "key": question.key, "number": len(keys), "wording": question.to_json()}
    put(connection, QUESTIONS, {**row, "outcome": None, "phase": Phase.FIRST, "shown": False}, replace=False)


def change_question(connection: Connection, class_id: int, key: str | None, **values: object) -> None:
    """Write new values into a question's row; raises ClassRefusal if nothing is asked."""
    if key is None:
        raise ClassRefusal("Nothing is asked at the moment.")
    connection.execute(update(QUESTIONS).where(*_one(class_id, key)).values(**values))


def change_class(connection: Connection, class_id: int, **values: object) -> None:
    """Write new values into a class's row."""
    connection.execute(update(CLASSES).where(CLASSES.c.id == class_id).values(**values))


def _one(class_id: int, key: str) -> tuple[ColumnElement[bool], ...]:
    return QUESTIONS.c.class_id == class_id, QUESTIONS.c.key == key
