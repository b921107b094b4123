"""The runs that the server makes: in a process that alone loads torch, and that is left as it was."""

import itertools
import os
import pickle
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from gruviz import server_runs
from gruviz.comparison.speed import Round, SpeedConfig
from gruviz.jobs.cluster.worker import ClusterWorker
from gruviz.jobs.pace import Progress
from gruviz.jobs.pool import Jobs
from gruviz.maps.axis import Axis
from gruviz.maps.plan import Plan
from gruviz.maps.sweep import filling
from gruviz.server_runs import fill, maps, measurements, time_in_turn, trainings, work
from gruviz.tasks import Balancing, Language
from gruviz.training.settings import Learner, TrainConfig
from tests.jobs.waiting import ended, running, until
from tests.training.equal import assert_equal

pytestmark = pytest.mark.training
ROOT = Path(__file__).parent.parent
TINY = TrainConfig(task="adding", length=10, learners=(Learner("gru"),), steps=20, report_every=10, seeds=1)
TEXT = "".join(f"{i} green bottles, hanging on the wall;\n" for i in range(200))


def events(produced):
    return [one for one in produced if not isinstance(one, Progress)]


def small(task, **settings):
    return TrainConfig(task, (Learner("gru"),), hidden_size=8, batch_size=8, steps=1, **settings)


def test_settings_with_data_of_ones_own_arrive_in_a_worker():
    config = small(Language(TEXT), length=16)
    arrived = pickle.loads(pickle.dumps(config))
    assert arrived == config
    assert [event.step for event in events(work(arrived))] == [0, 1]


def test_the_work_of_a_worker_leaves_the_smallest_numbers_as_they_were():
    smallest = np.array([np.finfo(np.float64).smallest_subnormal])
    assert len(events(work(small(Balancing(0.0), length=5)))) == 2
    unfinished = work(small(Balancing(0.0), length=5))
    next(event for event in unfinished if not isinstance(event, Progress))
    unfinished.close()
    assert smallest * 1.0 > 0


@pytest.fixture(autouse=True)
def _pools():
    yield
    for pool in (trainings, measurements, maps):
        pool().close()
        pool.cache_clear()


def test_a_training_in_a_worker_reports_what_one_here_does():
    pytest.importorskip("torch")
    job = ended(trainings(), trainings().submit(TINY, viewer="ann"))
    assert (job.status, job.message) == ("finished", "")
    assert [event.step for event in job.events] == [0, 10, 20]
    for event, here in zip(job.events, events(work(TINY)), strict=True):
        np.testing.assert_array_equal(event.loss, here.loss)


THREE = TrainConfig(
    task="first_symbol",
    learners=(Learner("lstm"), Learner("rnn", scheme="orthogonal", gain=4.0), Learner("gru")),
    length=150,
    hidden_size=32,
    batch_size=16,
    seeds=2,
    steps=10,
    report_every=3,
    clip=None,
)
"""The second explodes after one update."""


