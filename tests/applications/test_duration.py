"""A predicted duration grows with the work, and is said no more exactly than it is known."""

from dataclasses import replace

import pytest

from gruviz.applications.duration import START, predicted_seconds, rounded
from gruviz.applications.offered import OFFERED

SPEECH = OFFERED["speech"]


@pytest.mark.parametrize(
    ("changes", "seconds"),
    [
        ({}, 20),
        ({"steps": SPEECH.steps // 2}, 10),
        ({"seeds": 3}, 60),
        ({"length": 2 * SPEECH.length}, 40),
        ({"hidden_size": 8}, 10),
    ],
)
def test_it_grows_with_the_work(changes, seconds):
    assert predicted_seconds({"seconds": 20}, SPEECH, replace(SPEECH, **changes)) == pytest.approx(START + seconds)


def test_what_was_never_measured_is_not_predicted():
    assert predicted_seconds({}, SPEECH, SPEECH) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "about 1 s"), (8.4, "about 8 s"), (21.7, "about 20 s"), (94, "about 95 s"), (190, "about 3 min")],
)
def test_it_is_said_roughly(seconds, words):
    assert rounded(seconds) == words
