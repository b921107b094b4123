"""Runs in several processes that are told as those of one. No test measures time."""

import os
import pickle
import signal

import pytest

from gruviz.jobs.crew import Crew
from gruviz.jobs.pool import CLOSED, Jobs
from gruviz.jobs.side_by_side import AHEAD, SideBySide
from tests.jobs.parts import Race, run, split
from tests.jobs.waiting import ended, running, until

ENDLESS = 10**6


def place(event):
    return event[:2]


def same_step(one, other):
    return one[0] == other[0]


def told(job):
    return [event[:2] for event in job.events]


def processes(job):
    return {event[2] for event in job.events}


@pytest.fixture
def race(tmp_path):
    def make(name="race", **settings):
        (tmp_path / name).mkdir()
        return Race(str(tmp_path / name), **settings)

    return make


@pytest.fixture
def jobs_on(clock):
    """Jobs on a computer of so many cores."""
    made = []

    def make(cores, crew=None):
        crew = crew or Crew(cores)
        runner = lambda: SideBySide(crew, split, place)  # noqa: E731
        made.append(Jobs(run, workers=cores, runner=runner, together=same_step, clock=clock))
        return made[-1]

    yield make
    for jobs in made:
        jobs.close()


def in_order(race):
    return [(step, runner) for step in range(race.steps + 1) for runner in range(race.runners)]


# Order


@pytest.mark.parametrize("cores", [1, 3])
def test_any_number_of_processes_tells_the_same_in_the_same_order(jobs_on, race, cores):
    plan = race(steps=20, runners=3)
    job = ended(jobs := jobs_on(cores), jobs.submit(plan, viewer="ann"))
    assert (job.status, job.message, job.share) == ("finished", "", 1.0)
    assert told(job) == in_order(plan)
    assert len(processes(job)) == min(cores, 3)
    assert os.getpid() not in processes(job)


def test_the_one_that_is_furthest_behind_says_how_far_the_run_is(jobs_on, race):
    jobs, plan = jobs_on(2), race(steps=8, gates=((1, 1), (4, 1)))
    key = jobs.submit(plan, viewer="ann")
    until(lambda: (AHEAD, 0) in plan.log())
    assert (told(jobs.find(key)), jobs.find(key).share) == ([(0, 0), (0, 1)], 0.0)
    plan.open_gate(1, 1)
    until(lambda: jobs.find(key).share == 3 / 8)
    assert told(jobs.find(key)) == in_order(plan)[:8]
    plan.open_gate(4, 1)
    assert told(ended(jobs, key)) == in_order(plan)


def test_a_part_that_ends_early_holds_up_nobody(jobs_on, race):
    plan = race(steps=20, faults=((2, 0, "stop"),))
    job = ended(jobs := jobs_on(2), jobs.submit(plan, viewer="ann"))
    assert (job.status, job.share) == ("finished", 1.0)
    assert told(job) == [one for one in in_order(plan) if one[0] <= 2 or one[1] == 1]


def test_a_part_gets_no_more_than_a_few_reports_ahead(jobs_on, race):
    jobs, plan = jobs_on(2), race(steps=20, gates=((2, 1),))
    key = jobs.submit(plan, viewer="ann")
    until(lambda: (1 + AHEAD, 0) in plan.log())
    other = race("other", runners=1)
    ended(jobs, jobs.submit(other, viewer="ben"))  # takes as long as many steps
    plan.open_gate(2, 1)
    assert told(ended(jobs, key)) == in_order(plan)
    begun = {0: 0, 1: 0}
    for step, runner in plan.log():
        begun[runner] = step
        assert abs(begun[0] - begun[1]) <= AHEAD + 1


# Others who want the cores


def test_a_run_beside_another_has_one_process(jobs_on, race):
    jobs = jobs_on(2)
    first, second = race("first", runners=1, gates=((1, 0),)), race("second", steps=20)
    waiting = jobs.submit(first, viewer="ann")
    until(lambda: jobs.find(waiting).events)
    job = ended(jobs, jobs.submit(second, viewer="ben"))
    assert told(job) == in_order(second)
    assert len(processes(job)) == 1
    first.open_gate(1, 0)
    ended(jobs, waiting)
    assert len(processes(ended(jobs, jobs.submit(race("third"), viewer="ben")))) == 2


def test_a_run_never_waits_for_the_cores_of_one_that_has_several(jobs_on, race):
    jobs, spread = jobs_on(2), race("spread", gates=((1, 0), (1, 1)))
    key = jobs.submit(spread, viewer="ann")
    until(lambda: len(jobs.find(key).events) == 2)
    assert ended(jobs, jobs.submit(race("other"), viewer="ben")).status == "finished"
    assert jobs.find(key).status == "running"
    spread.open_gate(1, 0)
    spread.open_gate(1, 1)
    assert told(ended(jobs, key)) == in_order(spread)


