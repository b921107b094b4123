import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gruviz.training.history import TrainingEvent, learner_label
from gruviz.training.settings import Learner, TrainConfig
from gruviz.training.train import train
from gruviz.ui.train.slow_motion import phases
from tests.pages.visit import plain


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


def test_every_learner_of_the_last_update_is_told_of():
    learners = tuple(Learner(cell) for cell in ("rnn", "gru", "lstm", "mgu"))
    config = TrainConfig(learners=learners, length=10, hidden_size=4, steps=2, report_every=1)

    def script(config, events):
        from gruviz.ui.train.slow_motion import slow_motion

        slow_motion(config, events)

    page = AppTest.from_function(script, args=(config, list(train(config)))).run()
    assert not page.exception
    head, *told = [plain(text.value) for text in page.markdown]
    assert head == "**Update 2, first seed**"
    assert [text.split("\n")[0] for text in told] == [f"**{learner_label(one, 10)}**" for one in learners]
    assert all("4. Update: Adam" in text for text in told)
