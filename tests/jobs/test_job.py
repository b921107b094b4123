"""One job by hand: its clock, its pause, its viewers, and what others see of it."""

from typing import get_args

import pytest

from gruviz.jobs.job import Job, Status
from gruviz.jobs.pace import Progress


@pytest.fixture
def job():
    return Job("config", b"task")


def test_its_clock_runs_while_it_runs(job):
    assert job.seconds(100.0) is None
    job.become("running", 100.0)
    assert job.seconds(103.0) == 3.0
    job.become("paused", 104.0)
    assert job.seconds(200.0) == 4.0
    job.become("running", 300.0)
    assert job.seconds(301.0) == 5.0
    job.become("finished", 302.0)
    assert job.seconds(999.0) == 6.0


def test_one_that_is_cancelled_in_the_queue_has_never_run(job):
    job.become("cancelled", 100.0, "why")
    assert (job.seconds(200.0), job.message) == (None, "why")


def test_a_pause_holds_it_but_for_the_steps_allowed(job):
    job.become("running", 0.0)
    assert not job.holds("first")
    job.become("paused", 1.0)
    assert job.holds("first")
    job.allow_step(2.0)
    job.allow_step(3.0)
    job.add("first")
    assert not job.holds("second")
    job.add("second")
    assert job.holds("third")
    assert (job.events, job.changed) == (["first", "second"], 3.0)


def test_steps_that_were_not_taken_end_with_the_pause(job):
    job.become("paused", 0.0)
    job.allow_step(1.0)
    job.become("running", 2.0)
    job.become("paused", 3.0)
    assert job.holds("first")


def test_a_step_takes_all_that_belongs_together():
    job = Job("config", b"task", together=lambda one, other: one[0] == other[0])
    job.become("running", 0.0)
    job.add("a1")
    job.become("paused", 1.0)
    assert not job.holds("a2"), "a pause does not part what belongs together"
    job.add("a2")
    assert job.holds("b1")
    job.allow_step(2.0)
    assert not job.holds("b1")
    for event in ("b1", "b2", "b3"):
        job.add(event)
    assert not job.holds("b4")
    assert job.holds("c1")


def test_viewers_are_forgotten_by_when_they_were_last_there(job):
    job.viewers |= {"ann": 10.0, "ben": 20.0}
    assert [job.watchers(since=since) for since in (9.0, 10.0, 10.1, 20.0, 20.1)] == [2, 2, 1, 1, 0]
    job.forget_viewers(before=20.0)
    assert job.viewers == {"ben": 20.0}


@pytest.mark.parametrize("status", get_args(Status))
def test_a_job_and_its_view_agree_on_what_is_active(job, status):
    job.become(status, 0.0)
    assert job.active == job.view(0.0, ahead=0, since=0, away=5.0).active == (status in ("queued", "running", "paused"))


def test_a_view_has_the_events_that_were_asked_for_and_does_not_change(job):
    job.become("running", 0.0)
    job.add("first")
    job.add("second")
    job.viewers["ann"] = 0.0
    job.pace.note(2.0, Progress(0.25))
    job.pace.note(6.0, Progress(0.75))
    view = job.view(7.0, ahead=0, since=1, away=7.0)
    job.add("third")
    job.become("failed", 8.0, "why")
    assert (view.events, view.total_events, view.viewers, view.started) == (("second",), 2, 1, 7.0)
    assert (view.key, view.config, view.status, view.message) == (job.key, "config", "running", "")
