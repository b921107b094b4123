"""Jobs run in real processes here. Each test waits for what it expects, up to a deadline; no test measures time."""

import os
import random
import threading

import pytest

from gruviz.jobs.pool import CLOSED, OTHERS_WAIT, UNWATCHED, Jobs
from gruviz.validation import InvalidValue
from tests.jobs.waiting import ended, pid_of, running, until
from tests.jobs.work import work

# Queue


def test_first_come_first_served(jobs_of, plan, open_gate, started):
    jobs = jobs_of()
    first = jobs.submit(plan("first", "gated"), viewer="ann")
    pid_of(jobs, first)
    later = [jobs.submit(plan(name), viewer="ann") for name in ("second", "third", "fourth")]
    assert [jobs.find(key).status for key in (first, *later)] == ["running", "queued", "queued", "queued"]
    assert [jobs.find(key).ahead for key in (first, *later)] == [0, 0, 1, 2]
    assert [jobs.find(key).started for key in (first, *later)] == [0.0, None, None, None]

    jobs.stop(later[0], "ann")
    assert [jobs.find(key).ahead for key in later] == [0, 0, 1]
    open_gate()
    assert ended(jobs, later[2]).status == "finished"
    assert started() == ["first", "third", "fourth"]


def test_workers_run_side_by_side_and_are_used_again(jobs_of, plan, open_gate):
    jobs = jobs_of(workers=2)
    keys = [jobs.submit(plan(name, "gated"), viewer="ann") for name in "abcd"]
    pids = {pid_of(jobs, key) for key in keys[:2]}
    assert len(pids) == 2
    assert [jobs.find(key).ahead for key in keys] == [0, 0, 0, 1]
    open_gate()
    assert {ended(jobs, key).events[0] for key in keys} == pids
    assert os.getpid() not in pids


# Sharing


def test_equal_configs_are_one_run_with_all_events_for_everyone(jobs_of, plan, open_gate, started):
    jobs = jobs_of(workers=2)
    keys = {jobs.submit(plan("shared", "gated"), viewer=f"viewer {n}") for n in range(30)}
    (key,) = keys
    pid = pid_of(jobs, key)
    assert jobs.find(key).viewers == 30
    open_gate()
    ended(jobs, key)

    late = jobs.view(jobs.submit(plan("shared", "gated"), viewer="late"), "late")
    assert (late.key, late.status, late.events, late.total_events) == (key, "finished", (pid, 1, 2), 3)
    assert late.config == plan("shared", "gated")
    rest = jobs.view(key, "late", since=2)
    assert (rest.events, rest.total_events) == ((2,), 3)
    assert started() == ["shared"]


def test_only_fresh_repeats_a_finished_run(jobs_of, plan, started):
    jobs = jobs_of()
    first = jobs.submit(plan("a"), viewer="ann")
    ended(jobs, first)
    assert jobs.submit(plan("a"), viewer="ben") == first
    again = jobs.submit(plan("a"), viewer="ben", fresh=True)
    assert again != first
    assert ended(jobs, again).status == jobs.find(first).status == "finished"
    assert jobs.submit(plan("a"), viewer="cyd") == again
    assert started() == ["a", "a"]


def test_fresh_joins_a_run_under_way(jobs_of, plan):
    jobs = jobs_of()
    key = jobs.submit(plan("a", "gated"), viewer="ann")
    assert jobs.submit(plan("a", "gated"), viewer="ben", fresh=True) == key


@pytest.mark.parametrize("act", ["fail", "gated"])
def test_failed_and_cancelled_runs_are_run_again(jobs_of, plan, act):
    jobs = jobs_of()
    key = jobs.submit(plan("a", act), viewer="ann")
    pid_of(jobs, key)
    if act == "gated":
        jobs.stop(key, "ann")
    ended(jobs, key)
    assert jobs.submit(plan("a", act), viewer="ann") != key


