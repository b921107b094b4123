"""What is measured on the fixed sequences, one by one."""

import numpy as np

from gruviz.tasks import TASKS
from gruviz.training.probes import ANSWERED, PROBES, first_answers, probes_of, profile_and_ratio
from gruviz.training.settings import Learner, TrainConfig


def test_every_learner_and_only_another_seed_or_length_has_other_probes():
    config = TrainConfig(learners=(Learner("gru"),), length=12, seed=3)
    inputs, targets = probes_of(config)
    expected = TASKS["adding"].sample(np.random.default_rng([3, 0, 6]), PROBES, 12)
    np.testing.assert_array_equal(inputs, expected.inputs)
    np.testing.assert_array_equal(targets, expected.targets)
    other = probes_of(TrainConfig(learners=(Learner("rnn"),), length=12, seed=4))
    assert not np.array_equal(other.inputs, inputs)


def test_the_ratio_is_the_median_over_sequences_that_have_one():
    gradients = np.random.default_rng(0).standard_normal((4, 2, 3, 5))
    gradients[-1, 0, 0] = 0
    profile, ratio = profile_and_ratio(gradients)
    for t in range(4):
        norms = [
            (np.linalg.norm(gradients[t, e, b]), np.linalg.norm(gradients[-1, e, b]))
            for e in range(2)
            for b in range(3)
        ]
        np.testing.assert_allclose(profile[t], np.median([norm for norm, _ in norms]))
        np.testing.assert_allclose(ratio[t], np.median([norm / last for norm, last in norms if last]))
    assert not np.any(profile_and_ratio(np.zeros((4, 1, 2, 3))))


def test_answers_are_those_to_the_first_sequence_at_the_last_steps():
    outputs = np.random.default_rng(0).standard_normal((11, 2, 3, 4))
    answers = first_answers(outputs)
    assert answers.shape == (2, ANSWERED, 4)
    for e in range(2):
        np.testing.assert_array_equal(answers[e], outputs[11 - ANSWERED :, e, 0])
