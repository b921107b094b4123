"""A class on one page to print: both rounds of every question, what they were worth, and the quiz."""

import html
from collections.abc import Sequence

from gruviz.classroom.state import QuestionResult
from gruviz.ui.classroom.results import QUIZ, Answer, answers, quiz_lines
from gruviz.ui.classroom.verdict import gain, near_of, verdict
from gruviz.wording import counted, signed

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
i { print-color-adjust: exact; }
td.second i { background: #7443d6; } thead th, thead td { color: #444; font-size: 8pt; }
figure { margin: 0 0 1.5mm; }
svg { width: 100%; display: block; }
.ends { display: flex; justify-content: space-between; font-size: 8.5pt; }
small { color: #444; }
@page { margin: 12mm; }
@media print { body { margin: 0; max-width: none; } }
"""
WIDTH, HALF = 300, 34
"""Of the histograms of a number, and of one of the two; in units of the drawing."""
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
    title = f"<h2>{number}. {html.escape(result.question.title)}</h2>"
    votes = _histograms(result) if result.question.axis else _table(answers(result))
    return f"<section>{title}{result.question.text}{votes}{_worth(result)}</section>"


def _table(rows: Sequence[Answer]) -> str:
    most = _most(rows)
    bars = "".join(_row(answer, most) for answer in rows)
    head = "<thead><tr><th>✓ right</th><td>first vote</td><td>second vote</td></tr></thead>"
    return f"<table>{head}{bars}</table>"


def _most(rows: Sequence[Answer]) -> int:
    return max(1, *(votes for answer in rows for votes in (answer.first, answer.second)))


def _histograms(result: QuestionResult) -> str:
    """The votes along the axis of a number: the first upwards, the second downwards, on a ground where one is right."""
    rows = answers(result)
    column, most = WIDTH / len(rows), _most(rows)
    parts = []
    for i, answer in enumerate(rows):
        at, wide = f'x="{column * i:.1f}"', f'width="{max(column - 1, 1):.1f}"'
        if answer.right:
            parts.append(f'<rect {at} y="0" width="{column:.1f}" height="{2 * HALF}" fill="#ddd"/>')
        up, down = HALF * answer.first / most, HALF * answer.second / most
        parts.append(f'<rect {at} y="{HALF - up:.1f}" {wide} height="{up:.1f}" fill="#666"/>')
        parts.append(f'<rect {at} y="{HALF}" {wide} height="{down:.1f}" fill="#7443d6"/>')
    parts.append(f'<path d="M0 {HALF}h{WIDTH}" stroke="#777"/>')
    votes = "; ".join(f"{a.html}: {a.first} and {a.second}" for a in rows if a.first or a.second)
    label = f"Votes in the first and the second round. {html.escape(html.unescape(votes))}"
    drawing = f'<svg viewBox="0 0 {WIDTH} {2 * HALF}" role="img" aria-label="{label}">{"".join(parts)}</svg>'
    ends = f"<span>{rows[0].html}</span><span>{rows[-1].html}</span>"
    keys = "up: first vote, down: second vote, grey ground: right"
    return f'<figure>{drawing}<div class="ends">{ends}</div><small>{keys}</small></figure>'


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
