import pytest

from gruviz.experiments.settings import Experiment
from gruviz.maps.axis import Axis
from gruviz.maps.plan import Plan
from gruviz.training.settings import Learner, TrainConfig
from gruviz.validation import InvalidValue

GAIN, BIAS, LENGTH = Axis("gain", (0.5, 1.0, 2.0)), Axis("update_bias", (-4.0, 0.0)), Axis("length", (10.0, 20.0))


def test_a_square_is_a_setting_of_its_own():
    training = Plan(TrainConfig(learners=(Learner("gru"),)), GAIN, BIAS).config_at((2, 0))
    assert training == TrainConfig(learners=(Learner("gru", gain=2.0, update_bias=-4.0),))
    experiment = Plan(Experiment(cells=("gru",)), LENGTH, BIAS).config_at((1, 1))
    assert experiment == Experiment(cells=("gru",), seq_len=20)


def test_axes_differ():
    with pytest.raises(InvalidValue, match="two different settings"):
        Plan(Experiment(cells=("gru",)), GAIN, GAIN)
