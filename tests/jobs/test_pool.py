"""Jobs run in real processes here. Each test waits for what it expects, up to a deadline; no test measures time."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gruviz.jobs.pool import CLOSED, OTHERS_WAIT, STOPPED, UNWATCHED, Jobs
from gruviz.validation import InvalidValue
from tests.jobs.work import Plan, work

ROOT = Path(__file__).parents[2]
ENDED = ("finished", "failed", "cancelled")


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def until(condition):
    deadline = time.monotonic() + 30
    while not (result := condition()):
        assert time.monotonic() < deadline, "waited 30 s in vain"
        time.sleep(0.005)
    return result


def running(pid):
    """Whether a process exists and is more than a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def jobs_of(clock):
    """Makes Jobs and closes them after the test."""
    made = []

    def make(**settings):
        made.append(Jobs(work, **{"workers": 1, "clock": clock, **settings}))
        return made[-1]

    yield make
    for jobs in made:
        jobs.close()


@pytest.fixture
def plan(tmp_path):
    return lambda name, act="count", events=3: Plan(name, str(tmp_path), act, events)


@pytest.fixture
def open_gate(tmp_path):
    return (tmp_path / "gate").touch


@pytest.fixture
def started(tmp_path):
    """The names of all runs that have begun, in order."""
    return lambda: (tmp_path / "log").read_text().split()


def ended(jobs, key):
    return until(lambda: (job := jobs.find(key)) and job.status in ENDED and job)


def pid_of(jobs, key):
    return until(lambda: jobs.find(key).events)[0]


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
    assert (stopped.status, stopped.message, stopped.viewers) == ("cancelled", STOPPED, 0)
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
    assert [jobs.find(k).viewers for k in (key, *waiting)] == [1, 1, 1]
    clock.now += 80
    assert [jobs.find(k).status for k in (key, waiting[0])] == ["cancelled", "cancelled"]
    assert jobs.find(key).message == UNWATCHED
    assert ended(jobs, waiting[1]).status == "finished"
    assert started() == ["endless", "awaited"]


def test_viewers_who_are_gone_do_not_count(endless, clock):
    jobs, key = endless
    jobs.view(key, "ben")
    clock.now += 80
    assert not jobs.pause(key, "ann")
    clock.now += 80
    assert jobs.pause(key, "ann")


def test_a_viewer_who_is_back_before_anyone_noticed_keeps_the_run(jobs_of, plan, clock):
    jobs = jobs_of()
    key = jobs.submit(plan("a", "gated"), viewer="ann")
    pid_of(jobs, key)
    clock.now += 500
    assert jobs.view(key, "ann").status == "running"


def test_a_cancelled_run_that_does_not_let_go_loses_its_process(jobs_of, plan, clock):
    jobs = jobs_of()
    key = jobs.submit(plan("stuck", "hang"), viewer="ann")
    pid = pid_of(jobs, key)
    jobs.stop(key, "ann")
    after = jobs.submit(plan("next"), viewer="ann")
    clock.now += 80
    assert jobs.view(after, "ann").status == "queued"
    assert running(pid)
    clock.now += 80
    jobs.view(after, "ann")
    assert ended(jobs, after).status == "finished"
    assert not running(pid)
    assert (jobs.find(key).status, jobs.find(key).message) == ("cancelled", STOPPED)


# Failing


@pytest.mark.parametrize(
    ("act", "message"),
    [
        ("refuse", "rate = -1 is not possible: a number from 0 to 1."),
        ("fail", "KeyError: 'loss'"),
        ("unpicklable", "Error: "),
        ("unreadable", "OSError: this event cannot be read"),
    ],
)
def test_a_failure_is_told_and_the_next_run_goes_on(jobs_of, plan, act, message):
    jobs = jobs_of()
    failed = ended(jobs, jobs.submit(plan("a", act), viewer="ann"))
    assert failed.status == "failed"
    assert message in failed.message
    assert failed.total_events == 1
    after = ended(jobs, jobs.submit(plan("b"), viewer="ann"))
    assert after.status == "finished"
    assert (after.events[0] == failed.events[0]) == (act != "unreadable")


def test_a_task_that_the_worker_cannot_read_fails(plan):
    def elsewhere(plan):
        yield 1

    elsewhere.__module__, elsewhere.__qualname__ = "tests.jobs.work", "elsewhere"
    sys.modules["tests.jobs.work"].elsewhere = elsewhere
    jobs = Jobs(elsewhere, workers=1)
    try:
        failed = ended(jobs, jobs.submit(plan("a"), viewer="ann"))
        assert failed.status == "failed"
        assert "AttributeError" in failed.message
    finally:
        jobs.close()
        del sys.modules["tests.jobs.work"].elsewhere