def test_the_least_recently_watched_of_the_ended_are_dropped(jobs_of, plan):
    jobs = jobs_of(kept=2)

    def run(name):
        key = jobs.submit(plan(name), viewer="ann")
        ended(jobs, key)
        return key

    a, b = run("a"), run("b")
    jobs.view(a, "ben")
    c = run("c")
    assert [bool(jobs.find(key)) for key in (a, b, c)] == [True, False, True]
    assert jobs.submit(plan("a"), viewer="ann") == a
    assert run("b") != b


def test_an_unknown_key_is_found_by_nobody(jobs_of):
    jobs = jobs_of()
    assert jobs.find("gone") is None
    for ask in (jobs.view, jobs.stop, jobs.pause, jobs.resume, jobs.step):
        with pytest.raises(InvalidValue, match="key = 'gone' is not possible: a run that this server still has"):
            ask("gone", "ann")


def test_what_exists_is_what_starting_would_return(jobs_of, plan):
    jobs = jobs_of()
    assert jobs.existing(plan("a")) is None
    key = jobs.submit(plan("a"), viewer="Ann")
    ended(jobs, key)
    assert jobs.existing(plan("a")).key == key == jobs.submit(plan("a"), viewer="Bob")
    assert jobs.existing(plan("b")) is None
    failed = jobs.submit(plan("c", "fail"), viewer="Ann")
    ended(jobs, failed)
    assert jobs.existing(plan("c", "fail")) is None


# Pausing


@pytest.fixture
def endless(jobs_of, plan):
    """Jobs with one long run that only Ann watches, and its key."""
    jobs = jobs_of()
    key = jobs.submit(plan("endless", events=10**9), viewer="ann")
    pid_of(jobs, key)
    return jobs, key


def test_a_paused_run_produces_one_event_per_step(endless, clock):
    jobs, key = endless
    clock.now += 5
    assert jobs.pause(key, "ann")
    clock.now += 50
    before = jobs.view(key, "ann")
    assert (before.status, before.started) == ("paused", 5.0)
    for n in range(1, 6):
        assert jobs.step(key, "ann")
        until(lambda n=n: jobs.find(key).total_events == before.total_events + n)
    clock.now += 50
    stepped = jobs.view(key, "ann")
    assert (stepped.status, stepped.started, stepped.total_events) == ("paused", 5.0, before.total_events + 5)
    assert stepped.events[1:] == tuple(range(1, stepped.total_events))

    jobs.resume(key, "ann")
    assert jobs.find(key).status == "running"
    until(lambda: jobs.find(key).total_events > stepped.total_events + 10)
    assert not jobs.step(key, "ann")
    clock.now += 5
    assert jobs.find(key).started == 10.0


