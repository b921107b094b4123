"""The lesson's figures as slides for a teacher's own deck: a file that a browser shows, and prints to landscape PDF."""

import html
from collections.abc import Sequence

from gruviz.lesson.course import Course
from gruviz.lesson.printed import NOT_RUN, StepRun, document, drawing

STYLE = """
body { margin: 0; }
section {
  display: flex; flex-direction: column; width: 1280px; height: 720px; padding: 36px 48px 24px; overflow: hidden;
  break-after: page;
}
section:last-child { break-after: auto; }
h1 { font-size: 44px; margin: 0 0 8px; }
h2 { font-size: 24px; font-weight: normal; margin: 0; }
.figure { margin-top: auto; zoom: 1.44; }
.first { justify-content: center; text-align: center; }
.first h1 { font-size: 60px; }
p { font-size: 24px; }
@page { size: 1280px 720px; margin: 0; }
"""
WIDTH, HEIGHT = 820, 350
"""Pixels of a figure before it is enlarged with its letters."""


def slides(runs: Sequence[StepRun], course: Course, *, seed: int) -> str:
    """A slide each: the step's title, what its run showed, and the figure."""
    first = (
        f'<section class="first"><h1>{html.escape(course.title)}</h1>'
        f"<p>{len(runs)} experiments. Random seed {seed}.</p></section>"
    )
    body = "".join(_slide(number, run) for number, run in enumerate(runs, 1))
    return document(f"Slides: {course.title}", first + body, STYLE)


def _slide(number: int, run: StepRun) -> str:
    title = f"<h1>{html.escape(run.step.title)}</h1>"
    if run.demonstration is None:
        return f"<section>{title}<p>{NOT_RUN}</p></section>"
    chart = run.demonstration.chart
    figure = drawing(chart, width=WIDTH, height=HEIGHT, with_plotly=number == 1)
    return f'<section>{title}<h2>{html.escape(chart.title)}</h2><div class="figure">{figure}</div></section>'
