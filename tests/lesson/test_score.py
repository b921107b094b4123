"""The quiz's score, counted by hand."""

import csv
import io

import pytest

from gruviz.lesson.quiz import QuizItem
from gruviz.lesson.score import Score, answer, score_csv

QUIZ = {key: QuizItem(key, "factor", "?", {"no": "No", "yes": "Yes"}, "yes", "So.") for key in "abcd"}


@pytest.mark.parametrize(
    ("before", "after", "gain"),
    [
        ({"a": 2.0}, {"a": 2.0, "b": 2.0, "c": 1.0, "d": 2.0}, 2 / 3),
        ({}, {}, 0.0),
        ({"a": 2.0, "b": 2.0}, {"a": 2.0}, -0.5),
        (dict.fromkeys("abcd", 2.0), dict.fromkeys("abcd", 2.0), None),
    ],
)
def test_the_gain_is_a_share_of_what_was_not_known(before, after, gain):
    score = Score.of(QUIZ, before, after)
    assert score.before == sum(place == 2 for place in before.values())
    assert score.after == sum(place == 2 for place in after.values())
    assert score.gain == (None if gain is None else pytest.approx(gain))


def test_an_answer_that_is_none_counts_as_missing():
    assert [answer(QUIZ["a"], {"a": place}) for place in (0.0, 1.0, 2.0, 3.0)] == ["", "no", "yes", ""]
    assert answer(QUIZ["a"], {"b": 1.0}) == ""


def test_a_file_has_a_row_for_each_question():
    score = Score.of(QUIZ, {"a": 1.0}, {"a": 2.0, "b": 1.0})
    rows = list(csv.DictReader(io.StringIO(score_csv(score, {"factor": "Multiply, and see"}))))
    assert [row["question"] for row in rows] == list("abcd")
    assert {row["goal"] for row in rows} == {"Multiply, and see"}
    assert [rows[0][name] for name in ("before", "before_right", "after", "after_right")] == ["no", "0", "yes", "1"]
    assert [rows[1][name] for name in ("before", "before_right", "after", "after_right")] == ["", "", "no", "0"]
