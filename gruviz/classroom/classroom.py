"""The one store of classes: every act of a teacher, every vote, and what anyone may see of them."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, select

from gruviz.classroom.database import CLASSES, PRESENT, prepare, put, reading, writing
from gruviz.classroom.hashes import among, hashed, new_salt, new_secret
from gruviz.classroom.question import ClassOutcome, ClassQuestion
from gruviz.classroom.refusals import ClassRefusal, NoSuchClass, NotTheTeacher, VoteRefused
from gruviz.classroom.rows import (
    change_class,
    change_question,
    class_row,
    enter_class,
    enter_question,
    enter_teacher,
    question_row,
    question_rows,
    teaches,
)
from gruviz.classroom.state import ClassState, NewClass, OwnVotes, Phase, QuestionResult, Tally
from gruviz.classroom.votes import count_vote, forget_votes, tally, turnout, votes_by_mark

DAY = 24 * 3600.0
"""Seconds that a class lasts."""
HERE = 20.0
"""Seconds for which a browser counts as here after it was seen."""


class Classroom:
    """Classes in a database, SQLite or PostgreSQL. Threads, and servers with one database, may share it.

    A browser is known by a secret of its own, its cookie; what is kept of it is a hash that differs from class to
    class. Every method that names a class raises NoSuchClass if there is none, and acts of the teacher raise
    NotTheTeacher for any other browser.

    Args:
        engine: Of the database; its tables are made if need be.
        clock: Seconds since 1970.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._clock = engine, clock
        prepare(engine)

    def open(self, browser: str, *, free: bool = False) -> NewClass:
        """Open a class for a day; this browser is its teacher's."""
        self.sweep()
        salt, key, now = new_salt(), new_secret(), self._clock()
        row = {"salt": salt, "key": hashed(key, salt), "ends": now + DAY, "free": free, "changed": 0}
        with writing(self._engine) as connection:
            code = enter_class(connection, row)
            enter_teacher(connection, self._row(connection, code), browser)
        return NewClass(code, key)

    def admit(self, code: str, key: str, browser: str) -> None:
        """Make another browser the teacher's too; raises NotTheTeacher if the key is wrong."""
        with writing(self._engine) as connection:
            row = self._row(connection, code)
            if not among(hashed(key, row.salt), [row.key]):
                raise NotTheTeacher
            enter_teacher(connection, row, browser)

    def is_teacher(self, code: str, browser: str) -> bool:
        """Whether a class belongs to this browser; False also if there is no such class."""
        with reading(self._engine) as connection:
            try:
                return teaches(connection, self._row(connection, code), browser)
            except NoSuchClass:
                return False

    def state(self, code: str) -> ClassState:
        """What everyone in the class may know now. One look at the database."""
        with reading(self._engine) as connection:
            row = self._row(connection, code)
            here = select(func.count()).where(PRESENT.c.class_id == row.id, PRESENT.c.seen > self._clock() - HERE)
            state = ClassState(code, row.ends, row.free, connection.scalar(here) or 0, row.changed)
            return state if row.question is None else _with_question(connection, state, row)

    def ask(self, code: str, teacher: str, question: ClassQuestion) -> None:
        """Put a question to the class: in its first round if it is new, else where it was left, with its votes.

        Votes on another wording stay as long as they still mean the same.
        """
        with self._teaching(code, teacher) as (connection, row):
            enter_question(connection, row.id, question)
            before = ClassQuestion.from_json(question_row(connection, row.id, question.key).wording)
            change_question(connection, row.id, question.key, wording=question.to_json())
            if not question.takes_votes_of(before):
                self._begin(connection, row.id, question.key)
            change_class(connection, row.id, question=question.key)

    def ask_again(self, code: str, teacher: str) -> None:
        """Forget all votes on the present question and begin it anew."""
        with self._teaching(code, teacher) as (connection, row):
            self._begin(connection, row.id, row.question)

    def rest(self, code: str, teacher: str) -> None:
        """Take the question away: the class waits for its teacher. Its votes stay."""
        with self._teaching(code, teacher) as (connection, row):
            change_class(connection, row.id, question=None)

    def move(self, code: str, teacher: str, phase: Phase) -> None:
        """Bring the present question to a phase; what the run showed is hidden again. `reveal` leads to the run."""
        if phase == Phase.RUN:
            raise ClassRefusal("The run is shown together with its outcome.")
        with self._teaching(code, teacher) as (connection, row):
            change_question(connection, row.id, row.question, phase=phase, outcome=None)

    def show(self, code: str, teacher: str, *, shown: bool = True) -> None:
        """Let the class see the votes on the present question, or hide them."""
        with self._teaching(code, teacher) as (connection, row):
            change_question(connection, row.id, row.question, shown=shown)

    def reveal(self, code: str, teacher: str, outcome: ClassOutcome) -> None:
        """Close the voting on the present question, and let the class see what the run showed."""
        with self._teaching(code, teacher) as (connection, row):
            change_question(connection, row.id, row.question, phase=Phase.RUN, outcome=outcome.to_json())

    def set_free(self, code: str, teacher: str, *, free: bool = True) -> None:
        """Let everyone go through the lesson at their own pace, or lead them again."""
        with self._teaching(code, teacher) as (connection, row):
            change_class(connection, row.id, free=free)

    def vote(self, code: str, browser: str, key: str, value: object) -> OwnVotes:
        """Take a vote on the present question in the round that is open; another one replaces it.

        Args:
            code: Of the class.
            browser: Whose vote.
            key: Of the question that the browser saw.
            value: Place of a choice from 0, or a number on the axis.

        Raises:
            VoteRefused: If the question is another by now, its voting is closed, or the value is no answer.
        """
        with writing(self._engine) as connection:
            row = self._row(connection, code)
            if row.question != key:
                raise VoteRefused("The class has gone on to another question.")
            asked = question_row(connection, row.id, key, hold=True)
            counted = ClassQuestion.from_json(asked.wording).counted(value)
            if (number := Phase(asked.phase).round) is None:
                raise VoteRefused("Voting is closed.")
            count_vote(connection, row, key, number, browser, counted, replace=True)
            return self._own(connection, row, browser)

    def guess(self, code: str, browser: str, question: ClassQuestion, value: float) -> bool:
        """Take a first vote from a student who goes alone through the lesson; whether it counts.

        It counts once, for what follows comes after the run was seen, and not any more where the teacher has closed
        the first round of this question.
        """
        counted = question.counted(value)
        with writing(self._engine) as connection:
            row = self._row(connection, code)
            enter_question(connection, row.id, question)
            asked = question_row(connection, row.id, question.key, hold=True)
            same = question.takes_votes_of(ClassQuestion.from_json(asked.wording))
            if not same or asked.phase != Phase.FIRST:
                return False
            return count_vote(connection, row, question.key, 1, browser, counted, replace=False)

    def own(self, code: str, browser: str) -> OwnVotes:
        """What a browser answered to the present question."""
        with reading(self._engine) as connection:
            row = self._row(connection, code)
            return self._own(connection, row, browser)

    def everyones(self, code: str) -> Callable[[str], OwnVotes]:
        """What any browser answered to the present question, from one look for all of them."""
        with reading(self._engine) as connection:
            row = self._row(connection, code)
            votes = votes_by_mark(connection, row.id, row.question)
            return lambda browser: votes.get(hashed(browser, row.salt), OwnVotes())

    def tally(self, code: str, key: str) -> Tally:
        """The votes on a question, asked now or before; for the teacher's screen."""
        with reading(self._engine) as connection:
            return tally(connection, self._row(connection, code).id, key)

    def seen(self, code: str, browsers: Iterable[str]) -> None:
        """Note that browsers are here now."""
        with writing(self._engine) as connection:
            row, now = self._row(connection, code), self._clock()
            rows = [{"class_id": row.id, "browser": hashed(browser, row.salt), "seen": now} for browser in browsers]
            if rows:
                put(connection, PRESENT, rows, replace=True)

    def results(self, code: str, teacher: str) -> list[QuestionResult]:
        """All questions that were asked, in order of asking."""
        with reading(self._engine) as connection:
            row = self._row(connection, code)
            if not teaches(connection, row, teacher):
                raise NotTheTeacher
            return [_result(connection, asked) for asked in question_rows(connection, row.id)]

    def close(self, code: str, teacher: str) -> None:
        """End a class at once; all that was kept of it is deleted."""
        with self._teaching(code, teacher) as (connection, row):
            connection.execute(delete(CLASSES).where(CLASSES.c.id == row.id))

    def sweep(self) -> int:
        """Delete classes whose day is over; how many."""
        with writing(self._engine) as connection:
            return connection.execute(delete(CLASSES).where(CLASSES.c.ends <= self._clock())).rowcount

    def _row(self, connection: Connection, code: str) -> Row[Any]:
        return class_row(connection, code, self._clock())

    @contextmanager
    def _teaching(self, code: str, teacher: str) -> Iterator[tuple[Connection, Row[Any]]]:
        """An act of the teacher's, which everyone in the class is to notice."""
        with writing(self._engine) as connection:
            row = self._row(connection, code)
            if not teaches(connection, row, teacher):
                raise NotTheTeacher
            change_class(connection, row.id, changed=CLASSES.c.changed + 1)
            yield connection, row

    def _begin(self, connection: Connection, class_id: int, key: str | None) -> None:
        change_question(connection, class_id, key, phase=Phase.FIRST, shown=False, outcome=None)
        forget_votes(connection, class_id, key)  # after the row is held: no vote comes in between

    def _own(self, connection: Connection, row: Row[Any], browser: str) -> OwnVotes:
        mark = hashed(browser, row.salt)
        return votes_by_mark(connection, row.id, row.question, mark).get(mark, OwnVotes())


def _with_question(connection: Connection, state: ClassState, row: Row[Any]) -> ClassState:
    asked = question_row(connection, row.id, row.question)
    return replace(
        state,
        question=ClassQuestion.from_json(asked.wording),
        phase=Phase(asked.phase),
        shown=asked.shown,
        outcome=ClassOutcome.from_json(asked.outcome) if asked.outcome else None,
        tally=tally(connection, row.id, row.question).closed(Phase(asked.phase)) if asked.shown else None,
        answered=turnout(connection, row.id, row.question),
    )


def _result(connection: Connection, asked: Row[Any]) -> QuestionResult:
    votes = votes_by_mark(connection, asked.class_id, asked.key).values()
    pairs = [(own.first, own.second) for own in votes if own.first is not None and own.second is not None]
    return QuestionResult(
        ClassQuestion.from_json(asked.wording),
        ClassOutcome.from_json(asked.outcome) if asked.outcome else None,
        tally(connection, asked.class_id, asked.key),
        tuple(sorted(pairs)),
    )
