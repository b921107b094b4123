"""What is left of a class after it: every question's votes, as CSV, and its quiz. Nothing about a person."""

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from gruviz.classroom.question import ClassOutcome
from gruviz.classroom.state import QuestionResult
from gruviz.ui.classroom.verdict import right_of

COLUMNS = ("question", "title", "answer", "right", "first vote", "second vote")
MARKS = {True: "yes", False: "no", None: ""}
QUIZ = re.compile(r"quiz_(before|after)\.(.+)")
"""Key of a question of the quiz; the same one may be asked on both sides of the lesson."""
NOT_RUN = ClassOutcome("")
"""Stands for the run of a question that was never revealed."""


class Answer(NamedTuple):
    """One possible answer, and who gave it: how many in each round.

    Args:
        html: As the phones showed it.
        right: Whether it is right; None where the run decides nothing or was not revealed.
        first: Votes before talking.
        second: Votes after it.
    """

    html: str
    right: bool | None
    first: int
    second: int


def answers(result: QuestionResult) -> list[Answer]:
    """Every possible answer to a question, in its order, with its votes."""
    question, outcome = result.question, result.outcome or NOT_RUN
    first, second = Counter(result.tally.first), Counter(result.tally.second)
    if question.axis:
        offered = [(stop.value, html.escape(stop.words)) for stop in question.axis.stops]
    else:
        offered = [(float(place), words) for place, words in enumerate(question.choices)]
    return [Answer(words, outcome.is_right(value), first[value], second[value]) for value, words in offered]


def results_csv(results: Sequence[QuestionResult]) -> str:
    """One line for each answer of each question."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(COLUMNS)
    for result in results:
        for words, right, first, second in answers(result):
            name, title = result.question.key, result.question.title
            lines.writerow([name, _harmless(title), _harmless(plain(words)), MARKS[right], first, second])
    return text.getvalue()


def completed(results: Sequence[QuestionResult], known: Mapping[str, ClassOutcome]) -> list[QuestionResult]:
    """The results with the answers to questions that were never revealed, as far as they are known, by key."""
    return [result if result.outcome else replace(result, outcome=known.get(result.question.key)) for result in results]


def plain(markup: str) -> str:
    """The words of HTML."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


class QuizLine(NamedTuple):
    """A question of the quiz on both sides of the lesson: how many were right, of how many."""

    title: str
    before: tuple[int, int]
    after: tuple[int, int]


def quiz_lines(results: Sequence[QuestionResult]) -> list[QuizLine]:
    """The quiz's questions, those asked on one side only included."""
    return list(_quiz_lines(results))


def _quiz_lines(results: Sequence[QuestionResult]) -> Iterator[QuizLine]:
    sides: dict[str, dict[str, QuestionResult]] = {}
    for result in results:
        if match := QUIZ.fullmatch(result.question.key):
            sides.setdefault(match[2], {})[match[1]] = result
    for asked in sides.values():
        title = next(iter(asked.values())).question.title
        yield QuizLine(title, *(_right(asked.get(side)) for side in ("before", "after")))


def _right(result: QuestionResult | None) -> tuple[int, int]:
    if result is None or result.outcome is None:
        return 0, 0
    votes = result.tally.second or result.tally.first
    return right_of(result.outcome, votes), len(votes)
