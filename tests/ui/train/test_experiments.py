"""Cards: a question for each preset, and a thumbnail that is as light as its recording."""

import base64

import numpy as np

from gruviz.training.trace import LearnerTrace, coded
from gruviz.ui.train.controls import TABLE
from gruviz.ui.train.experiments import QUESTIONS, _thumbnail


def test_every_preset_asks_something():
    assert list(QUESTIONS) == list(TABLE.presets)
    assert all(question.endswith("?") for question in QUESTIONS.values())


def test_a_thumbnail_is_dark_where_nothing_is_left_and_full_where_all_is():
    ratio = coded(np.array([[0.0, 1e-12, 1e-4, 1.0], [np.nan, 1e-4, 1e5, 1.0]]))
    blank: dict = dict.fromkeys(("loss", "metric", "answers"), (None, None))
    small = _thumbnail(LearnerTrace(ratio=ratio.tobytes(), hears=(0, 0), solved=None, stopped=None, **blank))
    light = np.frombuffer(base64.b64decode(small["rows"]), np.uint8).reshape(-1, small["tall"])
    np.testing.assert_allclose(light, [[0, 0, 127, 255], [0, 127, 255, 255]], atol=3)