def test_while_others_want_its_cores_its_parts_take_turns(jobs_on, race):
    """Who begins a step does so after the other has told of the step before."""
    busy = iter([0])
    jobs, plan = jobs_on(2, Crew(2, others=lambda: next(busy, 1))), race(steps=30)
    job = ended(jobs, jobs.submit(plan, viewer="ann"))
    assert told(job) == in_order(plan)
    assert len(processes(job)) == 2
    later = [one for one in plan.log() if one[0] > 0]
    assert later == in_order(plan)[2:]


def test_its_parts_spread_out_again(jobs_on, race):
    others = [1]
    first = iter([0])
    jobs = jobs_on(2, Crew(2, others=lambda: next(first, len(others))))
    plan = race(steps=30, gates=((5, 0), (7, 0)))
    key = jobs.submit(plan, viewer="ann")
    until(lambda: (5, 0) in plan.log())
    others.clear()
    plan.open_gate(5, 0)
    until(lambda: (7 + AHEAD - 1, 1) in plan.log())
    plan.open_gate(7, 0)
    assert told(ended(jobs, key)) == in_order(plan)


# Pausing and leaving


@pytest.fixture
def endless(jobs_on, race):
    jobs = jobs_on(2)
    key = jobs.submit(race(steps=ENDLESS), viewer="ann")
    until(lambda: len(jobs.find(key).events) > 10)
    return jobs, key


def test_a_pause_holds_all_parts_and_a_step_is_one_of_each(endless):
    jobs, key = endless
    assert jobs.pause(key, "ann")
    for _ in range(5):
        before = until(lambda: (now := jobs.find(key)).total_events % 2 == 0 and now.total_events)
        assert jobs.step(key, "ann")
        after = until(lambda before=before: (now := jobs.find(key)).total_events >= before + 2 and now)
        assert (after.status, after.total_events) == ("paused", before + 2)
    steps = jobs.find(key).config.log()
    assert max(steps)[0] <= after.events[-1][0] + 2 * AHEAD
    jobs.resume(key, "ann")
    until(lambda: jobs.find(key).total_events > after.total_events + 4 * AHEAD)
    seen = told(jobs.find(key))
    assert seen == [divmod(number, 2) for number in range(len(seen))]


@pytest.mark.parametrize("paused", [False, True])
def test_a_run_that_is_stopped_frees_its_processes_for_the_next(endless, race, paused):
    jobs, key = endless
    assert not paused or jobs.pause(key, "ann")
    jobs.stop(key, "ann")
    until(lambda: jobs.busy == 0)
    job = ended(jobs, jobs.submit(race("next"), viewer="ann"))
    assert processes(job) == processes(jobs.find(key))
    assert jobs.find(key).status == "cancelled"


def test_parts_that_hang_are_killed_when_nobody_has_wanted_them_for_long(jobs_on, race, clock):
    jobs, plan = jobs_on(2), race(gates=((1, 0), (1, 1)))
    key = jobs.submit(plan, viewer="ann")
    pids = processes(until(lambda: (now := jobs.find(key)).total_events == 2 and now))
    jobs.stop(key, "ann")
    assert all(map(running, pids))
    clock.now += 91
    jobs.find(key)
    until(lambda: jobs.busy == 0)
    assert not any(map(running, pids))


def test_closing_ends_all_parts(endless):
    jobs, key = endless
    pids = processes(jobs.find(key))
    assert len(pids) == 2
    jobs.close()
    assert not any(map(running, pids))
    assert (jobs.find(key).status, jobs.find(key).message) == ("cancelled", CLOSED)


def test_idle_processes_end_with_the_jobs(jobs_on, race):
    jobs = jobs_on(2)
    pids = processes(ended(jobs, jobs.submit(race(), viewer="ann")))
    assert len(pids) == 2
    until(lambda: jobs.busy == 0)
    assert all(map(running, pids))
    jobs.close()
    assert not any(map(running, pids))


def test_a_runner_that_was_closed_starts_no_process(race):
    runner = SideBySide(Crew(2), split, place)
    runner.close()
    heard = []
    assert runner.run(pickle.dumps((run, race())), heard.append) is None
    assert not heard


# Problems


@pytest.mark.parametrize(("fault", "runner"), [("refuse", 0), ("fail", 1), ("die", 1)])
def test_what_goes_wrong_in_one_part_is_said_as_if_there_were_one_process(jobs_on, race, fault, runner):
    faults = ((2, runner, fault),)
    ends = [ended(jobs := jobs_on(n), jobs.submit(race(f"{n}", faults=faults), viewer="ann")) for n in (1, 2)]
    for job in ends:
        assert job.status == "failed"
        assert told(job) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert ends[0].message == ends[1].message != ""


def test_a_killed_process_fails_the_run_and_the_next_one_has_two_again(endless, race):
    jobs, key = endless
    pids = processes(jobs.find(key))
    os.kill(max(pids), signal.SIGKILL)
    job = ended(jobs, key)
    assert (job.status, job.message[:12]) == ("failed", "The computer")
    until(lambda: jobs.busy == 0)
    after = ended(jobs, jobs.submit(race("next"), viewer="ann"))
    assert (after.status, len(processes(after))) == ("finished", 2)
    assert len(processes(after) & pids) == 1
