"""A training in a worker: what goes there arrives, and it leaves the process as it was."""

import pickle

import numpy as np
import pytest

from gruviz.jobs.server_runs import work
from gruviz.tasks import Balancing, Language
from gruviz.training.settings import Learner, TrainConfig

pytestmark = pytest.mark.training
TEXT = "".join(f"{i} green bottles, hanging on the wall;\n" for i in range(200))


def small(task, **settings):
    return TrainConfig(task, (Learner("gru"),), hidden_size=8, batch_size=8, steps=1, **settings)


def test_settings_with_data_of_ones_own_arrive_in_a_worker():
    config = small(Language(TEXT), length=16)
    arrived = pickle.loads(pickle.dumps(config))
    assert arrived == config
    assert [event.step for event in work(arrived)] == [0, 1]


def test_the_work_of_a_worker_leaves_the_smallest_numbers_as_they_were():
    smallest = np.array([np.finfo(np.float64).smallest_subnormal])
    assert len([*work(small(Balancing(0.0), length=5))]) == 2
    next(unfinished := work(small(Balancing(0.0), length=5)))
    unfinished.close()
    assert smallest * 1.0 > 0
