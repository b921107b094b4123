"""Runs on a real cluster: shared, joined late, paused, stopped, lost. Each server has a connection of its own."""

import os
import pickle
import signal
import subprocess
import sys

import pytest

from gruviz.jobs.cluster import connection
from gruviz.jobs.cluster.following import KILLED
from gruviz.server_runs import work as train
from gruviz.training.settings import Learner, TrainConfig
from tests.jobs.cluster.conftest import ROOT, LocalCluster
from tests.jobs.waiting import ended, pid_of, until

MANY = 10**9


@pytest.fixture
def server(cluster, server_of):
    return lambda **settings: server_of(cluster.address, **settings)


# Sharing


def test_servers_share_one_run_and_one_that_comes_after_its_end_has_it_all(server, plan, open_gate, started):
    one, other, late = server(), server(), server()
    first = one.submit(plan("shared", "gated"), viewer="ann")
    pid = pid_of(one, first)
    second = other.submit(plan("shared", "gated"), viewer="ben")
    assert pid_of(other, second) == pid != os.getpid()
    open_gate()
    third = late.submit(plan("shared", "gated"), viewer="cyd") if ended(one, first) else ""
    for jobs, key in ((one, first), (other, second), (late, third)):
        assert (ended(jobs, key).status, jobs.find(key).events) == ("finished", (pid, 1, 2))
    assert started() == ["shared"]


def test_who_joins_late_has_all_events_once_and_in_order(server, plan):
    one, other = server(), server()
    first = one.submit(plan("long", events=MANY), viewer="ann")
    until(lambda: one.find(first).total_events > 2000)
    second = other.submit(plan("long", events=MANY), viewer="ben")
    seen = until(lambda: (job := other.find(second)).total_events > 3000 and job)
    assert seen.events[0] == pid_of(one, first)
    assert seen.events[1:] == tuple(range(1, seen.total_events))


def test_only_fresh_repeats_a_finished_run(server, plan, started):
    jobs = server()
    key = jobs.submit(plan("a"), viewer="ann")
    ended(jobs, key)
    assert ended(jobs, jobs.submit(plan("a"), viewer="ann", fresh=True)).status == "finished"
    assert started() == ["a", "a"]


def test_a_server_that_dies_takes_only_its_own_runs_along(cluster, server, plan, open_gate, started, tmp_path):
    """Two workers: the run after can only begin once that of the dead server has stopped."""
    code = (
        "import sys, time\nfrom gruviz.jobs.pool import Jobs\nfrom tests.jobs.work import Plan, work\n"
        f"jobs = Jobs(work)\nfor plan in ({plan('shared', 'gated')!r}, {plan('alone', events=MANY)!r}):\n"
        "    key = jobs.submit(plan, viewer='ann')\n"
        "    while not jobs.find(key).events: time.sleep(.01)\n"
        "print(*jobs._jobs, flush=True)\nsys.stdin.read()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GRUVIZ_SCHEDULER": cluster.address}
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stdin=pipe, stdout=pipe) as process:
        assert process.stdout.readline()
        jobs = server()
        shared = jobs.submit(plan("shared", "gated"), viewer="ben")
        pid = pid_of(jobs, shared)
        process.kill()
    after = jobs.submit(plan("after"), viewer="ben")
    assert ended(jobs, after).status == "finished"
    open_gate()
    assert ended(jobs, shared).events == (pid, 1, 2)
    assert started() == ["shared", "alone", "after"]


# Queue


def test_what_the_cluster_has_not_begun_waits_behind_the_runs_of_all_servers(server, plan, open_gate, started):
    one, other = server(), server()
    first = [one.submit(plan(name, "gated"), viewer="ann") for name in "ab"]
    for key in first:
        pid_of(one, key)
    queue = []
    for jobs, name in ((one, "c"), (other, "d"), (one, "e")):
        key = jobs.submit(plan(name), viewer="ann")
        until(lambda jobs=jobs, key=key: jobs.find(key).ahead == len(queue))
        queue.append((jobs, key))
    assert [jobs.find(key).started for jobs, key in queue] == [None] * 3
    other.stop(queue[1][1], "ann")
    until(lambda: one.find(queue[2][1]).ahead == 1)
    open_gate()
    assert [ended(one, key).status for key in (*first, queue[0][1], queue[2][1])] == ["finished"] * 4
    assert "d" not in started()


# Pause and stop


def test_a_pause_holds_no_other_server_up(server, plan):
    one, other = server(), server()
    first = one.submit(plan("long", events=MANY), viewer="ann")
    pid_of(one, first)
    assert one.pause(first, "ann")
    before = one.find(first).total_events
    second = other.submit(plan("long", events=MANY), viewer="ben")
    until(lambda: other.find(second).total_events > before + 100)
    assert (one.find(first).status, one.find(first).total_events) == ("paused", before)
    assert one.step(first, "ann")
    until(lambda: one.find(first).total_events == before + 1)
    assert one.find(first).events == other.find(second).events[: before + 1]
    one.resume(first, "ann")
    until(lambda: one.find(first).total_events > before + 100)


