"""The lesson on paper for students: a worksheet and a handout for the lesson, and what the runs showed for after it."""

import html
from collections.abc import Callable, Sequence

from gruviz.lesson.course import Course
from gruviz.lesson.paper import as_html, inline
from gruviz.lesson.printed import A4, NOT_RUN, StepRun, answers, document, drawing, heading

WORKSHEET = """
header { display: flex; gap: 3mm; align-items: baseline; margin-bottom: 4mm; }
header .blank { flex: 1; border-bottom: .7pt solid #111; }
header .blank.name { flex: 2.5; }
section { break-inside: avoid; padding: 2mm 0 0; border-top: .5pt solid #999; }
.why { font-size: 9pt; margin-bottom: 5mm; }
.why i { display: block; border-bottom: .5pt dotted #555; height: 7.5mm; }
.why b { float: left; font-weight: normal; }
.why b + i { height: 3.5mm; margin-left: 17mm; }
"""
AT_THE_END = (
    "<section><h2>At the end</h2><p>Which result surprised you most? How would you explain it to somebody who was not "
    "here?</p><p class='why'><i></i><i></i><i></i><i></i></p></section>"
)
HANDOUT = """
blockquote { margin: 0 0 2mm; font-size: 13pt; font-style: italic; }
main { columns: 2; column-gap: 9mm; column-rule: .5pt solid #bbb; }
section { margin-bottom: 5mm; }
section div { break-inside: avoid; }
ul.choices { display: block; }
.axis span { font-size: 6.5pt; }
"""
RESULTS = """
section { break-inside: avoid; height: 129mm; }
"""
PREDICT = "<h3>Predict</h3>"
WIDTH, HEIGHT = 670, 365
"""Pixels of a figure: two fit a page of paper with their words."""


def worksheet(runs: Sequence[StepRun], course: Course) -> str:
    """A question each, with room to predict and to say why; for two sheets of paper at most."""
    head = (
        f"<header>Name <span class='blank name'></span> Date <span class='blank'></span></header>"
        f"<h1>{html.escape(course.title)}</h1>"
        "<p>Predict before the experiment runs: mark <b>1</b> for what you think at first, and <b>2</b> for what you "
        "think after you have talked about it.</p>"
    )
    return document(f"Worksheet: {course.title}", head + _numbered(runs, _task) + AT_THE_END, A4 + WORKSHEET)


def _task(number: int, run: StepRun) -> str:
    why = "<p class='why'><b>Because</b><i></i><i></i></p>"
    asked = as_html(run.filled(run.step.question.text))
    return f"<section>{heading(number, run.step.title)}{asked}{answers(run)}{why}</section>"


def handout(runs: Sequence[StepRun], course: Course, *, minutes: int) -> str:
    """Goals, texts and questions, without any answer."""
    goals = "".join(f"<li>{inline(goal)}</li>" for goal in course.goals.values())
    opening = as_html(course.introduced({run.step.key: run.step for run in runs}, minutes))
    sentence = f"<blockquote>{html.escape(' '.join(course.sentence.words))}</blockquote>"
    head = f"<h1>{html.escape(course.title)}</h1>{sentence}{opening}<h3>After the lesson you can …</h3><ul>{goals}</ul>"
    body = f"{head}<main>{_numbered(runs, _told)}</main>"
    return document(f"Handout: {course.title}", body, A4 + HANDOUT)


def _told(number: int, run: StepRun) -> str:
    """What a step tells and asks."""
    step = run.step
    text, asked = as_html(run.filled(step.text)), as_html(run.filled(step.question.text))
    return f"<section>{heading(number, step.title)}{text}<div>{PREDICT}{asked}{answers(run)}</div></section>"


def results(runs: Sequence[StepRun], course: Course, *, seed: int) -> str:
    """For after the lesson: what each run showed, and what to remember; two figures a page."""
    head = f"<h1>What the runs showed <small>{html.escape(course.title)} Random seed {seed}.</small></h1>"
    return document(f"Results: {course.title}", head + _numbered(runs, _shown), A4 + RESULTS)


def _shown(number: int, run: StepRun) -> str:
    if run.demonstration is None:
        return f"<section>{heading(number, run.step.title)}<p>{NOT_RUN}</p></section>"
    chart = run.demonstration.chart
    figure = drawing(chart, width=WIDTH, height=HEIGHT, with_plotly=number == 1)
    words = f"<h3>{html.escape(chart.title)}</h3>{figure}"
    takeaway = f"<p><strong>{inline(run.filled(run.step.takeaway))}</strong></p>"
    return f"<section>{heading(number, run.step.title)}<figure>{words}</figure>{takeaway}</section>"


def _numbered(runs: Sequence[StepRun], section: Callable[[int, StepRun], str]) -> str:
    return "".join(section(number, run) for number, run in enumerate(runs, 1))
