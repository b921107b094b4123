"""What a class is asked of a training, and who was right when it ended."""

from gruviz.training.settings import Learner, TrainConfig
from gruviz.ui.train.with_class import training_topic
from tests.figures.learners import learner

THREE = TrainConfig(learners=(Learner("rnn"), Learner("gru"), Learner("lstm")), length=50)
RNN = learner("RNN", "rnn", metric=[0.5, 0.5, 0.5])
GRU = learner(metric=[0.5, 0.01, 0.01])
LSTM = learner("LSTM", "lstm", metric=[0.5, 0.5, 0.01])
TIED = learner("LSTM", "lstm", metric=[0.5, 0.01, 0.01])


def test_all_learners_and_nobody_are_choices_and_the_same_settings_the_same_question():
    question = training_topic(THREE, None).question
    assert question.choices == ("RNN", "GRU", "LSTM", "Nobody")
    other = TrainConfig(learners=THREE.learners, length=60)
    assert question.key == training_topic(THREE, None).question.key != training_topic(other, None).question.key


def test_nothing_is_asked_of_one_learner_and_answered_before_the_end():
    assert training_topic(TrainConfig(learners=(Learner("gru"),), length=50), None) is None
    assert training_topic(THREE, None).outcome is None


def test_who_was_first_is_right_nobody_where_nobody_was_and_none_of_two_who_tie():
    first, nobody, tie = (
        training_topic(THREE, learned).outcome() for learned in ([RNN, GRU, LSTM], [RNN, RNN, RNN], [RNN, GRU, TIED])
    )
    assert (first.right, first.words) == (1.0, "GRU was first to solve it.")
    assert (nobody.right, nobody.words) == (3.0, "Nobody solved it.")
    assert (tie.right, tie.words) == (None, "GRU and LSTM were first to solve it.")