def test_the_last_server_to_leave_stops_a_run_and_frees_its_worker(server, plan):
    """Two workers, and two runs without an end: a third begins once both servers have left one of them."""
    one, other = server(), server()
    shared, mine = (one.submit(plan(name, events=MANY), viewer="ann") for name in ("shared", "mine"))
    theirs = other.submit(plan("shared", events=MANY), viewer="ben")
    pids = [pid_of(jobs, key) for jobs, key in ((one, shared), (one, mine), (other, theirs))]
    after = other.submit(plan("after"), viewer="ben")
    one.stop(shared, "ann")
    seen = other.find(theirs).total_events
    until(lambda: other.find(theirs).total_events > seen + 100)
    assert other.find(after).status == "queued"
    other.stop(theirs, "ben")
    assert ended(other, after).events[0] == pids[0] == pids[2] != pids[1]


def test_a_run_that_was_stopped_starts_again_from_its_beginning(server, plan):
    jobs = server()
    for _ in range(3):
        key = jobs.submit(plan("again", events=MANY), viewer="ann")
        seen = until(lambda key=key: (job := jobs.find(key)).total_events > 50 and job)
        assert seen.events[1:] == tuple(range(1, seen.total_events))
        jobs.stop(key, "ann")


# Trouble


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("refuse", "rate = -1 is not possible: a number from 0 to 1."),
        ("fail", "KeyError: 'loss'"),
        ("unpicklable", "Error: "),
        ("unreadable", "OSError: this event cannot be read"),
    ],
)
def test_a_failure_is_told_on_every_server_and_the_next_run_goes_on(server, plan, act, said, started):
    one, other = server(), server()
    for jobs in (one, other):
        failed = ended(jobs, jobs.submit(plan("a", act), viewer="ann"))
        assert (failed.status, failed.total_events) == ("failed", 1)
        assert said in failed.message
    assert ended(one, one.submit(plan("b"), viewer="ann")).status == "finished"


def test_a_run_says_how_far_it_is_between_its_events(server, plan, open_gate):
    one, other = server(), server()
    keys = [(jobs, jobs.submit(plan("told", "telling"), viewer="ann")) for jobs in (one, other)]
    for jobs, key in keys:
        until(lambda jobs=jobs, key=key: jobs.find(key).share == 0.25)
    open_gate()
    for jobs, key in keys:
        assert (ended(jobs, key).share, jobs.find(key).total_events) == (0.5, 2)


def test_a_killed_worker_fails_its_run_and_no_other(server, plan, open_gate):
    jobs = server()
    killed, other = (jobs.submit(plan(name, "gated"), viewer="ann") for name in ("killed", "other"))
    pid = pid_of(jobs, killed)
    pid_of(jobs, other)
    after = [jobs.submit(plan(name, "gated"), viewer="ann") for name in ("after", "thereafter")]
    until(lambda: sorted(jobs.find(key).ahead or 0 for key in after) == [0, 1])
    os.kill(pid, signal.SIGKILL)
    failed = ended(jobs, killed)
    assert (failed.status, failed.message, failed.total_events) == ("failed", KILLED, 1)
    open_gate()
    again = jobs.submit(plan("killed", "gated"), viewer="ann")
    assert [ended(jobs, key).status for key in (other, *after, again)] == ["finished"] * 4
    assert jobs.find(again).events[0] != pid


def test_a_scheduler_that_goes_ends_runs_with_a_sentence_and_is_used_again_once_it_is_back(
    monkeypatch, server_of, plan, tmp_path
):
    monkeypatch.setattr(connection, "CONNECTING", 0.5)
    cluster = LocalCluster(tmp_path)
    try:
        cluster.start_workers(1, "--no-nanny")
        address = cluster.address
        said = f"The scheduler at {address} does not answer; once it does, the run can be started again."
        jobs = server_of(address)
        key = jobs.submit(plan("lost", events=MANY), viewer="ann")
        pid_of(jobs, key)
        cluster.scheduler.kill()
        cluster.scheduler.wait()
        lost = ended(jobs, key)
        assert (lost.status, lost.message[: len(said)]) == ("failed", said)
        key = jobs.submit(plan("lost", events=MANY), viewer="ann")
        assert ended(jobs, key).message.startswith(said)
        cluster.start_scheduler(address.rpartition(":")[2])
        cluster.start_workers(1, "--no-nanny")  # those before have ended with the scheduler
        assert ended(jobs, jobs.submit(plan("back"), viewer="ann")).status == "finished"
    finally:
        cluster.close()


@pytest.mark.training
def test_a_training_has_the_same_events_as_one_without_a_cluster(cluster, server_of):
    config = TrainConfig("adding", (Learner("gru"), Learner("lstm")), length=10, steps=20, seeds=2, hidden_size=8)
    jobs = server_of(cluster.address, work=train)
    done = ended(jobs, jobs.submit(config, viewer="ann"))
    alone = [event for event in train(config) if hasattr(event, "step")]
    assert done.total_events == len(alone) > 4
    assert [pickle.dumps(event) for event in done.events] == [
        pickle.dumps(pickle.loads(pickle.dumps(event))) for event in alone
    ]
