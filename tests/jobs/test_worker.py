"""The processes that runs go on in: what they load, how they fail, when they end."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gruviz.jobs import worker
from gruviz.jobs.pool import Jobs
from gruviz.jobs.worker import NICENESS
from tests.jobs.waiting import ended, pid_of, running, until

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("act", "message"),
    [
        ("refuse", "rate = -1 is not possible: a number from 0 to 1."),
        ("fail", "KeyError: 'loss'"),
        ("unpicklable", "Error: "),
        ("unreadable", "OSError: this event cannot be read"),
    ],
)
def test_a_failure_is_reported_and_the_next_run_goes_on(jobs_of, plan, act, message):
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


def test_a_killed_worker_fails_its_run_and_no_other(jobs_of, plan, open_gate):
    jobs = jobs_of(workers=2)
    killed, other = (jobs.submit(plan(name, "gated"), viewer="ann") for name in ("killed", "other"))
    after = jobs.submit(plan("after", "gated"), viewer="ann")
    pid_of(jobs, other)
    os.kill(pid_of(jobs, killed), signal.SIGKILL)
    failed = ended(jobs, killed)
    assert (failed.status, failed.total_events) == ("failed", 1)
    assert failed.message == ("The computer has ended the process of this run, most often because memory ran out.")
    open_gate()
    assert [ended(jobs, key).status for key in (other, after)] == ["finished", "finished"]
    assert jobs.find(after).events[0] != failed.events[0]


def test_a_worker_that_leaves_fails_its_run(jobs_of, plan):
    jobs = jobs_of()
    failed = ended(jobs, jobs.submit(plan("a", "leave"), viewer="ann"))
    assert failed.message == "The process of this run ended by itself, with exit code 3."


def test_a_crash_is_told_in_the_words_of_the_system():
    assert worker._death(-signal.SIGSEGV) == "The process of this run has crashed (Segmentation fault)."


def test_a_worker_killed_between_runs_harms_none(jobs_of, plan):
    jobs = jobs_of()
    pid = ended(jobs, jobs.submit(plan("a"), viewer="ann")).events[0]
    os.kill(pid, signal.SIGKILL)
    until(lambda: not running(pid))
    after = ended(jobs, jobs.submit(plan("b"), viewer="ann"))
    assert after.status == "finished"
    assert after.events[0] != pid


def test_a_worker_has_one_thread_and_nothing_that_the_work_did_not_import(monkeypatch, jobs_of, plan):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")  # of the server; a worker has one of its own
    pytest.importorskip("torch")
    jobs = jobs_of()
    done = ended(jobs, jobs.submit(plan("a", "look_around"), viewer="ann"))
    assert done.events[1:] == (("1", True, False), 1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has classes of priority, which the server sets")
@pytest.mark.parametrize("start", [0, 10, 19])
def test_a_worker_goes_behind_its_server_however_that_was_started(tmp_path, start):
    run = server(
        "mine = lambda: os.getpriority(os.PRIO_PROCESS, 0)\n"
        f"os.setpriority(os.PRIO_PROCESS, 0, max({start}, mine()))\n"
        "key = jobs.submit(Plan('a', folder, 'priority'), viewer='ann')\n"
        "while jobs.find(key).status != 'finished': time.sleep(.01)\n"
        "print(mine(), jobs.find(key).events[1])\n",
        tmp_path,
    )
    of_server, of_worker = map(int, run.stdout.split())
    assert of_server >= start
    assert of_worker == max(NICENESS, of_server)


def test_a_worker_that_may_not_change_its_priority_works(monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", refuse, raising=False)
    worker._step_back()


def test_what_a_run_prints_does_no_harm(jobs_of, plan):
    jobs = jobs_of()
    done = ended(jobs, jobs.submit(plan("a", "chatter"), viewer="ann"))
    assert (done.status, done.total_events) == ("finished", 3)


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
    assert (jobs.find(key).status, jobs.find(key).message) == ("cancelled", "")
