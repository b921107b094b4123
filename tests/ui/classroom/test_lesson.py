"""The lesson's questions as a class gets them, held against the grading of the page."""

import math
from dataclasses import replace

import pytest

from gruviz.classroom.question import ClassOutcome, ClassQuestion
from gruviz.experiments.settings import Experiment
from gruviz.lesson import demonstrate, grade, right_choice
from gruviz.lesson.demonstrations import Measure
from gruviz.lesson.steps import TRAINED
from gruviz.ui.classroom.lesson import step_key, step_topic
from gruviz.ui.walkthrough.controls import experiment_of
from gruviz.ui.walkthrough.lesson import load_lesson

STEPS = {key: step for key, step in load_lesson().items() if step.figure != TRAINED}
RUNS = {}


def run_of(step):
    if step.key not in RUNS:
        small = replace(experiment_of(step, {"seed": 0}), seeds=1, hidden_size=4)
        RUNS[step.key] = demonstrate(step.figure, small)
    return RUNS[step.key]


@pytest.mark.parametrize("key", STEPS)
def test_what_is_right_for_the_class_is_right_for_the_page(key):
    step, run = STEPS[key], run_of(STEPS[key])
    topic = step_topic(step, run)
    question, outcome = topic.question, topic.outcome()
    assert ClassQuestion.from_json(question.to_json()) == question
    assert ClassOutcome.from_json(outcome.to_json()) == outcome
    assert question.key == step_key(step)
    assert "{" not in question.text.replace("{}", "")
    if question.axis is None:
        right = right_choice(step.question, run.measures)
        assert outcome.right == (list(step.question.choices).index(right) if right else None)
        return
    for stop in question.axis.stops:
        page = grade(step.question, stop.value, run.measures).mark == "right"
        assert outcome.is_right(stop.value) == page, stop
    assert len(question.axis.marks) <= 7


def test_the_curve_ends_where_the_question_asks():
    step = STEPS["chain"]
    run = run_of(step)
    curve = step_topic(step, run).outcome().curve
    measured = run.measures[step.question.answer].value
    at_answer = [y for x, y in curve.points if x == curve.answer]
    assert at_answer == [pytest.approx(measured, rel=1e-6)]
    assert all(0 <= x <= 1 for x, _ in curve.points)
    assert (curve.left, curve.right) == ("50 steps back", "the loss")


@pytest.mark.parametrize("truth", [0.0, math.inf, 1e-300])
def test_a_number_beyond_the_axis_counts_at_its_end(truth):
    step = STEPS["chain"]
    run = run_of(step)
    measures = {**run.measures, step.question.answer: Measure(truth, "so much", "y")}
    topic = step_topic(step, replace(run, measures=measures))
    outcome, stops = topic.outcome(), topic.question.axis.stops
    end = stops[-1] if truth == math.inf else stops[0]
    assert outcome.is_right(end.value)
    assert outcome.curve is None or all(map(math.isfinite, (outcome.right, outcome.low, outcome.high)))
    outcome.to_json()


def test_without_a_run_there_is_nothing_to_ask():
    assert step_topic(STEPS["chain"], None) is None
    assert demonstrate("decay", Experiment(seq_len=3, seeds=1, hidden_size=2)) is not None
