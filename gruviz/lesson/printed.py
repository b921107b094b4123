"""What all papers of the lesson share: a step with its run, a document that needs no network, and its parts."""

import html
from collections.abc import Sequence
from typing import Any, NamedTuple

from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.ends import NAME, moved
from gruviz.lesson.demonstrations import Demonstration
from gruviz.lesson.paper import inline
from gruviz.lesson.prose import filled
from gruviz.lesson.questions import Question
from gruviz.lesson.scales import Scale
from gruviz.lesson.steps import LessonStep


class StepRun(NamedTuple):
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


MARKS = 7
"""Spaces between the places of an axis that have their words, at most."""
BELOW = 52
"""Pixels of ticks and title of the axis below a plot."""
SPARE = 14
"""Pixels beside a figure's labels, for letters wider than the page has."""
NOT_RUN = "This figure is a training that this server has not run yet. Start it on the page, then export again."
STYLE = """
* { box-sizing: border-box; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
body {
  font: 10.5pt/1.4 "Source Sans 3", "Source Sans", "Segoe UI", Roboto, Helvetica, Arial, sans-serif;
  color: #111; background: #fff;
}
math {
  font-family: "STIX Two Math", "Cambria Math", "Latin Modern Math", "DejaVu Math TeX Gyre", "Noto Sans Math", math;
}
h1, h2, h3, p, ul, figure { margin: 0 0 1.5mm; }
h1, h2, h3 { line-height: 1.2; break-after: avoid; }
h1 { font-size: 17pt; margin-bottom: 3mm; }
h2 { font-size: 12pt; }
h3 { font-size: 10.5pt; }
small, figcaption { font-size: 8.5pt; font-weight: normal; color: #444; }
table { border-collapse: collapse; }
th, td { border: .5pt solid #777; padding: 1mm 2mm; }
ul.choices { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .5mm 7mm; }
ul.choices li::before { content: "\\2610\\00a0"; font-size: 12pt; }
.axis { display: flex; justify-content: space-between; border-top: 1.2pt solid #111; margin: 4mm 2mm 2mm; }
.axis span { flex: 1 1 0; min-width: 0; border-left: 1pt solid #111; padding: .6mm 0 0 1mm; font-size: 8pt; }
.axis span:last-child { flex: 0 0 17mm; }
"""
A4 = """
body { max-width: 180mm; margin: 12mm auto; }
@page { size: A4; margin: 13mm 15mm; }
@media print { body { margin: 0; max-width: none; } }
"""


def document(title: str, body: str, style: str) -> str:
    """A complete page of HTML; `style` follows the common one."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}{style}</style></head><body>{body}</body></html>"
    )


def heading(number: int, title: str, *, minutes: int = 0) -> str:
    """The numbered title of a step or an exercise."""
    planned = f" <small>{minutes} min</small>" if minutes else ""
    return f"<h2>{number}. {html.escape(title)}{planned}</h2>"


def answers(run: StepRun) -> str:
    """What one may predict at a step: an axis to mark, or boxes to tick."""
    question = run.step.question
    return _axis(question.scale, run.seq_len) if question.scale else _choices(question)


def _choices(question: Question) -> str:
    items = "".join(f"<li>{inline(text)}</li>" for text in question.choices.values())
    return f'<ul class="choices">{items}</ul>'


def _axis(scale: Scale, seq_len: int) -> str:
    """The places of a number, of which some have their words."""
    shown = _apart(scale.places(seq_len))
    return f'<div class="axis">{"".join(f"<span>{scale.words(place)}</span>" for place in shown)}</div>'


def _apart(places: Sequence[float]) -> list[float]:
    """So many evenly spaced places, both ends among them, that their words have room; whole powers of ten if it may."""
    last = len(places) - 1
    fitting = [every for every in range(1, last + 1) if last % every == 0 and last // every <= MARKS]
    every = next((every for every in fitting if every % 2 == 0), fitting[0])
    return list(places[::every])


def drawing(chart: Chart, *, width: int, height: int, with_plotly: bool) -> str:
    """A chart without its words; the first one of a document brings Plotly for all."""
    figure = chart.styled()
    legend = any(trace.name and trace.showlegend is not False for trace in figure.data)
    top = 50 if legend and figure.layout.showlegend is not False else 12
    sides = {side: (figure.layout.margin[side] or 0) + SPARE for side in "lr"}
    figure.update_layout(width=width, height=height, title=None, margin={"t": top} | sides)
    keep_labels_apart(figure, height - top - BELOW)
    return str(figure.to_html(full_html=False, include_plotlyjs=with_plotly, config={"staticPlot": True}))


def keep_labels_apart(figure: Any, plot: float) -> None:
    """Place the labels at the ends of lines once more, for a plot of so many pixels: they are made for a higher one."""
    ends = [note for note in figure.layout.annotations if note.name == NAME]
    for yref in {end.yref for end in ends}:
        labels, axis = [end for end in ends if end.yref == yref], figure.layout[yref.replace("y", "yaxis", 1)]
        bottom, top = axis.domain or (0, 1)
        for label, change in zip(labels, moved(labels, axis, axis, plot=round(plot * (top - bottom))), strict=True):
            label.update(change)
