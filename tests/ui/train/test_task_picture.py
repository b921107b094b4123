"""The sequence of the picture, its marks and its answer, held against what each task means."""

import numpy as np
import pytest

from gruviz.tasks import TASKS
from gruviz.training.settings import Learner, TrainConfig
from gruviz.ui.train.task_picture import WORDS, task_picture, title_of

CONFIGS = {
    key: TrainConfig(task=key, learners=(Learner("gru"),), length=20, seed=seed) for seed, key in enumerate(TASKS)
}


def shown(key):
    return task_picture(CONFIGS[key])


def letters(picture):
    return [picture["symbols"][np.argmax(step)] for step in picture["sequence"]]


def answer(picture):
    return "".join(picture["names"][code] for code in np.atleast_1d(picture["target"]))


def test_the_marked_numbers_add_up():
    picture = shown("adding")
    numbers = [picture["sequence"][t][0] for t in picture["marks"]]
    assert len(numbers) == 2
    assert sum(numbers) == pytest.approx(picture["target"], abs=0.002)
    assert picture["tolerance"] ** 2 == pytest.approx(TASKS["adding"].solved_at, abs=1e-3)


def test_marked_letters_are_the_answer():
    order, copying = shown("temporal_order"), shown("copying")
    assert "".join(letters(order)[t] for t in order["marks"]) == answer(order)
    assert copying["marks"] == [0, 1, 2]
    assert "".join(letters(copying)[:3]) == answer(copying)
    assert letters(copying)[3:] == ["·"] * 14 + ["?"] * 3


def test_the_last_pulse_sets_the_switch():
    picture = shown("flip_flop")
    assert {letters(picture)[t] for t in picture["marks"]} <= {"S", "R"}
    assert answer(picture) == {"S": "ON", "R": "OFF"}[letters(picture)[picture["marks"][-1]]]


def test_the_first_letter_is_asked_for():
    picture = shown("first_symbol")
    assert (picture["symbols"], picture["marks"]) == (None, [0])
    assert answer(picture) == "ABCD"[np.argmax(picture["sequence"][0])]


@pytest.mark.parametrize("key", WORDS)
def test_every_task_has_a_title_in_one_line(key):
    one = title_of(CONFIGS[key])
    assert one.startswith("One network learns to ")
    assert "they" not in one
    two = title_of(TrainConfig(task=key, learners=(Learner("gru"), Learner("rnn")), length=20))
    assert two.startswith("Two networks learn to ")
    assert len(two) < 80
    assert len(WORDS[key].told) < 110


def test_every_task_of_the_page_is_told():
    assert set(WORDS) == set(TASKS)


def test_the_picture_shows_the_task_as_it_is_and_says_how_loud_it_is_read():
    plain, loud = (task_picture(TrainConfig(length=10, scale=scale)) for scale in (1.0, 2.5))
    assert loud["sequence"] == plain["sequence"]
    assert loud["target"] == plain["target"]
    assert loud["sentence"] == f"{plain['sentence']} The networks read all of it multiplied by 2.5."
