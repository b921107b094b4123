"""What a class is at one moment."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from gruviz.classroom.question import ClassOutcome, ClassQuestion


class Phase(StrEnum):
    """Where a question is. Votes are taken in `FIRST` and `SECOND`."""

    FIRST = "first"
    DISCUSSION = "discussion"
    SECOND = "second"
    RUN = "run"

    @property
    def round(self) -> int | None:
        """The round of voting that is open: 1, 2, or none."""
        return {Phase.FIRST: 1, Phase.SECOND: 2}.get(self)


@dataclass(frozen=True)
class Tally:
    """The votes on one question, without who gave them.

    Args:
        first: Values of the first round, rising.
        second: Values of the second.
    """

    first: tuple[float, ...] = ()
    second: tuple[float, ...] = ()

    def counts(self, choices: int) -> dict[str, list[int]]:
        """How many voted for each choice: {"first": [3, 0, 5], "second": [0, 0, 8]}."""
        rounds = {"first": Counter(self.first), "second": Counter(self.second)}
        return {name: [votes[float(place)] for place in range(choices)] for name, votes in rounds.items()}

    def closed(self, phase: Phase) -> "Tally":
        """Without the round that is open: whoever sees how the others vote does not think."""
        return {1: Tally(), 2: Tally(self.first)}.get(phase.round or 0, self)


@dataclass(frozen=True)
class ClassState:
    """A class as everyone in it may know it; what is hidden is not in it.

    Args:
        code: Two words, such as "quiet-heron".
        ends: When it ends by itself, in seconds since 1970.
        free: Whether everyone goes through the lesson at their own pace.
        present: How many browsers are here.
        changed: Rises whenever the teacher does something; votes leave it as it is.
        question: The present one; None while the class waits for its teacher.
        phase: Where it is.
        shown: Whether the class sees the votes.
        outcome: What the run showed; None before the teacher reveals it.
        tally: The votes of rounds that are closed; None while they are not shown.
        answered: How many have voted in the first and in the second round.
    """

    code: str
    ends: float
    free: bool
    present: int
    changed: int
    question: ClassQuestion | None = None
    phase: Phase = Phase.FIRST
    shown: bool = False
    outcome: ClassOutcome | None = None
    tally: Tally | None = None
    answered: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class OwnVotes:
    """What one browser answered to the present question, by round."""

    first: float | None = None
    second: float | None = None


@dataclass(frozen=True)
class QuestionResult:
    """A question after class.

    Args:
        question: What was asked.
        outcome: What the run showed; None if it was never revealed.
        tally: The votes.
        moved: (first, second) of each browser that voted twice, in no order.
    """

    question: ClassQuestion
    outcome: ClassOutcome | None
    tally: Tally
    moved: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class NewClass:
    """A class that was just opened; nobody can read its key again.

    Args:
        code: For the students.
        key: Makes another browser the teacher's.
    """

    code: str
    key: str
