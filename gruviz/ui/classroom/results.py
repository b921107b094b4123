"""What is left of a class after it: every question's votes as CSV, and a summary to print. Nothing about a person."""

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
from gruviz.ui.classroom.verdict import gain, near_of, right_of, verdict
from gruviz.wording import counted, signed

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


STYLE = """
body { font: 10pt/1.35 system-ui, sans-serif; color: #111; background: #fff; max-width: 180mm; margin: 10mm auto; }
math { font-family: "STIX Two Math", "Cambria Math", "Latin Modern Math", "DejaVu Math TeX Gyre", math; }
h1 { font-size: 15pt; margin: 0; } h2 { font-size: 10.5pt; margin: 0 0 1mm; } p { margin: 0 0 1.5mm; }
main { columns: 2; column-gap: 8mm; margin-top: 4mm; }
section { break-inside: avoid; margin: 0 0 5mm; }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt; }
th { font-weight: 400; text-align: left; padding: 0 2mm 0 0; width: 46%; }
th.right { font-weight: 700; } td { padding: 0 0 0 1mm; width: 27%; white-space: nowrap; }
i { display: inline-block; height: 2mm; background: #777; margin-right: 1mm; vertical-align: middle; }
td.second i { background: #7443d6; } thead th, thead td { color: #444; font-size: 8pt; }
small { color: #444; } @page { margin: 12mm; } @media print { body { margin: 0; max-width: none; } }
"""
WIDEST = 16
"""Millimetres of the bar of the answer that most gave."""


def summary_html(results: Sequence[QuestionResult], *, day: str) -> str:
    """The class on one page to print: both rounds of every question, what they were worth, and the quiz.

    Args:
        results: In order of asking.
        day: When, in words.
    """
    asked = [result for result in results if result.tally.first or result.tally.second]
    most = max((len(votes) for result in asked for votes in (result.tally.first, result.tally.second)), default=0)
    head = f"<h1>What the class predicted</h1><p>{html.escape(day)} · {counted(len(asked), 'question')}, up to "
    head += f"{counted(most, 'vote')} each. A vote belongs to no person, and nothing about one was kept. "
    head += "<small>Gain: of the share that was wrong at first, how much was right after talking.</small></p>"
    lesson = [result for result in asked if not QUIZ.fullmatch(result.question.key)]
    sections = "".join(_section(number, result) for number, result in enumerate(lesson, 1))
    body = f"{head}{_quiz(asked)}<main>{sections or '<p>Nobody has voted.</p>'}</main>"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>GRUViz: what the class predicted</title>'
        f"<style>{STYLE}</style></head><body>{body}</body></html>"
    )


def _section(number: int, result: QuestionResult) -> str:
    rows = [answer for answer in answers(result) if not result.question.axis or answer.first or answer.second]
    most = max((votes for answer in rows for votes in (answer.first, answer.second)), default=1)
    bars = "".join(_row(answer, most) for answer in rows)
    head = "<thead><tr><th>✓ right</th><td>first vote</td><td>second vote</td></tr></thead>"
    title = f"<h2>{number}. {html.escape(result.question.title)}</h2>"
    return f"<section>{title}{result.question.text}<table>{head}{bars}</table>{_worth(result)}</section>"


def _row(answer: Answer, most: int) -> str:
    def bar(votes: int) -> str:
        return f'<i style="width:{WIDEST * votes / most:.1f}mm"></i>{votes}' if votes else ""

    mark, look = ("✓ ", ' class="right"') if answer.right else ("", "")
    cells = f'<td>{bar(answer.first)}</td><td class="second">{bar(answer.second)}</td>'
    return f"<tr><th{look}>{mark}{answer.html}</th>{cells}</tr>"


def _worth(result: QuestionResult) -> str:
    """What the run showed, and what the votes were worth."""
    outcome, tally = result.outcome, result.tally
    if outcome is None:
        return "<p><small>The run was not revealed.</small></p>"
    said = [html.escape(verdict(result.question, outcome, tally))]
    if result.question.axis and outcome.right is not None:
        rounds = {"first": tally.first, "second": tally.second}
        close = [f"{near_of(result.question, outcome, votes)} in the {name}" for name, votes in rounds.items() if votes]
        said.append(f"Right or close: {', '.join(close)}.")
    grown = gain(outcome, tally)
    if grown is not None:
        said.append(f"Gain {signed(grown, '.2f')}.")
    turned = sum(outcome.is_right(one) is not outcome.is_right(other) for one, other in result.moved)
    if turned and outcome.right is not None:
        better = sum(outcome.is_right(other) is True for one, other in result.moved if not outcome.is_right(one))
        said.append(f"{better} turned right, {turned - better} wrong.")
    return f"<p>{outcome.words} {' '.join(said)}</p>"


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


def _quiz(results: Sequence[QuestionResult]) -> str:
    lines = quiz_lines(results)
    if not lines:
        return ""

    def share(right: int, total: int) -> str:
        return f"{right} of {total}" if total else "–"

    rows = "".join(
        f"<tr><th>{html.escape(line.title)}</th><td>{share(*line.before)}</td><td>{share(*line.after)}</td></tr>"
        for line in lines
    )
    head = "<thead><tr><th>right</th><td>before</td><td>after</td></tr></thead>"
    return f"<section><h2>Quiz before and after the lesson</h2><table>{head}{rows}</table></section>"
