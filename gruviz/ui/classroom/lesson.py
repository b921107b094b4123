"""The questions of the lesson, as a class is asked them, and their answers as it sees these on phones."""

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import plotly.graph_objects as go

from gruviz.classroom.question import Axis, ClassOutcome, ClassQuestion, Curve, Stop
from gruviz.figures.drawing.axes import BACK_AXIS
from gruviz.figures.lesson.frame import on_axis
from gruviz.lesson import Demonstration, LessonStep, filled
from gruviz.lesson.grading import answer_words, measured, right_choice
from gruviz.lesson.paper import as_html, inline
from gruviz.lesson.questions import Question
from gruviz.lesson.scales import Orders, Scale
from gruviz.ui.classroom.topic import Topic
from gruviz.wording import steps

LABELS = 6
"""Most places that are labelled beside the axis of a phone."""
SLACK = 1e-9
"""By which rounding may move a place, as in grading."""


def step_topic(step: LessonStep, demonstration: Demonstration | None) -> Topic | None:
    """What a step asks; None where its run, whose numbers the question names, is not there yet."""
    if demonstration is None:
        return None
    return Topic(_question(step, demonstration), partial(_outcome, step.question, demonstration))


def step_key(step: LessonStep) -> str:
    """Name of a step's question in its class."""
    return f"walkthrough.{step.key}"


def _question(step: LessonStep, demonstration: Demonstration) -> ClassQuestion:
    question, measures = step.question, demonstration.measures
    text = as_html(filled(question.text, measures))
    if question.scale is None:
        choices = tuple(inline(filled(words, measures)) for words in question.choices.values())
        return ClassQuestion(step_key(step), step.title, text, choices)
    places = question.scale.places(int(measures["set_seq_len"].value))
    stops = tuple(Stop(place, question.scale.words(place)) for place in places)
    name = _axis_title(question, demonstration)
    axis = Axis(name, stops, _marks(len(stops)), isinstance(question.scale, Orders))
    return ClassQuestion(step_key(step), step.title, text, axis=axis)


def _axis_title(question: Question, demonstration: Demonstration) -> str:
    """What the number is, as the axis of the chart has it where the question lies on one."""
    along = measured(demonstration.measures, question.answer).axis
    title = demonstration.chart.figure.layout[f"{along}axis"].title.text if along else None
    return str(title or "your prediction").removeprefix("← ")


def _marks(stops: int) -> tuple[int, ...]:
    """Every second, fourth, … place, so that a handful is labelled; both ends where that can be."""
    last = stops - 1
    apart = [every for every in range(1, stops) if last / every <= LABELS - 1] or [1]
    every = next((every for every in apart if last % every == 0 and every % 2 == 0), apart[0])
    return tuple(range(0, stops, every))


def _outcome(question: Question, demonstration: Demonstration) -> ClassOutcome:
    measures = demonstration.measures
    words = inline(answer_words(question, measures))
    if question.scale is None:
        right = right_choice(question, measures)
        return ClassOutcome(words, float(list(question.choices).index(right)) if right else None)
    truth = measured(measures, question.answer)
    middle, low, high = _right_ones(question.scale, truth.value)
    if middle is None:
        return ClassOutcome(words)
    curve = _curve(demonstration.chart.figure, truth.value) if truth.axis == "y" else None
    return ClassOutcome(words, middle, low, high, curve)


def _right_ones(scale: Scale, truth: float) -> tuple[float | None, float | None, float | None]:
    """The measured number, at the end of the scale where it lies beyond it, and from where to where one is right."""
    log = isinstance(scale, Orders)
    middle = -scale.off(1.0 if log else 0.0, truth)
    if not math.isfinite(middle):
        return None, None, None
    half = scale.allowed(truth) + SLACK
    places = (middle, middle - half, middle + half)
    return (10.0 ** places[0], 10.0 ** places[1], 10.0 ** places[2]) if log else places


def _curve(figure: go.Figure, truth: float) -> Curve | None:
    """The curve on which the measured number lies, in the frame of its chart; None if it lies on none."""
    xaxis, log = figure.layout.xaxis, figure.layout.yaxis.type == "log"
    lines = [trace for trace in figure.data if _is_line(trace)]
    if not lines or not 0 < truth < math.inf:
        return None
    on_line = [_distances([*map(_number, trace.y)], truth, log=log) for trace in lines]
    best = min(range(len(lines)), key=lambda i: min(on_line[i]))
    xs = [float(x) for x in lines[best].x]
    start, end = _ends(xs, xaxis)
    points = tuple(
        (abs(x - start) / abs(end - start), _drawable(y, log=log)) for x, y in zip(xs, lines[best].y, strict=True)
    )
    nearest = on_line[best].index(min(on_line[best]))
    return Curve(points, *_end_words(xaxis.title.text, start, end), points[nearest][0])


def _is_line(trace: Any) -> bool:
    return trace.type == "scatter" and "lines" in (trace.mode or "") and trace.hoverinfo != "skip" and len(trace.x) > 2


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)


def _drawable(value: Any, *, log: bool) -> float | None:
    number = _number(value)
    return number if math.isfinite(number) and (number > 0 or not log) else None


def _distances(values: Sequence[float], truth: float, *, log: bool) -> list[float]:
    """How far each lies from the truth; what has no place on the axis, infinitely."""

    def distance(value: float) -> float:
        if not math.isfinite(value) or (log and value <= 0):
            return math.inf
        return abs(on_axis(value, log) - on_axis(truth, log))

    return [distance(value) for value in values]


def _ends(xs: Sequence[float], axis: Any) -> tuple[float, float]:
    """First and last x from left to right."""
    backwards = axis.autorange == "reversed" or (axis.range is not None and axis.range[0] > axis.range[1])
    return (max(xs), min(xs)) if backwards else (min(xs), max(xs))


def _end_words(title: str | None, start: float, end: float) -> tuple[str, str]:
    if title == BACK_AXIS:
        return f"{steps(start)} back", "the loss"
    return f"{title}: {start:g}", f"{end:g}"