def test_a_run_has_so_many_events_at_most(jobs_of, plan):
    jobs = jobs_of(longest=10)
    failed = ended(jobs, jobs.submit(plan("a", events=10**9), viewer="ann"))
    assert (failed.status, failed.total_events) == ("failed", 10)
    assert failed.message == "This run went beyond 10 events."
    assert ended(jobs, jobs.submit(plan("b", events=10), viewer="ann")).status == "finished"


def test_a_killed_worker_fails_its_run_and_no_other(jobs_of, plan, open_gate):
    jobs = jobs_of(workers=2)
    killed, other = (jobs.submit(plan(name, "gated"), viewer="ann") for name in ("killed", "other"))
    after = jobs.submit(plan("after", "gated"), viewer="ann")
    pid_of(jobs, other)
    os.kill(pid_of(jobs, killed), signal.SIGKILL)
    failed = ended(jobs, killed)
    assert (failed.status, failed.total_events) == ("failed", 1)
    assert failed.message == "The process of this run has died (signal 9); start the run again."
    open_gate()
    assert [ended(jobs, key).status for key in (other, after)] == ["finished", "finished"]
    assert jobs.find(after).events[0] != failed.events[0]


def test_a_worker_that_leaves_fails_its_run(jobs_of, plan):
    jobs = jobs_of()
    failed = ended(jobs, jobs.submit(plan("a", "leave"), viewer="ann"))
    assert failed.message == "The process of this run has died (exit code 3); start the run again."


def test_a_worker_killed_between_runs_harms_none(jobs_of, plan):
    jobs = jobs_of()
    pid = ended(jobs, jobs.submit(plan("a"), viewer="ann")).events[0]
    os.kill(pid, signal.SIGKILL)
    until(lambda: not running(pid))
    after = ended(jobs, jobs.submit(plan("b"), viewer="ann"))
    assert after.status == "finished"
    assert after.events[0] != pid


# Processes


def test_a_worker_has_one_thread_and_nothing_that_the_work_did_not_import(monkeypatch, jobs_of, plan):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")  # of the server; a worker has one of its own
    pytest.importorskip("torch")
    jobs = jobs_of()
    done = ended(jobs, jobs.submit(plan("a", "look_around"), viewer="ann"))
    assert done.events[1:] == (("1", True, False), 1)


def test_what_a_run_prints_does_no_harm(jobs_of, plan):
    jobs = jobs_of()
    done = ended(jobs, jobs.submit(plan("a", "chatter"), viewer="ann"))
    assert (done.status, done.total_events) == ("finished", 3)


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


def server(code, folder):
    """A process of its own that holds Jobs, as the app's server does; no `if __name__` protects it, as in a page."""
    code = (
        "import os, signal, time\nfrom gruviz.jobs.pool import Jobs\nfrom tests.jobs.work import Plan, work\n"
        f"open({str(folder / 'imported')!r}, 'a').write('x')\n"
        f"jobs, folder = Jobs(work, workers=1), {str(folder)!r}\n" + code
    )
    page = folder / "page.py"
    page.write_text(code)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, str(page)], env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("end", ["os.kill(os.getpid(), signal.SIGKILL)", "os._exit(1)", "raise SystemExit"])
@pytest.mark.parametrize("act", ["hang", "count"])
def test_no_worker_survives_its_server(tmp_path, act, end):
    run = server(
        f"key = jobs.submit(Plan('a', folder, {act!r}), viewer='ann')\n"
        f"while jobs.find(key).total_events < {1 if act == 'hang' else 3}: time.sleep(.01)\n"
        f"print(jobs.find(key).events[0], flush=True)\n{end}\n",
        tmp_path,
    )
    pid = int(run.stdout)
    until(lambda: not running(pid))
    assert "Traceback" not in run.stderr


def test_a_worker_does_not_run_the_page_again(tmp_path):
    server(
        "key = jobs.submit(Plan('a', folder), viewer='ann')\n"
        "while jobs.find(key).status != 'finished': time.sleep(.01)\n",
        tmp_path,
    )
    assert (tmp_path / "log").read_text() == "a\n"
    assert (tmp_path / "imported").read_text() == "x"


def test_jobs_load_neither_torch_nor_streamlit():
    code = "import sys, gruviz.jobs\nprint({'torch', 'streamlit', 'plotly'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


@pytest.mark.parametrize("setting", [{"workers": 0}, {"kept": 0}, {"grace": -1}, {"longest": 0}])
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


def test_what_is_here_is_what_starting_would_return(jobs_of, plan):
    jobs = jobs_of()
    assert jobs.here(plan("a")) is None
    key = jobs.submit(plan("a"), viewer="Ann")
    ended(jobs, key)
    assert jobs.here(plan("a")).key == key == jobs.submit(plan("a"), viewer="Bob")
    assert jobs.here(plan("b")) is None
    failed = jobs.submit(plan("c", "fail"), viewer="Ann")
    ended(jobs, failed)
    assert jobs.here(plan("c", "fail")) is None
