"""What the votes of a class were worth, in words that are true of every class: one voter, a worse second vote."""

from collections.abc import Sequence
from math import floor, log10

from gruviz.classroom.question import ClassOutcome, ClassQuestion
from gruviz.classroom.state import Tally
from gruviz.wording import power, steps

NOBODY = "Nobody voted."
OPEN = "This run leaves the question open, so no vote is right or wrong."


def right_of(outcome: ClassOutcome, votes: Sequence[float]) -> int:
    """How many votes were right."""
    return sum(outcome.is_right(vote) is True for vote in votes)


def near_of(question: ClassQuestion, outcome: ClassOutcome, votes: Sequence[float]) -> int:
    """How many numbers were no further off than twice what counts as right, right ones included; of choices, right."""
    if question.axis is None or outcome.low is None or outcome.high is None:
        return right_of(outcome, votes)
    low, high = (_along(end, question) for end in (outcome.low, outcome.high))
    half, middle = (high - low) / 2, (high + low) / 2
    return sum(abs(_along(vote, question) - middle) <= 2 * half + 1e-9 for vote in votes)


def gain(outcome: ClassOutcome, tally: Tally) -> float | None:
    """Of those who were not right at first, the share by which the right ones grew; negative where they shrank.

    The normalised gain of Hake 1998, American Journal of Physics 66, 64: (after − before) / (1 − before). None without
    two votes, where all were right at first, and where the run leaves the question open.
    """
    if outcome.right is None or not tally.first or not tally.second:
        return None
    before, after = (right_of(outcome, votes) / len(votes) for votes in (tally.first, tally.second))
    return (after - before) / (1 - before) if before < 1 else None


def verdict(question: ClassQuestion, outcome: ClassOutcome, tally: Tally) -> str:
    """One sentence: "19 of 28 were within a factor of 10, up from 1 of 28 before talking."."""
    votes = tally.second or tally.first
    if not votes:
        return NOBODY
    if outcome.right is None:
        return OPEN
    said = _worth(question, outcome, votes)
    return f"{said}{_before(outcome, tally) if tally.second and tally.first else ''}."


def _worth(question: ClassQuestion, outcome: ClassOutcome, votes: Sequence[float]) -> str:
    right, total, what = right_of(outcome, votes), len(votes), _what(question, outcome)
    if total == 1:
        return f"The only vote was {'' if right else 'not '}{what}"
    verb = "were" if question.axis else "voted"
    if right in (0, total):
        return f"{'All' if right else 'None'} of the {total:,} {verb} {what}"
    return f"{right:,} of {total:,} {'was' if right == 1 and question.axis else verb} {what}"


def _before(outcome: ClassOutcome, tally: Tally) -> str:
    before, after = (right_of(outcome, votes) for votes in (tally.first, tally.second))
    change = after * len(tally.first) - before * len(tally.second)  # of shares, exactly
    if change == 0 and len(tally.first) == len(tally.second):
        return ", as many as before talking"
    how = "up from" if change > 0 else "down from" if change < 0 else "the same share as"
    return f", {how} {before:,} of {len(tally.first):,} before talking"


def _what(question: ClassQuestion, outcome: ClassOutcome) -> str:
    """What a vote had to be, as it stands behind "were" or "voted"."""
    if question.axis is None or outcome.low is None or outcome.high is None:
        return "for the right answer"
    half = (_along(outcome.high, question) - _along(outcome.low, question)) / 2
    if question.axis.logarithmic:
        return f"within a factor of {power(10**half)}"
    if question.axis.stops[-1].words.endswith("%"):
        return f"within {power(100 * half)} percentage points"
    return f"within {steps(floor(half))}"  # one predicts whole steps


def _along(value: float, question: ClassQuestion) -> float:
    """Where a number lies on the question's axis."""
    return log10(value) if question.axis and question.axis.logarithmic else value
