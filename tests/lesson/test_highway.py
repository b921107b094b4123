"""The figure that trains: which comes first, the gradient or the loss."""

import math
from dataclasses import replace

import pytest

from gruviz.lesson.highway import NEVER, show_highway
from gruviz.training.settings import Learner, TrainConfig
from gruviz.validation import InvalidValue
from tests.figures.learners import STUCK, learner

CONFIG = TrainConfig(task="adding", learners=(Learner(cell="gru"),), steps=20)
REACHING = learner(metric=[0.17, 0.16, 0.01], ratio=[[1e-9, 0, 0, 0.1, 1], [0.02, 0, 0, 0.1, 1], [0.3, 0, 0, 0.5, 1]])
"""The gradient reaches the first step after 10 updates, the error falls after 20."""


def test_first_the_gradient_then_the_loss():
    measures = show_highway(CONFIG, [STUCK, REACHING]).measures
    assert measures["gradient_after"].value == 10
    assert measures["gradient_after"].text == "after 10 updates"
    assert measures["loss_after"].value == 20
    assert (measures["ratio_before"].value, measures["ratio_now"].value) == (1e-9, 0.3)
    assert measures["loss_now"].value == 0.01


def test_what_never_happens_is_infinitely_late():
    silent = replace(REACHING, ratio=REACHING.ratio * 1e-12, metric=REACHING.metric * 0 + 0.17)
    measures = show_highway(CONFIG, [silent]).measures
    for name in ("gradient_after", "loss_after"):
        assert (measures[name].value, measures[name].text) == (math.inf, NEVER)


def test_a_learner_with_gates_is_needed():
    with pytest.raises(InvalidValue, match="at least one gated learner"):
        show_highway(CONFIG, [STUCK])


def test_a_task_scored_by_accuracy_is_refused():
    config = replace(CONFIG, task="copying")
    with pytest.raises(InvalidValue, match="task = 'copying'"):
        show_highway(config, [REACHING])
