"""Before the first update: computed by the engine as by torch's own gradients."""

from itertools import islice

import numpy as np
import pytest

from gruviz.training.fresh import fresh_histories
from gruviz.training.settings import Learner, TrainConfig
from gruviz.training.train import train

pytestmark = pytest.mark.training
LEARNERS = (Learner("gru", chrono=True), Learner("lstm"))


@pytest.mark.parametrize(
    ("task", "truncation", "scale"),
    [("adding", None, 1.0), ("first_symbol", None, 3.0), ("flip_flop", 5, 1.0), ("copying", None, 0.5)],
)
def test_the_fresh_networks_are_those_that_a_training_reports_first(task, truncation, scale):
    config = TrainConfig(
        task=task, learners=LEARNERS, length=12, hidden_size=6, seeds=2, steps=1, truncation=truncation, scale=scale
    )
    for event, history in zip(islice(train(config), 2), fresh_histories(config), strict=True):
        assert history.steps.tolist() == [0]
        for name in ("loss", "profile", "ratio", "answers"):
            ours, theirs = getattr(history, name)[0], getattr(event, name)
            np.testing.assert_allclose(ours, theirs, rtol=2e-4, atol=1e-6, err_msg=name)
        assert (history.ratio[0] == 0).tolist() == (event.ratio == 0).tolist()