def test_events_that_belong_together_pass_a_pause_together(jobs_of, plan):
    """Three at a time: 0 to 2, 3 to 5, …; the worker's own number is the very first."""
    jobs = jobs_of(together=lambda one, other: one // 3 == other // 3)
    key = jobs.submit(plan("threes", events=10**9), viewer="ann")
    until(lambda: jobs.find(key).total_events > 1)
    assert jobs.pause(key, "ann")
    for _ in range(3):
        before = until(lambda: jobs.find(key).total_events % 3 == 0 and jobs.find(key).total_events)
        assert jobs.step(key, "ann")
        after = until(lambda before=before: (now := jobs.find(key)).total_events >= before + 3 and now)
        assert (after.status, after.total_events) == ("paused", before + 3)


def test_a_run_says_how_far_it_is_between_its_events(jobs_of, plan, open_gate, clock):
    jobs = jobs_of()
    key = jobs.submit(plan("told", "telling"), viewer="ann")
    pid_of(jobs, key)
    until(lambda: jobs.find(key).share == 0.25)
    clock.now += 3
    open_gate()
    job = ended(jobs, key)
    assert (job.share, job.total_events, job.status) == (0.5, 2, "finished")


def test_a_run_says_how_far_it_is_also_while_it_is_paused(jobs_of, plan, open_gate):
    jobs = jobs_of()
    key = jobs.submit(plan("told", "telling"), viewer="ann")
    until(lambda: jobs.find(key).share == 0.25)
    assert jobs.pause(key, "ann")
    open_gate()
    until(lambda: jobs.find(key).share == 0.5)
    assert (jobs.find(key).status, jobs.find(key).total_events) == ("paused", 1)


def test_the_newest_run_is_found_however_it_ended(jobs_of, plan):
    jobs = jobs_of()
    assert jobs.newest(plan("c", "fail")) is None
    failed = jobs.submit(plan("c", "fail"), viewer="Ann")
    ended(jobs, failed)
    assert jobs.existing(plan("c", "fail")) is None
    assert (jobs.newest(plan("c", "fail")).key, jobs.newest(plan("c", "fail")).status) == (failed, "failed")


def test_a_shared_run_is_not_paused_and_whoever_joins_sets_it_going(endless):
    jobs, key = endless
    assert jobs.pause(key, "ann")
    assert jobs.submit(jobs.find(key).config, viewer="ben") == key
    assert jobs.find(key).status == "running"
    assert not jobs.pause(key, "ann")
    assert not jobs.pause(key, "ben")
    assert not jobs.step(key, "ann")
    jobs.stop(key, "ben")
    assert jobs.pause(key, "ann")
    assert jobs.find(key).status == "paused"
    assert jobs.view(key, "ben").status == "running"


def test_a_queued_run_is_not_paused(endless, plan):
    jobs, _ = endless
    assert not jobs.pause(jobs.submit(plan("next"), viewer="ben"), "ben")


def test_a_pause_does_not_keep_others_waiting_for_ever(endless, clock, plan):
    jobs, key = endless
    jobs.pause(key, "ann")
    clock.now += 60
    jobs.step(key, "ann")
    jobs.submit(plan("next"), viewer="ben")
    clock.now += 60
    assert jobs.view(key, "ann").status == "paused"
    jobs.submit(plan("next"), viewer="ben")
    clock.now += 31
    assert jobs.view(key, "ann").message == OTHERS_WAIT
    assert jobs.find(key).status == "running"


# Leaving


def test_only_the_last_to_leave_stops_a_run(endless):
    jobs, key = endless
    jobs.view(key, "ben")
    jobs.stop(key, "ann")
    assert (jobs.find(key).status, jobs.find(key).viewers) == ("running", 1)
    jobs.stop(key, "ben")
    stopped = jobs.find(key)
    assert (stopped.status, stopped.message, stopped.viewers) == ("cancelled", "", 0)
    assert stopped.events
    jobs.stop(key, "ben")


def test_a_paused_run_can_be_stopped_and_frees_its_worker(endless, plan):
    jobs, key = endless
    jobs.pause(key, "ann")
    jobs.stop(key, "ann")
    after = ended(jobs, jobs.submit(plan("next"), viewer="ann"))
    assert (after.status, after.events[0]) == ("finished", jobs.find(key).events[0])


def test_what_nobody_watches_is_cancelled(endless, clock, plan, started):
    jobs, key = endless
    waiting = [jobs.submit(plan(name), viewer="ben") for name in ("deserted", "awaited")]
    clock.now += 80
    jobs.view(waiting[1], "ben")
    assert [jobs.find(k).viewers for k in (key, *waiting)] == [0, 0, 1]
    assert [jobs.find(k).active for k in (key, *waiting)] == [True, True, True]
    clock.now += 80
    assert [jobs.find(k).status for k in (key, waiting[0])] == ["cancelled", "cancelled"]
    assert jobs.find(key).message == UNWATCHED
    assert ended(jobs, waiting[1]).status == "finished"
    assert started() == ["endless", "awaited"]


def test_who_has_stopped_asking_does_not_count_after_five_seconds(endless, clock):
    """Such as one's own page before it was loaded anew."""
    jobs, key = endless
    jobs.view(key, "ben")
    clock.now += 5
    assert not jobs.pause(key, "ann"), "who asks every second is there"
    clock.now += 0.1
    assert jobs.view(key, "ann").viewers == 1
    assert jobs.pause(key, "ann")
    jobs.resume(key, "ann")
    jobs.stop(key, "ann")
    assert jobs.find(key).status == "cancelled"


def test_a_run_is_not_cancelled_for_a_page_that_is_slow(endless, clock):
    jobs, key = endless
    clock.now += 89
    assert (jobs.find(key).status, jobs.find(key).viewers) == ("running", 0)
    assert jobs.view(key, "ann").viewers == 1


def test_a_viewer_who_is_back_before_anyone_noticed_keeps_the_run(jobs_of, plan, clock):
    jobs = jobs_of()
    key = jobs.submit(plan("a", "gated"), viewer="ann")
    pid_of(jobs, key)
    clock.now += 500
    assert jobs.view(key, "ann").status == "running"


# Ending


def test_a_run_has_so_many_events_at_most(jobs_of, plan):
    jobs = jobs_of(longest=10)
    failed = ended(jobs, jobs.submit(plan("a", events=10**9), viewer="ann"))
    assert (failed.status, failed.total_events) == ("failed", 10)
    assert failed.message == "This run went beyond 10 events."
    assert ended(jobs, jobs.submit(plan("b", events=10), viewer="ann")).status == "finished"


def test_closing_ends_everything_and_can_be_repeated(jobs_of, plan):
    jobs = jobs_of(workers=3)
    done = jobs.submit(plan("done"), viewer="ann")
    ended(jobs, done)
    held = jobs.submit(plan("held", events=10**9), viewer="ann")
    pid_of(jobs, held)
    jobs.pause(held, "ann")
    stuck = jobs.submit(plan("stuck", "hang"), viewer="ann")
    starting = jobs.submit(plan("starting", "gated"), viewer="ann")
    queued = jobs.submit(plan("queued"), viewer="ann")
    pids = [pid_of(jobs, key) for key in (done, held, stuck)]
    jobs.close()
    jobs.close()
    assert not any(running(pid) for pid in pids)
    assert jobs.find(done).status == "finished"
    for key in (held, stuck, starting, queued):
        assert (jobs.find(key).status, jobs.find(key).message) == ("cancelled", CLOSED)
    with pytest.raises(RuntimeError, match="closed"):
        jobs.submit(plan("more"), viewer="ann")


def test_nothing_starts_before_the_first_job(jobs_of):
    before = threading.active_count()
    jobs = jobs_of()
    assert threading.active_count() == before
    jobs.close()


@pytest.mark.parametrize("setting", [{"workers": 0}, {"kept": 0}, {"away": -1}, {"grace": -1}, {"longest": 0}])
def test_settings_are_checked(setting):
    with pytest.raises(InvalidValue, match=next(iter(setting))):
        Jobs(work, **setting)


# Many threads


def test_many_threads_at_once(jobs_of, plan):
    jobs = jobs_of(workers=2, kept=1000)
    plans = [plan(f"run {n}", "fail" if n == 3 else "count", events=5 + n) for n in range(8)]
    troubles = []

    def visitor(name):
        chance = random.Random(name)
        try:
            for _ in range(15):
                key = jobs.submit(chance.choice(plans), viewer=name, fresh=chance.random() < 0.1)
                seen = ()
                for act in chance.choices([jobs.pause, jobs.step, jobs.resume, jobs.stop, jobs.view], k=8):
                    act(key, name)
                    now = jobs.view(key, name, since=len(seen))
                    seen += now.events
                    assert len(seen) == now.total_events
                    assert seen[1:] == tuple(range(1, len(seen)))
                    assert now.viewers >= 1
                jobs.resume(key, name)
        except Exception as error:
            troubles.append(error)

    threads = [threading.Thread(target=visitor, args=(f"visitor {n}",)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not troubles

    for plan_ in plans:
        done = ended(jobs, jobs.submit(plan_, viewer="last"))
        assert done.status == ("failed" if plan_.act == "fail" else "finished")
        assert done.total_events == (1 if plan_.act == "fail" else plan_.events)
