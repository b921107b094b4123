"""A prediction held against the run."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from gruviz.lesson.demonstrations import Measure
from gruviz.lesson.questions import TOO_HIGH, TOO_LOW, Question, Range
from gruviz.validation import InvalidValue
from gruviz.wording import power

UNDECIDED = "This run does not decide the question: several are equal, or nothing was measured."
Guess = str | float
"""Key of a choice, or a number."""


@dataclass(frozen=True)
class Grade:
    """What a prediction was worth.

    Args:
        mark: "right", "close", "wrong", or "undecided" where the run leaves the answer open.
        words: Prediction and measured value, compared in one or two sentences.
        reason: Why one errs like this; empty if right.
    """

    mark: str
    words: str
    reason: str = ""


def grade(question: Question, guess: Guess, measures: Mapping[str, Measure]) -> Grade:
    """Compare a prediction with what was measured.

    A number is right within the question's tolerance, close within twice that, in orders of magnitude. Zero counts
    as the lower end of the axis and infinity as the upper one.

    Raises:
        InvalidValue: If the run lacks the measured number that the question asks for, or there is no such choice.
    """
    if question.kind == "number":
        return _grade_number(question, float(guess), measured(measures, question.answer))
    right = right_choice(question, measures)
    if guess not in question.choices:
        raise InvalidValue("prediction", guess, "one of " + ", ".join(question.choices))
    if not right:
        return Grade("undecided", UNDECIDED)
    if guess == right:
        return Grade("right", answer_words(question, measures))
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
        return f"Measured: {measures[question.answer].text}."
    right = right_choice(question, measures)
    if not right:
        return UNDECIDED
    decides = question.answer if question.kind == "range" else right
    return f"The run says: {question.choices[right]} ({measures[decides].text})."


def measured(measures: Mapping[str, Measure], name: str) -> Measure:
    """The named number; raises InvalidValue naming what there is."""
    if name not in measures:
        raise InvalidValue("measured number", name, "one of " + ", ".join(measures))
    return measures[name]


def _grade_number(question: Question, guess: float, truth: Measure) -> Grade:
    error = math.log10(guess) - orders(truth.value, question)
    comparison = f"You said {power(guess)}, measured is {truth.text}"
    distance = abs(error)
    if distance <= question.tolerance + 1e-9:
        return Grade("right", f"{comparison}: within {_orders(question.tolerance)}.")
    side = TOO_HIGH if error > 0 else TOO_LOW
    ranges = (name for name in question.reasons if guess in (Range.parse(name) or ()))
    mark = "close" if distance <= 2 * question.tolerance + 1e-9 else "wrong"
    return Grade(mark, f"{comparison}: {_orders(distance)} {side}.", question.reasons[next(ranges, side)])


def orders(value: float, question: Question) -> float:
    """log10 of a measured number, within the ends of the question's axis where it is no finite positive one."""
    if math.isnan(value) or value <= 0:
        return question.low
    return question.high if math.isinf(value) else math.log10(value)


def _orders(count: float) -> str:
    if count < 1:
        return f"a factor of {10**count:.2g}"
    text = f"{count:.1f}".removesuffix(".0")
    return f"{text} order{'' if text == '1' else 's'} of magnitude"
