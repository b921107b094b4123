"""What is said of a training, against its numbers."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.training.settings import Learner, TrainConfig
from gruviz.ui.train.sentences import change_words, first_to_solve, sentence
from tests.figures.learners import dead, learner

CONFIG = TrainConfig(learners=(Learner("gru"),), length=50)
CUT = TrainConfig(learners=(Learner("gru"),), length=50, truncation=2)
SOLVED = learner(metric=[0.5, 0.01, 0.01])
LATER = learner("LSTM", "lstm", metric=[0.5, 0.5, 0.01])
VISIT = learner("RNN", "rnn", metric=[0.5, 0.01, 0.5])


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (0.5, "has halved"),
        (0.46, "has halved"),
        (0.58, "has shrunk to 58% of what it was"),
        (1.0, "has hardly changed"),
        (1.08, "has hardly changed"),
        (1.5, "has grown to 1.5 times its size"),
        (2.0, "has doubled"),
        (3.6e10, "has grown to 36 billion times its size"),
        (2.5e6, "has grown to 2.5 million times its size"),
        (400.0, "has grown to 400 times its size"),
        (1e-5, "has shrunk to 1.0 × 10⁻⁵ of what it was"),
    ],
)
def test_a_factor_in_words_for_people(factor, words):
    assert change_words(factor) == words


UNITS = {"million": 1e6, "billion": 1e9, "trillion": 1e12, "thousand trillion": 1e15}


@given(st.floats(-30, 14).map(lambda ten: 10.0**ten))
def test_the_words_follow_the_factor(factor):
    words = change_words(factor)
    rough = {"has halved": 0.5, "has hardly changed": 1.0, "has doubled": 2.0}
    if words in rough:
        assert factor == pytest.approx(rough[words], rel=0.1)
    elif factor > 1:
        number, unit = re.fullmatch(r"has grown to ([\d.,]+) ?(.*) times its size", words).groups()
        assert float(number.replace(",", "")) * UNITS.get(unit, 1) == pytest.approx(factor, rel=0.06)
    else:
        assert words.startswith("has shrunk to ")
        assert ("%" in words) == (factor >= 0.001)


def test_solved_is_what_holds_at_the_end():
    assert sentence(SOLVED, CONFIG).startswith("**GRU**: solved by all seeds; the gradient 4 steps back")
    assert "the score is moving" in sentence(learner(metric=[0.5, 0.01, 0.1]), CONFIG)
    assert "hardly does better than a guess without memory" in sentence(VISIT, CONFIG)


def test_a_zero_is_called_cut_only_where_it_was_cut():
    nothing = learner(metric=[0.5, 0.5, 0.5], ratio=dead())
    assert "is exactly zero, since it is cut." in sentence(nothing, CUT)
    assert "is zero, or less than float32 can hold." in sentence(nothing, CONFIG)


def test_who_was_first_is_who_solved_it_and_stayed():
    assert first_to_solve([VISIT, SOLVED, LATER]) == ["GRU"]
    assert first_to_solve([VISIT, LATER]) == ["LSTM"]
    assert first_to_solve([VISIT]) == []
    assert first_to_solve([SOLVED, learner("LSTM", "lstm", metric=[0.5, 0.01, 0.01])]) == ["GRU", "LSTM"]


def test_a_learner_that_stopped_is_said_to_have():
    stopped = learner(loss=[2, np.inf, math.inf], metric=[0.5, 0.5, 0.5])
    assert sentence(stopped, CONFIG).endswith("stopped: its values became NaN or infinite.")
