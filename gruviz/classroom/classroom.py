"""The one store of classes: every act of a teacher, every vote, and what anyone may see of them."""

import time
from collections.abc import Callable, Iterable

from sqlalchemy import Engine

from gruviz.classroom.question import ClassOutcome, ClassQuestion
from gruviz.classroom.state import ClassState, NewClass, OwnVotes, Phase, QuestionResult, Tally


class Classroom:
    """Classes in a database, SQLite or PostgreSQL. Threads, and servers with one database, may share it.

    A browser is known by a secret of its own, its cookie; what is kept of it is a hash that differs from class to
    class. Every method that names a class raises NoSuchClass if there is none, and acts of the teacher raise
    NotTheTeacher for any other browser.

    Args:
        engine: Of the database; its tables are made if need be.
        clock: Seconds since 1970.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None: ...

    def open(self, browser: str, *, free: bool = False) -> NewClass:
        """Open a class for a day; this browser is its teacher's."""
        raise NotImplementedError

    def admit(self, code: str, key: str, browser: str) -> None:
        """Make another browser the teacher's too; raises NotTheTeacher if the key is wrong."""
        raise NotImplementedError

    def is_teacher(self, code: str, browser: str) -> bool:
        """Whether a class belongs to this browser; False also if there is no such class."""
        raise NotImplementedError

    def state(self, code: str) -> ClassState:
        """What everyone in the class may know now. One look at the database."""
        raise NotImplementedError

    def ask(self, code: str, teacher: str, question: ClassQuestion) -> None:
        """Put a question to the class: in its first round if it is new, else where it was left, with its votes.

        Votes on another wording stay as long as they still mean the same.
        """
        raise NotImplementedError

    def ask_again(self, code: str, teacher: str) -> None:
        """Forget all votes on the present question and begin it anew."""
        raise NotImplementedError

    def rest(self, code: str, teacher: str) -> None:
        """Take the question away: the class waits for its teacher. Its votes stay."""
        raise NotImplementedError

    def move(self, code: str, teacher: str, phase: Phase) -> None:
        """Bring the present question to a phase; what the run showed is hidden again. `reveal` leads to the run."""
        raise NotImplementedError

    def show(self, code: str, teacher: str, *, shown: bool = True) -> None:
        """Let the class see the votes on the present question, or hide them."""
        raise NotImplementedError

    def reveal(self, code: str, teacher: str, outcome: ClassOutcome) -> None:
        """Close the voting on the present question, and let the class see what the run showed."""
        raise NotImplementedError

    def set_free(self, code: str, teacher: str, *, free: bool = True) -> None:
        """Let everyone go through the lesson at their own pace, or lead them again."""
        raise NotImplementedError

    def vote(self, code: str, browser: str, key: str, value: float) -> OwnVotes:
        """Take a vote on the present question in the round that is open; another one replaces it.

        Args:
            code: Of the class.
            browser: Whose vote.
            key: Of the question that the browser saw.
            value: Place of a choice from 0, or a number on the axis.

        Raises:
            VoteRefused: If the question is another by now, its voting is closed, or the value is no answer.
        """
        raise NotImplementedError

    def guess(self, code: str, browser: str, question: ClassQuestion, value: float) -> bool:
        """Take a first vote from a student who goes alone through the lesson; whether it counts.

        It counts once, for what follows comes after the run was seen, and not any more where the teacher has closed
        the first round of this question.
        """
        raise NotImplementedError

    def own(self, code: str, browser: str) -> OwnVotes:
        """What a browser answered to the present question."""
        raise NotImplementedError

    def all_own(self, code: str) -> dict[str, OwnVotes]:
        """What every browser answered to the present question, by `mark`."""
        raise NotImplementedError

    def mark(self, code: str, browser: str) -> str:
        """The hash under which a class knows a browser."""
        raise NotImplementedError

    def tally(self, code: str, key: str) -> Tally:
        """The votes on a question, asked now or before; for the teacher's screen."""
        raise NotImplementedError

    def seen(self, code: str, browsers: Iterable[str]) -> None:
        """Note that browsers are here now."""
        raise NotImplementedError

    def results(self, code: str, teacher: str) -> list[QuestionResult]:
        """All questions that were asked, in order of asking."""
        raise NotImplementedError

    def close(self, code: str, teacher: str) -> None:
        """End a class at once; all that was kept of it is deleted."""
        raise NotImplementedError

    def sweep(self) -> int:
        """Delete classes whose day is over; how many."""
        raise NotImplementedError
