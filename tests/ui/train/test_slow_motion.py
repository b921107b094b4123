import numpy as np
import pytest

from gruviz.training.history import TrainingEvent
from gruviz.training.settings import Learner, TrainConfig
from gruviz.training.train import train
from gruviz.ui.train.slow_motion import phases


def told(config: TrainConfig) -> TrainingEvent:
    return list(train(config))[-1]


@pytest.mark.parametrize(
    ("clip", "words"),
    [(None, "Clip: off."), (1e-3, "is scaled down to 1.0 × 10⁻³."), (1e3, "not above 1000, and stays.")],
)
def test_the_phases_tell_what_the_update_did(clip, words):
    config = TrainConfig(
        learners=(Learner("gru", learning_rate=0.003),), length=10, hidden_size=8, steps=2, clip=clip, report_every=1
    )
    event = told(config)
    forward, backward, clipping, update = phases(config, event)
    assert forward == f"Forward: 32 sequences through 10 steps. The loss is {event.loss[0]:.2g}."
    assert "at the last step" in backward
    assert clipping.endswith(words) or clipping.startswith(words)
    assert "learning rate 0.003" in update
    assert f"{event.metric[0]:.2g}" in update
    assert np.isclose(event.clipped_norm[0], min(event.gradient_norm[0], clip or np.inf), rtol=1e-5)
