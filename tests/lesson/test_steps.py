"""The format of a step: what is shipped is complete, and every mistake is answered with file, line and a way out."""

import re

import pytest

from gruviz.lesson import DEMONSTRATIONS, demonstrate, filled, parse_step
from gruviz.lesson.grading import answer_words, measured
from gruviz.lesson.steps import FIGURES, TRAINED
from gruviz.ui.walkthrough.controls import experiment_of, training_of
from gruviz.ui.walkthrough.lesson import load_lesson
from gruviz.validation import InvalidValue
from tests.test_architecture import ROOT

GOOD = """title: A step
minutes: 3
figure: decay
settings: cells=rnn&gain=2
controls: gain, seq_len
kind: range
answer: kept_rnn

<!-- text -->
Words.
<!-- question -->
What happens?
<!-- choices -->
- below 1: It shrinks
- above 1: It grows
<!-- reasons -->
- below 1: No.
- above 1: No.
<!-- reveal -->
{kept_rnn} is left, $h_{t-1}$ too.
<!-- takeaway -->
One line.
<!-- notes -->
- A trap.
"""

every_step = pytest.mark.parametrize("step", load_lesson().values(), ids=load_lesson())


def test_a_good_step_is_read():
    step = parse_step("07_good_one.md", GOOD)
    assert (step.key, step.title, step.minutes, step.figure) == ("good_one", "A step", 3, "decay")
    assert step.settings == {"cells": "rnn", "gain": "2"}
    assert step.controls == ("gain", "seq_len")
    assert step.question.choices == {"below 1": "It shrinks", "above 1": "It grows"}
    assert step.notes == "- A trap."


MISTAKES = [
    ("minutes: 3", "minutes: soon", "line 2: minutes = 'soon'", "a whole number from 1 to 45"),
    ("minutes: 3\n", "", "line 1: minutes = 'missing'", 'a line "minutes: …"'),
    ("minutes: 3", "Minutes 3", "line 2: header = 'Minutes 3'", 'lines "name: value"'),
    ("minutes: 3", "length: 3", "line 2: header = 'length'", "title, minutes, figure"),
    ("minutes: 3", "title: again", "line 2: header = 'title'", "once each"),
    ("figure: decay", "figure: pie", "line 3: figure = 'pie'", ", ".join(FIGURES)),
    ("cells=rnn&gain=2", "cells", "line 4: settings = 'cells'", "the part of a link after ?"),
    ("gain, seq_len", "gain, seq_len, scale", "line 5: controls", "at most two"),
    ("kind: range", "kind: guess", "line 6: kind = 'guess'", "number, range, largest, smallest"),
    ("answer: kept_rnn\n", "", "answer = 'missing'", 'a line "answer: …"'),
    ("<!-- takeaway -->\nOne line.", "", "takeaway = 'missing'", 'a section "<!-- takeaway -->"'),
    ("One line.", "", "takeaway = 'missing'", "with text"),
    ("<!-- notes -->", "<!-- remarks -->", "section = 'remarks'", "once each: text, question"),
    ("- above 1: It grows\n", "", "choices = '1'", "at least two"),
    ("- above 1: It grows", "- above 2: It grows", "reasons = 'missing'", '"- above 2: …"'),
    ("- above 1: It grows", "It grows", "line 15: choices = 'It grows'", '"- key: text"'),
    ("above 1", "above 2", "choices = 'below 1, above 2'", "ranges without gap"),
    ("above 1", "large", "choices = 'below 1, large'", "ranges without gap"),
]


@pytest.mark.parametrize(("old", "new", "place", "allowed"), MISTAKES, ids=[case[2] for case in MISTAKES])
def test_a_mistake_names_file_line_and_what_is_allowed(old, new, place, allowed):
    assert old in GOOD
    with pytest.raises(InvalidValue) as caught:
        parse_step("07_good.md", GOOD.replace(old, new))
    message = str(caught.value)
    assert message.startswith("07_good.md, line ")
    assert place in message
    assert allowed in message


NUMBER = GOOD.replace("kind: range", "kind: number\naxis: -12 to 0").replace("- below 1: It shrinks\n", "")
NUMBER = NUMBER.replace("- below 1: No.\n- above 1: No.", "- above 0.1: A.\n- too high: B.\n- too low: C.")


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        ("axis: -12 to 0", "axis: 0 to -12", "two powers of ten"),
        ("axis: -12 to 0", "axis: wide", "two powers of ten"),
        ("- too low: C.", "", 'a line "- too low: …"'),
        ("- above 0.1: A.", "- nonsense: A.", "too high, too low or a range"),
        ("axis: -12 to 0", "axis: -12 to 0\ntolerance: much", "a number from 0.05 to 5"),
    ],
)
def test_a_mistake_in_a_number(old, new, allowed):
    assert parse_step("07_a.md", NUMBER).question.low == -12
    with pytest.raises(InvalidValue, match="07_a.md, line ") as caught:
        parse_step("07_a.md", NUMBER.replace(old, new))
    assert allowed in str(caught.value)


@pytest.mark.parametrize("name", ["chain.md", "xx_chain.md", "03_.md", "03_a b.md"])
def test_a_file_name_gives_place_and_key(name):
    with pytest.raises(InvalidValue, match="03_chain.md"):
        parse_step(name, GOOD)


def test_measured_numbers_are_filled_in_and_formulas_left_alone():
    shown = demonstrate("decay", experiment_of(parse_step("07_a.md", GOOD), {}))
    text = filled(r"{kept_rnn}: $h_{t-1} \cdot U_{\max} x_{a_b}$ {}", shown.measures)
    assert text == shown.measures["kept_rnn"].text.replace(" ", "\u00a0") + r": $h_{t-1} \cdot U_{\max} x_{a_b}$ {}"
    with pytest.raises(InvalidValue, match="kept_gru"):
        filled("{kept_gru}", shown.measures)


def test_the_lesson_is_a_lesson():
    steps = load_lesson()
    assert 11 <= len(steps) <= 14
    assert sum(step.minutes for step in steps.values()) == 45
    assert {step.figure for step in steps.values()} == set(FIGURES)
    assert {"number", "range", "largest", "smallest"} == {step.question.kind for step in steps.values()}
    names = sorted(path.name for path in (ROOT / "assets/text/lesson").glob("*.md"))
    assert [name[3:-3] for name in names] == list(steps)


@every_step
def test_every_shipped_step_is_complete_and_fits_its_run(step):
    if step.figure == TRAINED:
        assert training_of(step, {"seed": 3}).seed == 3
        return
    shown = demonstrate(step.figure, experiment_of(step, {"seed": 3}))
    for prose in (step.text, step.question.text, step.reveal, step.takeaway, *step.question.reasons.values()):
        assert not re.search(r"\{[a-z]+_[a-z0-9_]+\}", filled(prose, shown.measures))
    assert all(measured(shown.measures, name) for name in step.question.measures)
    assert answer_words(step.question, shown.measures)
    assert "\n" not in step.takeaway
    assert len(step.text.split()) < 90
    assert 1 <= len(step.controls) <= 2
    if step.question.kind == "number":
        assert measured(shown.measures, step.question.answer).axis, "a prediction needs its place on the chart"


def test_every_demonstration_says_what_it_measures():
    assert all(function.__doc__ for function in DEMONSTRATIONS.values())
