import pytest

from gruviz.experiments.settings import Experiment
from gruviz.maps.axis import Axis
from gruviz.maps.plan import Plan
from gruviz.training.settings import Learner, TrainConfig
from gruviz.validation import GruvizError, InvalidValue

GAIN, BIAS, LENGTH = Axis("gain", (0.5, 1.0, 2.0)), Axis("update_bias", (-4.0, 0.0)), Axis("length", (10.0, 20.0))
RATE, FORGET = Axis("learning_rate", (0.01, 0.1)), Axis("forget_bias", (0.0, 1.0))
GRU = TrainConfig(learners=(Learner("gru"),))


def test_a_square_is_a_setting_of_its_own():
    assert Plan(GRU, GAIN, BIAS).config_at((2, 0)) == TrainConfig(
        learners=(Learner("gru", gain=2.0, update_bias=-4.0),)
    )
    experiment = Plan(Experiment(cells=("gru",)), LENGTH, BIAS).config_at((1, 1))
    assert experiment == Experiment(cells=("gru",), seq_len=20)


def test_axes_differ():
    with pytest.raises(InvalidValue, match="two different settings"):
        Plan(Experiment(cells=("gru",)), GAIN, GAIN)


def test_squares_come_coarse_to_fine_and_each_once():
    plan = Plan(GRU, Axis("gain", (0.5, 1, 1.5, 2, 2.5, 3)), Axis("update_bias", tuple(range(-6, 1))))
    first, second, third = plan.passes()
    assert first == [(column, row) for row in (0, 4, 6) for column in (0, 4, 5)]
    assert {(2, 2), (2, 0), (0, 2)} <= set(second)
    assert {(1, 1), (3, 2)} <= set(third)
    assert sorted(plan.squares()) == [(column, row) for column in range(6) for row in range(7)]


@pytest.mark.parametrize(
    ("base", "axis", "measure", "sentence"),
    [
        (Experiment(cells=("gru",)), BIAS, "success", "Only a training has success"),
        (Experiment(cells=("gru",)), BIAS, "bound", "No bound on a step of the GRU"),
        (Experiment(cells=("gru",)), RATE, "gradient", "the learning rate makes no difference"),
        (GRU, RATE, "gradient", "the learning rate makes no difference"),
        (GRU, FORGET, "success", "the forget bias makes no difference"),
        (TrainConfig(learners=(Learner("rnn"),)), BIAS, "gradient", "the gate bias makes no difference"),
        (TrainConfig(learners=(Learner("gru", chrono=True),)), BIAS, "gradient", "the gate bias makes no difference"),
        (TrainConfig(), BIAS, "gradient", "Choose exactly one cell"),
        (Experiment(), BIAS, "gradient", "Choose exactly one cell"),
        (GRU, Axis("update_bias", (0.0, 11.0)), "gradient", "from -10 to 10"),
        (GRU, Axis("length", (5.0, 10.0)), "gradient", "from 10 to 200"),
        (GRU, BIAS, "beauty", "choose one of"),
    ],
)
def test_what_does_not_fit_together_is_told(base, axis, measure, sentence):
    with pytest.raises(GruvizError, match=sentence):
        Plan(base, GAIN, axis, measure)


def test_a_learning_rate_can_be_varied_where_something_learns():
    assert Plan(GRU, RATE, BIAS, "success").config_at((1, 0)).learners[0].learning_rate == 0.1
