"""Every number and every regime of the lesson over a grid of its controls; and that the comparison can fail."""

from dataclasses import replace

import numpy as np
import pytest

from gruviz.lesson.prose import variants_in
from gruviz.lesson.steps import TRAINED
from gruviz.ui.walkthrough.lesson import load_lesson
from scripts.lesson_words import CLAIMS, grid, number, problems, random_settings, stops

RUN = {key: step for key, step in load_lesson().items() if step.figure != TRAINED}
every_run = pytest.mark.parametrize("step", RUN.values(), ids=RUN)
ALONE, TOGETHER = 10, 4
"""Values of a control that is a step's only one, and of each of two."""
HEAVY = ("carry", "choice", "fresh", "bias", "lstm", "gates", "states", "cut", "slope", "ablate", "explode")
"""Steps with many runs at each setting: here one control is moved at a time, to its ends."""


def settings_of(step):
    if step.key in HEAVY:
        return [{name: value} for name in step.controls for value in stops(step, name, 2)]
    return list(grid(step, ALONE if len(step.controls) == 1 else TOGETHER))


@every_run
def test_numbers_and_words_hold_for_all_that_the_controls_reach(step):
    assert [problem for values in settings_of(step) for problem in problems(step, values)] == []


def test_the_grid_has_ends_defaults_and_what_lies_between():
    assert sum(len(settings_of(step)) for step in RUN.values()) >= 120
    assert stops(RUN["regimes"], "gain", 3) == [0.0, 2.0, 4.0]
    assert stops(RUN["bound"], "gain", 3) == [0.0, 1.5, 2.0, 4.0]
    assert stops(RUN["chain"], "seq_len", 3) == [5, 50, 130, 500]
    drawn = random_settings(RUN["bias"], np.random.default_rng(0))
    assert set(drawn) == {"update_bias", "seq_len", "seed"}


@every_run
def test_every_regime_of_a_text_is_a_claim_that_is_checked(step):
    """Whoever adds a variant says in `CLAIMS` when it is true; one that only names numbers needs no more."""
    phrases = [phrase for phrase, _ in CLAIMS[step.key]]
    question = step.question
    for prose in (step.text, question.text, step.reveal, step.takeaway, *question.reasons.values()):
        for condition, text in variants_in(prose):
            assert any(phrase in text for phrase in phrases), f"[[{condition}: {text}"


WRONG = [
    ("feedback", {"gain": 3.0}, "At the end, {echo_rnn} of it fades. After {set_gain} less than 1% was left."),
    ("bound", {"gain": 0.5}, "The bound permits an explosion."),
    ("chain", {"seq_len": 5}, "It can hardly be learned."),
]


@pytest.mark.parametrize(("key", "values", "reveal"), WRONG, ids=lambda value: str(value)[:20])
def test_a_sentence_that_is_not_true_is_found(key, values, reveal):
    assert any("is not true" in problem for problem in problems(replace(RUN[key], reveal=reveal), values))


def test_a_number_that_is_not_the_runs_is_found(monkeypatch):
    monkeypatch.setattr("gruviz.lesson.measures.share", lambda value: f"{90 * value:.3g}%")
    assert any("{kept_gru_default} is said to be" in problem for problem in problems(RUN["bias"], {"seq_len": 5}))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.4 × 10⁻¹⁴", 2.4e-14),
        ("39% of the gradient is left", 0.39),
        ("the gradient has grown to 1,638 times its size", 1638),
        ("nothing of the gradient is left", 0),
        ("−3.9", -3.9),
        ("13 steps", 13),
    ],
)
def test_numbers_are_read_back(text, value):
    assert number(text) == pytest.approx(value)
