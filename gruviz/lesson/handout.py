"""The lesson on paper: one HTML file for students and one with the answers, both complete without a network."""

import html
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gruviz.figures.drawing.chart import Chart
from gruviz.lesson.demonstrations import Demonstration
from gruviz.lesson.exercises import Exercise
from gruviz.lesson.grading import answer_words
from gruviz.lesson.paper import as_html, inline
from gruviz.lesson.prose import filled
from gruviz.lesson.questions import Question
from gruviz.lesson.scales import Scale
from gruviz.lesson.steps import LessonStep


class HandoutStep(NamedTuple):
    """A step with its run; without one where the figure is a training that has not been run."""

    step: LessonStep
    demonstration: Demonstration | None

    def filled(self, prose: str) -> str:
        """Text with the measured numbers in place; as it stands without a run."""
        return filled(prose, self.demonstration.measures) if self.demonstration else prose

    @property
    def seq_len(self) -> int:
        """Steps of its run; 1 without one."""
        return int(self.demonstration.measures["set_seq_len"].value) if self.demonstration else 1


STYLE = """
body { font: 11pt/1.45 Georgia, serif; color: #111; background: #fff; max-width: 180mm; margin: 12mm auto; }
math {
  font-family: "STIX Two Math", "Cambria Math", "Latin Modern Math", "DejaVu Math TeX Gyre", "Noto Sans Math", math;
}
h1, h2, h3 { font-family: system-ui, sans-serif; line-height: 1.2; }
section, figure { break-inside: avoid; margin: 0 0 8mm; }
.run { break-before: page; }
figure { max-width: 100%; overflow: hidden; }
figcaption, small { font-size: 9pt; color: #333; }
table { border-collapse: collapse; }
th, td { border: .5pt solid #777; padding: 1mm 2mm; }
blockquote { border-left: 2pt solid #777; margin-left: 0; padding-left: 4mm; }
ul.choices { list-style: none; padding-left: 1em; }
ul.choices li::before { content: "\\2610\\00a0"; }
.axis { display: flex; justify-content: space-between; border-top: 1.5pt solid #111; margin: 8mm 4mm 2mm; }
.axis span { border-left: 1pt solid #111; padding: 1mm 0 0 1mm; font-size: 8.5pt; }
@page { margin: 15mm; }
@media print { body { margin: 0; max-width: none; } }
"""
WIDTH, HEIGHT = 660, 310
"""Pixels of a figure: two fit a page of paper."""
NOT_RUN = "This figure is a training that this server has not run yet. Start it on the page, then export again."


def handout(leaves: Sequence[HandoutStep], *, seed: int) -> str:
    """Texts and questions first, the runs after a page break, so that one predicts before one looks."""
    questions = "".join(_question_section(number, leaf) for number, leaf in enumerate(leaves, 1))
    runs = "".join(_run_section(number, leaf, first=number == 1) for number, leaf in enumerate(leaves, 1))
    minutes = sum(leaf.step.minutes for leaf in leaves)
    head = (
        f"<h1>See why recurrent networks forget</h1><p>{len(leaves)} steps, {minutes} minutes. Random seed {seed}.</p>"
    )
    return _page("GRUViz: handout", f'{head}{questions}<h1 class="run">What the runs showed</h1>{runs}')


def answer_key(leaves: Sequence[HandoutStep], exercises: Iterable[Exercise], *, seed: int) -> str:
    """For the teacher: answers as the runs give them, misconceptions, notes, and a solution of each exercise."""
    answers = "".join(_answer_section(number, leaf) for number, leaf in enumerate(leaves, 1))
    solutions = "".join(_solution_section(number, exercise) for number, exercise in enumerate(exercises, 1))
    head = f"<h1>Answer key</h1><p>Computed from the runs of random seed {seed}.</p>"
    return _page("GRUViz: answer key", f"{head}{answers}<h1>Exercises</h1>{solutions}")


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body>{body}</body></html>"
    )


def _question_section(number: int, leaf: HandoutStep) -> str:
    """What a step tells and asks, with room for a prediction."""
    step, question = leaf.step, leaf.step.question
    answers = _axis(question.scale, leaf.seq_len) if question.scale else _choices(question)
    text, prediction = as_html(leaf.filled(step.text)), as_html(leaf.filled(question.text))
    return f"<section>{_heading(number, step)}{text}<h3>Predict</h3>{prediction}{answers}</section>"


def _heading(number: int, step: LessonStep) -> str:
    return f"<h2>{number}. {html.escape(step.title)} <small>{step.minutes} min</small></h2>"


def _choices(question: Question) -> str:
    items = "".join(f"<li>{inline(text)}</li>" for text in question.choices.values())
    return f'<ul class="choices">{items}</ul>'


def _axis(scale: Scale, seq_len: int) -> str:
    """The places of a number, at most about eight of them so that their words have room."""
    places = scale.places(seq_len)
    every = max(1, round(len(places) / 8))
    shown = sorted({*places[::every], places[-1]})
    return f'<div class="axis">{"".join(f"<span>{scale.words(place)}</span>" for place in shown)}</div>'


def _run_section(number: int, leaf: HandoutStep, *, first: bool) -> str:
    """A step's figure and what to remember; the first one brings Plotly for all."""
    step = leaf.step
    if leaf.demonstration is None:
        return f"<section>{_heading(number, step)}<p>{NOT_RUN}</p></section>"
    figure = _figure(leaf.demonstration.chart, with_plotly=first)
    takeaway = inline(leaf.filled(step.takeaway))
    return f"<section>{_heading(number, step)}{figure}<p><strong>{takeaway}</strong></p></section>"


def _figure(chart: Chart, *, with_plotly: bool) -> str:
    figure = chart.styled()
    figure.update_layout(width=WIDTH, height=HEIGHT, title=None, margin={"t": 50})
    drawing = figure.to_html(full_html=False, include_plotlyjs=with_plotly, config={"staticPlot": True})
    title, summary = html.escape(chart.title), html.escape(chart.summary)
    return f"<figure><h3>{title}</h3>{drawing}<figcaption>{summary}</figcaption></figure>"


def _answer_section(number: int, leaf: HandoutStep) -> str:
    """The question once more, its answer, why one errs, and the notes."""
    step, question, run = leaf.step, leaf.step.question, leaf.demonstration
    answer = inline(answer_words(question, run.measures)) if run else NOT_RUN
    reveal = as_html(leaf.filled(step.reveal)) if run else ""
    reasons = "".join(
        f"<li><em>{inline(question.choices.get(name, name))}</em>: {inline(leaf.filled(reason))}</li>"
        for name, reason in question.reasons.items()
    )
    return (
        f"<section>{_heading(number, step)}{as_html(leaf.filled(question.text))}<p><strong>{answer}</strong></p>"
        f"{reveal}<h3>If they say …</h3><ul>{reasons}</ul><h3>Notes</h3>{as_html(step.notes)}</section>"
    )


def _solution_section(number: int, exercise: Exercise) -> str:
    settings = "&".join(f"{name}={value}" for name, value in exercise.solution.items())
    goals = "".join(f"<li>{inline(goal.words)}</li>" for goal in exercise.goals)
    return (
        f"<section><h2>{number}. {html.escape(exercise.title)}</h2><ul>{goals}</ul>"
        f"<p>One solution: <code>{html.escape(settings)}</code></p>{as_html(exercise.lesson)}</section>"
    )
