"""The runs that the server makes: in a process that alone loads torch, and that is left as it was."""

import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gruviz.comparison.speed import Round, SpeedConfig
from gruviz.jobs.server_runs import measurements, trainings, work
from gruviz.tasks import Balancing, Language
from gruviz.training.settings import Learner, TrainConfig
from tests.jobs.waiting import ended

pytestmark = pytest.mark.training
ROOT = Path(__file__).parents[2]
TINY = TrainConfig(task="adding", length=10, learners=(Learner("gru"),), steps=20, report_every=10, seeds=1)
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


@pytest.fixture(autouse=True)
def _pools():
    yield
    for pool in (trainings, measurements):
        pool().close()
        pool.cache_clear()


def test_a_training_in_a_worker_reports_what_one_here_does():
    pytest.importorskip("torch")
    job = ended(trainings(), trainings().submit(TINY, viewer="ann"))
    assert (job.status, job.message) == ("finished", "")
    assert [event.step for event in job.events] == [0, 10, 20]
    for event, here in zip(job.events, work(TINY), strict=True):
        np.testing.assert_array_equal(event.loss, here.loss)


def test_one_measurement_waits_for_the_other():
    first, second = (SpeedConfig(cells=("gru",), hidden_sizes=(2,), seq_len=1, rounds=n) for n in (101, 1))
    keys = [measurements().submit(config, viewer="ann") for config in (first, second)]
    assert measurements().find(keys[1]).status == "queued"
    job = ended(measurements(), keys[1])
    assert measurements().find(keys[0]).status == "finished"
    assert len(job.events) == second.total_rounds
    assert all(isinstance(event, Round) and min(event.seconds) > 0 for event in job.events)


def test_the_server_loads_no_torch():
    code = "import sys, gruviz.jobs.server_runs\nprint({'torch', 'streamlit', 'plotly'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"
