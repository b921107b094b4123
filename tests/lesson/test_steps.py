"""The format of a step: what is shipped is complete, and every mistake is answered with file, line and a way out."""

import pytest

from gruviz.lesson import demonstrate, filled, grade, parse_step
from gruviz.lesson.grading import answer_words, measured
from gruviz.lesson.prose import names_in
from gruviz.lesson.questions import KINDS
from gruviz.lesson.steps import FIGURES, TRAINED
from gruviz.ui.walkthrough import lesson
from gruviz.ui.walkthrough.controls import experiment_of, training_of
from gruviz.ui.walkthrough.lesson import load_lesson
from gruviz.validation import InvalidValue
from tests.lesson.texts import GOOD, check_mistake
from tests.test_architecture import ROOT

every_step = pytest.mark.parametrize("step", load_lesson().values(), ids=load_lesson())


def test_a_good_step_is_read():
    step = parse_step("07_good_one.md", GOOD)
    assert (step.key, step.title, step.minutes, step.figure) == ("good_one", "A step", 3, "decay")
    assert step.settings == {"cells": "rnn", "gain": "2"}
    assert (step.goal, step.routes, step.picture, step.look) == ("copy", (45, 90), "", "")
    assert step.controls == ("gain", "seq_len")
    assert step.question.choices == {"below 1": "It shrinks", "above 1": "It grows"}
    assert step.notes == "- A trap."


MISTAKES = [
    ("figure: decay", "figure: pie", "line 3: figure = 'pie'", ", ".join(FIGURES)),
    ("goal: copy", "goal: pass", "line 8: goal = 'pass'", "factor, regimes, copy, fresh, memory"),
    ("routes: 45, 90", "routes: 45, 60", "line 9: routes = '45, 60'", "some of 20, 45, 90"),
    ("gain, seq_len", "gain, seq_len, scale", "line 5: controls", "at most two"),
]


@pytest.mark.parametrize(("old", "new", "place", "allowed"), MISTAKES, ids=[case[2] for case in MISTAKES])
def test_a_mistake_names_file_line_and_what_is_allowed(old, new, place, allowed):
    check_mistake(old, new, place, allowed)


@pytest.mark.parametrize("name", ["chain.md", "xx_chain.md", "03_.md", "03_a b.md"])
def test_a_file_name_gives_place_and_key(name):
    with pytest.raises(InvalidValue, match="03_chain.md"):
        parse_step(name, GOOD)


def test_the_lesson_is_a_lesson():
    steps = load_lesson()
    assert len(steps) >= 13
    assert {step.figure for step in steps.values()} == set(FIGURES)
    assert {"number", "range", "largest"} <= {step.question.kind for step in steps.values()} <= set(KINDS)
    names = sorted(path.name for path in (ROOT / "assets/text/lesson").glob("*.md"))
    assert [name[3:-3] for name in names] == list(steps)


@every_step
def test_every_shipped_step_is_complete_and_fits_its_run(step):
    if step.figure == TRAINED:
        assert training_of(step, {"seed": 3}).seed == 3
        return
    shown = demonstrate(step.figure, experiment_of(step, {"seed": 3}))
    for prose in (step.text, step.question.text, step.reveal, step.takeaway, *step.question.reasons.values()):
        assert "[[" not in filled(prose, shown.measures)
        assert not list(names_in(filled(prose, shown.measures)))
    assert all(measured(shown.measures, name) for name in step.question.measures)
    assert answer_words(step.question, shown.measures)
    assert "\n" not in step.takeaway
    assert 50 <= len(filled(step.text, shown.measures).split()) <= 85
    assert 1 <= len(step.controls) <= 2
    if step.question.scale:
        assert measured(shown.measures, step.question.answer).axis, "a prediction needs its place on the chart"


@every_step
def test_every_step_asks_before_it_tells_and_helps_who_teaches_it(step):
    assert step.title.endswith("?")
    assert step.look.endswith("?")
    assert "\n" not in step.look
    assert not set(names_in(step.look)), "what to look for is asked before a number is told"
    for word in ("Say", "Expected", "Hint"):
        assert f"- {word}" in step.notes


@every_step
def test_no_line_breaks_between_a_formula_and_what_follows_it(step):
    for prose in (step.text, step.question.text, step.reveal, *step.question.reasons.values()):
        after = [part[:1] for part in prose.split("$")[2::2]]
        assert not set(after) & set(".,;:!?)"), "the formula takes the punctuation in"


FIRST = "text/lesson/05_feedback.md"


@pytest.mark.parametrize(("old", "new"), [("{trace_rnn}", "{copied}"), ("[[faded_rnn above 1", "[[fading above 1")])
def test_a_name_that_nothing_measures_is_an_error_with_file_and_line(old, new, monkeypatch):
    text = lesson.asset(FIRST)
    line = text[: text.index(old)].count("\n") + 1
    monkeypatch.setattr(lesson, "asset", lambda name: text.replace(old, new))
    with pytest.raises(InvalidValue, match=f"^05_feedback.md, line {line}: measured number = '(copied|fading)'"):
        lesson.read_step("05_feedback.md")


def nearest(step, shown, value):
    """The place on the question's scale that is nearest to a number."""
    scale = step.question.scale
    return min(scale.places(int(shown.measures["set_seq_len"].value)), key=lambda place: abs(scale.off(place, value)))


ADVICE = {
    "chain": lambda m: m["factor_rnn"].value ** m["set_seq_len"].value,
    "bias": lambda m: m["copy_gru"].value,
    "lstm": lambda m: m["copy_lstm"].value * m["beyond_lstm"].value,
}
"""What the reasons of a step tell one to compute."""
SETTINGS = [{}, {"seq_len": 5}, {"seq_len": 30}, {"update_bias": -8.0}, {"update_bias": -2.0}, {"forget_bias": 3.0}]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("key", ADVICE)
def test_the_advice_in_a_reason_leads_to_a_right_answer(key, settings):
    step = load_lesson()[key]
    for seed in range(3):
        shown = demonstrate(step.figure, experiment_of(step, {**settings, "seed": seed}))
        guess = nearest(step, shown, ADVICE[key](shown.measures))
        assert grade(step.question, guess, shown.measures).mark == "right"


def test_the_copy_alone_is_not_what_an_lstm_leaves():
    """The mean forget gate to the power of the steps misses what comes back through h and the gates: it says so."""
    step = load_lesson()["lstm"]
    shown = demonstrate(step.figure, experiment_of(step, {}))
    result = grade(step.question, nearest(step, shown, shown.measures["copy_lstm"].value), shown.measures)
    assert (result.mark, result.reason) == ("wrong", step.question.reasons["too low"])
    assert shown.measures["beyond_lstm"].text in filled(result.reason, shown.measures)
