"""A prediction held against the run."""

from collections.abc import Mapping
from dataclasses import dataclass

from gruviz.lesson.demonstrations import Measure
from gruviz.lesson.questions import RIGHT, TOO_HIGH, TOO_LOW, Question, Range
from gruviz.lesson.scales import Scale
from gruviz.validation import InvalidValue

UNDECIDED = "This run does not decide the question: several are equal, or nothing was measured."
Guess = str | float
"""Key of a choice, or a number."""


@dataclass(frozen=True)
class Grade:
    """What a prediction was worth.

    Args:
        mark: "right", "close", "wrong", or "undecided" where the run leaves the answer open.
        words: Prediction and measured value, compared in one or two sentences.
        reason: Why it is right, or why one errs like this; empty if undecided.
    """

    mark: str
    words: str
    reason: str = ""


def grade(question: Question, guess: Guess, measures: Mapping[str, Measure]) -> Grade:
    """Compare a prediction with what was measured.

    A number is right within what its scale allows, and close within twice that.

    Raises:
        InvalidValue: If the run lacks the measured number that the question asks for, or there is no such choice.
    """
    if question.scale:
        return _grade_number(question, question.scale, float(guess), measured(measures, question.answer))
    right = right_choice(question, measures)
    if guess not in question.choices:
        raise InvalidValue("prediction", guess, "one of " + ", ".join(question.choices))
    if not right:
        return Grade("undecided", UNDECIDED)
    if guess == right:
        return Grade("right", answer_words(question, measures), question.reasons[RIGHT])
    words = f"You said: {question.choices[str(guess)]}. {answer_words(question, measures)}"
    return Grade("wrong", words, question.reasons[str(guess)])


def right_choice(question: Question, measures: Mapping[str, Measure]) -> str:
    """Key of the choice that the run makes right; empty if it leaves that open."""
    if question.kind == "range":
        value = measured(measures, question.answer).value
        return next((name for name in question.choices if value in (Range.parse(name) or ())), "")
    values = {name: measured(measures, name).value for name in question.choices}
    best = (max if question.kind == "largest" else min)(values.values())
    winners = [name for name, value in values.items() if value == best]
    return winners[0] if len(winners) == 1 else ""


def answer_words(question: Question, measures: Mapping[str, Measure]) -> str:
    """The right answer in words, with the numbers that make it right."""
    if question.kind == "number":
        return f"We measured {measured(measures, question.answer).text}."
    right = right_choice(question, measures)
    if not right:
        return UNDECIDED
    decides = question.answer if question.kind == "range" else right
    return f"The answer is: {question.choices[right]}. We measured {measures[decides].text}."


def measured(measures: Mapping[str, Measure], name: str) -> Measure:
    """The named number; raises InvalidValue naming what there is."""
    if name not in measures:
        raise InvalidValue("measured number", name, "one of " + ", ".join(measures))
    return measures[name]


def _grade_number(question: Question, scale: Scale, guess: float, truth: Measure) -> Grade:
    comparison = f"You said {scale.words(guess)}. We measured {truth.text}"
    off, allowed = scale.off(guess, truth.value), scale.allowed(truth.value)
    if abs(off) <= allowed + 1e-9:
        return Grade("right", f"{comparison}.", question.reasons[RIGHT])
    side = TOO_HIGH if off > 0 else TOO_LOW
    other = "below " if off > 0 else "above "  # a reason for large guesses is none for one that is too small
    ranges = (n for n in question.reasons if guess in (Range.parse(n) or ()) and not n.startswith(other))
    mark = "close" if abs(off) <= 2 * allowed + 1e-9 else "wrong"
    return Grade(mark, f"{comparison}: you are {scale.distance(off)} {side}.", question.reasons[next(ranges, side)])