@pytest.fixture
def two_cores(monkeypatch):
    """And trainings that last long enough for both."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(server_runs, "LONG", 0)


def test_a_short_training_is_one_part_and_a_long_one_several(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    long = replace(THREE, steps=1000)
    assert [len(server_runs._split(config, 4)) for config in (THREE, long)] == [1, 3]
    assert [server_runs.duration_on_idle_cores(config) for config in (THREE, long)] == [1.0, 6 / 11]
    monkeypatch.setenv("GRUVIZ_SCHEDULER", "tcp://10.0.0.5:8786")
    assert server_runs.duration_on_idle_cores(long) == 1.0, "on a cluster each has one worker"


@pytest.mark.usefixtures("two_cores")
def test_a_training_in_two_processes_tells_to_the_last_bit_what_one_here_tells():
    whole = events(work(THREE))
    assert [(event.step, event.learner) for event in whole[3:6]] == [(1, 1), (3, 0), (3, 2)]
    job = ended(trainings(), trainings().submit(THREE, viewer="ann"))
    assert (job.status, job.message, job.share) == ("finished", "", 1.0)
    assert len(below(os.getpid())) == 2
    for event, here in zip(job.events, whole, strict=True):
        assert_equal(event, here)


def test_on_a_cluster_a_training_is_handed_over_whole(monkeypatch):
    monkeypatch.setenv("GRUVIZ_SCHEDULER", "tcp://10.0.0.5:8786")
    assert isinstance(trainings()._runner(), ClusterWorker)


def test_a_training_that_reports_nothing_until_its_end_still_says_how_far_it_is():
    """On a clock of 0.2 s between two looks: after every third update."""
    ticks = itertools.count()
    config = replace(TINY, report_every=20)
    produced = [*work(config, clock=lambda: 0.2 * next(ticks))]
    told = [one.share for one in produced if isinstance(one, Progress)]
    assert [event.step for event in events(produced)] == [0, 20]
    assert told[0] == 0.0
    assert len(told) > 4
    assert all(sooner < later <= 1.0 for sooner, later in itertools.pairwise(told))
    assert all((20 * share).is_integer() for share in told)


def test_a_measurement_says_how_far_it_is():
    config = SpeedConfig(cells=("gru",), hidden_sizes=(2,), seq_len=1, rounds=2)
    told = [one.share for one in time_in_turn(config) if isinstance(one, Progress)]
    assert told == pytest.approx([0.0, *np.arange(1, config.total_rounds + 1) / config.total_rounds])


def test_learners_of_one_update_are_one_step_of_a_paused_training():
    pair = replace(TINY, learners=(Learner("gru"), Learner("rnn")), steps=20_000, report_every=1)
    jobs = trainings()
    key = jobs.submit(pair, viewer="ann")
    until(lambda: jobs.find(key).events)
    assert jobs.pause(key, "ann")
    for _ in range(3):
        before = until(lambda: _whole_updates(jobs.find(key)))
        jobs.step(key, "ann")
        after = until(lambda before=before: (whole := _whole_updates(jobs.find(key))) > before and whole)
        assert after == before + 1
    jobs.stop(key, "ann")


def _whole_updates(job):
    """How many updates all learners have told of; 0 while one of them is missing."""
    steps = [event.step for event in job.events]
    return len(set(steps)) if len(steps) == 2 * len(set(steps)) else 0


@pytest.mark.usefixtures("two_cores")
def test_a_training_in_two_processes_is_paused_and_stepped_as_one():
    jobs = trainings()
    key = jobs.submit(replace(THREE, clip=1.0, length=10, steps=20_000, report_every=1), viewer="ann")
    until(lambda: jobs.find(key).events)
    assert jobs.pause(key, "ann")
    before = until(lambda: (now := jobs.find(key)).total_events % 3 == 0 and now.total_events)
    jobs.step(key, "ann")
    after = until(lambda: (now := jobs.find(key)).total_events == before + 3 and now)
    assert [(event.step, event.learner) for event in after.events[-3:]] == [(before // 3, n) for n in range(3)]
    assert len(below(os.getpid())) == 2
    jobs.stop(key, "ann")


@pytest.mark.usefixtures("two_cores")
def test_a_training_beside_a_map_has_one_process(monkeypatch):
    monkeypatch.setattr(Jobs, "busy", property(lambda jobs: int(jobs is maps())))
    assert ended(trainings(), trainings().submit(replace(THREE, steps=1), viewer="ann")).status == "finished"
    assert len(below(os.getpid())) == 1


@pytest.mark.usefixtures("two_cores")
def test_a_map_keeps_all_cores_busy_and_any_other_run_one():
    idle, one = SimpleNamespace(busy=0), SimpleNamespace(busy=1)
    assert [server_runs._kept_busy(*pools) for pools in ((idle, idle), (one, idle), (idle, one, one))] == [0, 2, 2]


def test_one_measurement_waits_for_the_other():
    first, second = (SpeedConfig(cells=("gru",), hidden_sizes=(2,), seq_len=1, rounds=n) for n in (101, 1))
    keys = [measurements().submit(config, viewer="ann") for config in (first, second)]
    assert measurements().find(keys[1]).status == "queued"
    job = ended(measurements(), keys[1])
    assert measurements().find(keys[0]).status == "finished"
    assert len(job.events) == second.total_rounds
    assert all(isinstance(event, Round) and min(event.seconds) > 0 for event in job.events)


GRID = {"x": Axis("gain", (0.5, 1.0, 2.0)), "y": Axis("length", (10, 20))}
BEFORE = Plan(TINY, **GRID)
ENDLESS = Plan(replace(TINY, steps=20_000), **GRID, measure="success")


def test_a_map_in_workers_is_what_is_found_here():
    key = maps().submit(BEFORE, viewer="ann")
    job = until(lambda: not (seen := maps().view(key, "ann")).active and seen)
    assert (job.status, job.message, job.share) == ("finished", "", 1.0)
    with ThreadPoolExecutor(1) as here:
        expected = {found.square: found.result.tolist() for found in filling(BEFORE, here)}
    assert {found.square: found.result.tolist() for found in job.events} == expected
    assert len(expected) == 6


def test_a_map_says_how_far_it_is_by_the_steps_of_its_sequences(monkeypatch):
    monkeypatch.setattr(server_runs, "executor_here", lambda: ThreadPoolExecutor(1))
    produced = [*fill(BEFORE)]
    told = [one.share for one in produced if isinstance(one, Progress)]
    lengths = [BEFORE.config_at(found.square).length for found in events(produced)]
    assert [*dict.fromkeys(told)] == [0.0, *np.cumsum(lengths) / (3 * 10 + 3 * 20)]


def test_the_workers_of_a_map_end_when_it_is_stopped():
    key = maps().submit(ENDLESS, viewer="ann")
    process, workers = until(lambda: next(((one, below(one)) for one in below(os.getpid()) if below(one)), None))
    maps().stop(key, "ann")
    until(lambda: not any(map(running, workers)))
    assert running(process)


def test_the_workers_of_a_map_end_with_its_process():
    key = maps().submit(ENDLESS, viewer="ann")
    process, workers = until(lambda: next(((one, below(one)) for one in below(os.getpid()) if below(one)), None))
    os.kill(process, signal.SIGKILL)
    job = ended(maps(), key)
    assert (job.status, job.message[:12]) == ("failed", "The computer")
    until(lambda: not any(map(running, workers)))


def below(process):
    """The workers that a process has started and that are still there."""
    children = Path(f"/proc/{process}/task").glob("*/children")
    return [int(pid) for file in children for pid in file.read_text().split() if running(int(pid)) and works(pid)]


def works(pid):
    try:
        return b"gruviz.jobs.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:  # it has ended meanwhile
        return False


def test_the_server_loads_no_torch():
    code = "import sys, gruviz.server_runs\nprint({'torch', 'streamlit', 'plotly'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"
