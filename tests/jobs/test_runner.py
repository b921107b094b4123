"""What a job shows of the news that a runner by hand tells, and what it tells the runner."""

import pickle
import threading

import pytest

from gruviz.jobs.pace import Progress
from gruviz.jobs.pool import Jobs
from gruviz.jobs.runner import Begun, Waiting
from tests.jobs.waiting import ended, until
from tests.jobs.work import work


class ByHand:
    """Passes news on whenever the test says so."""

    begins_at_once = False

    def __init__(self):
        self.handed_over, self.over = threading.Event(), threading.Event()
        self.left = 0

    def run(self, task, proceed):
        self.task, self.tell = task, proceed
        self.handed_over.set()
        self.over.wait()

    def leave(self):
        self.left += 1
        self.over.set()

    abort = close = discard = leave


@pytest.fixture
def runner():
    return ByHand()


@pytest.fixture
def jobs(runner, clock):
    jobs = Jobs(work, workers=1, runner=lambda: runner, clock=clock)
    yield jobs
    jobs.close()


@pytest.fixture
def key(jobs, runner, plan):
    key = jobs.submit(plan("a"), viewer="ann")
    assert runner.handed_over.wait(60)
    return key


def test_a_job_that_was_handed_over_waits_until_it_has_begun(jobs, runner, key, plan, clock):
    assert pickle.loads(runner.task) == (work, plan("a"))
    assert (jobs.find(key).status, jobs.find(key).ahead, jobs.find(key).started) == ("queued", 0, None)
    assert not jobs.pause(key, "ann")
    assert runner.tell(Waiting(3))
    assert (jobs.find(key).status, jobs.find(key).ahead) == ("queued", 3)
    assert runner.tell(Begun())
    clock.now += 5
    assert (jobs.find(key).status, jobs.find(key).ahead, jobs.find(key).started) == ("running", 0, 5.0)


def test_one_that_was_joined_late_has_run_for_longer(jobs, runner, key, clock):
    runner.tell(Begun(60.0))
    clock.now += 1
    runner.tell(Begun(61.0))
    runner.tell(Progress(0.5))
    assert (jobs.find(key).started, jobs.find(key).share) == (61.0, 0.5)


def test_a_pause_is_not_ended_by_hearing_again_that_it_has_begun(jobs, runner, key):
    runner.tell(Begun())
    assert jobs.pause(key, "ann")
    assert runner.tell(Begun())
    assert jobs.find(key).status == "paused"


def test_the_runner_hears_at_once_that_a_run_is_wanted_no_longer(jobs, runner, key):
    runner.tell(Begun())
    jobs.stop(key, "ann")
    assert runner.left == 1
    assert not runner.tell(Begun())
    until(lambda: not jobs._running)
    assert jobs.find(key).status == "cancelled"


def test_news_that_nobody_watches_ends_a_job_in_the_clusters_queue(jobs, runner, key, clock):
    clock.now += 500
    assert not runner.tell(Waiting(1))
    assert ended(jobs, key).status == "cancelled"
