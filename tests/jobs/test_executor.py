"""The executor over worker processes: as the standard library's, where that one can be compared."""

import concurrent.futures as futures
import gc
import multiprocessing
import os
import pickle
import queue
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gruviz.jobs.executor import Workers, executor_here, in_turns
from gruviz.validation import InvalidValue
from tests.jobs import calls
from tests.jobs.waiting import running, until

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ours():
    with Workers(2) as workers:
        yield workers


@pytest.fixture(scope="module")
def theirs():
    with futures.ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.fixture(params=["ours", "theirs"])
def executor(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pids").mkdir()
    return tmp_path / "pids"


def outcome(call):
    """What a future has come to, so that two can be compared."""
    error = call.exception()
    return (type(error), error.args, str(error)) if error else call.result()


CALLS = [
    (calls.difference, 5),
    (calls.difference, 5, 3),
    (divmod, 7, 2),
    (calls.refuse,),
    (calls.fail,),
    (calls.leave,),
    (calls.interrupt,),
    (calls.unpicklable_result,),
    (lambda: 1,),
    (calls.difference, lambda: 1),
    (calls.difference,),
]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call[0].__name__)
def test_a_call_comes_to_what_it_does_in_a_process_pool(ours, theirs, call):
    assert outcome(ours.submit(*call)) == outcome(theirs.submit(*call))


def test_keywords_arrive_and_a_map_keeps_its_order(executor):
    assert executor.submit(calls.difference, 5, other=3, times=10).result() == 20
    assert list(executor.map(calls.difference, range(20), [3] * 20, timeout=60)) == [n - 3 for n in range(20)]
    with pytest.raises(KeyError, match="loss"):
        list(executor.map(dict.__getitem__, [{"loss": 1}, {}], ["loss"] * 2))


def test_a_refusal_arrives_with_its_field_and_its_sentence(executor):
    with pytest.raises(InvalidValue) as caught:
        executor.submit(calls.refuse).result()
    assert (caught.value.field, caught.value.value, str(caught.value)) == ("rate", -1, "Choose a rate from 0 to 1.")


def test_an_error_says_where_in_the_worker_it_was(ours):
    error = ours.submit(calls.fail).exception()
    assert 'return {}["loss"]' in error.__notes__[0]


def test_an_exception_that_no_pickle_carries_arrives_by_its_words(ours):
    error = ours.submit(calls.stubborn).exception()
    with pytest.raises(TypeError):
        pickle.loads(pickle.dumps(calls.Stubborn(1, 2)))
    assert (type(error), str(error)) == (RuntimeError, "Stubborn: 1 and 2")


def test_calls_go_on_beside_each_other_and_waiting_ones_can_be_cancelled(executor, tmp_path):
    gate = tmp_path / "gate"
    first, second = (executor.submit(calls.begin_and_wait_for, gate) for _ in range(2))
    queued = [executor.submit(calls.wait_for, gate) for _ in range(4)]
    until(lambda: len(calls.pids(tmp_path)) == 2)
    with pytest.raises(futures.TimeoutError):
        first.result(timeout=0)
    assert queued[-1].cancel()
    gate.touch()
    assert first.result() != second.result()
    done = futures.wait(queued).done
    assert [call.cancelled() for call in queued] == [False, False, False, True]
    assert done == set(queued)


@pytest.mark.parametrize("make", [lambda: Workers(1), lambda: futures.ProcessPoolExecutor(1)], ids=["ours", "theirs"])
def test_after_its_end_it_takes_no_calls(make):
    pool = make()
    pool.shutdown()
    pool.shutdown()
    with pytest.raises(RuntimeError, match="cannot schedule new futures after shutdown"):
        pool.submit(calls.own_pid)


def test_the_end_waits_for_what_was_asked_and_leaves_no_process():
    with Workers(1) as workers:
        asked = [workers.submit(calls.own_pid) for _ in range(3)]
    assert all(call.done() for call in asked)
    [pid] = {call.result() for call in asked}
    assert not running(pid)


def test_the_end_without_waiting_comes_after_the_last_call(tmp_path):
    workers = Workers(1)
    asked = [workers.submit(calls.wait_for, tmp_path / "gate") for _ in range(2)]
    workers.shutdown(wait=False)
    assert not asked[0].done()
    (tmp_path / "gate").touch()
    [pid] = {call.result() for call in asked}
    until(lambda: not running(pid))


def test_a_killed_process_fails_its_call_and_the_next_gets_another(folder):
    with Workers(1) as workers:
        call = workers.submit(calls.write_and_wait, folder)
        [pid] = until(lambda: calls.pids(folder))
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(futures.BrokenExecutor, match=r"^The computer has ended the process of this run"):
            call.result()
        assert workers.submit(calls.own_pid).result() != pid
        with pytest.raises(futures.BrokenExecutor, match="ended by itself, with exit code 3"):
            workers.submit(calls.end_at_once).result()
        assert workers.submit(calls.difference, 5).result() == 5


def cancel(workers):
    workers.shutdown(cancel_futures=True)


def interrupt(workers):
    with pytest.raises(KeyboardInterrupt), workers:
        raise KeyboardInterrupt


@pytest.mark.parametrize("stop", [cancel, interrupt])
def test_cancelling_kills_what_runs(folder, stop):
    workers = Workers(1)
    call, queued = (workers.submit(calls.write_and_wait, folder) for _ in range(2))
    [pid] = until(lambda: calls.pids(folder))
    stop(workers)
    assert not running(pid)
    assert isinstance(call.exception(), futures.CancelledError)
    assert queued.cancelled()


def test_one_that_is_forgotten_leaves_no_process():
    workers = Workers(1)
    pid = workers.submit(calls.own_pid).result()
    del workers
    gc.collect()
    until(lambda: not running(pid))


def test_workers_of_a_worker_end_with_it(folder):
    with Workers(1) as workers:
        call = workers.submit(calls.nested, folder)
        inner = until(lambda: len(found := calls.pids(folder)) == 2 and found)
        workers.shutdown(cancel_futures=True)
    assert isinstance(call.exception(), futures.CancelledError)
    until(lambda: not any(map(running, inner)))


def test_a_worker_has_one_thread_and_nothing_that_the_call_did_not_import(ours):
    assert ours.submit(calls.surroundings).result() == ("1", {"numpy"}, "gruviz.jobs.worker")


SCRIPT = """\
import os, signal, sys
from gruviz.jobs.executor import Workers, executor_here, in_turns
from tests.jobs import calls
open({imported!r}, "a").write("x")
workers = Workers(2)
print(workers.submit(calls.own_pid).result(), flush=True)
def mine(): pass
try:
    workers.submit(mine)
except ValueError as error:
    print(error, flush=True)
{end}
"""


@pytest.mark.parametrize("end", ["os.kill(os.getpid(), signal.SIGKILL)", "os._exit(1)", ""])
def test_a_script_needs_no_guard_and_no_worker_survives_it(tmp_path, end):
    script, imported = tmp_path / "script.py", tmp_path / "imported"
    script.write_text(SCRIPT.format(imported=str(imported), end=end))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, str(script)], env=environment, capture_output=True, text=True, timeout=60)
    pid, refusal = run.stdout.splitlines()
    assert refusal == "Put mine into a module: worker processes import no script."
    until(lambda: not running(int(pid)))
    assert imported.read_text() == "x"
    assert "Traceback" not in run.stderr


def test_the_parts_of_a_run_have_workers_that_end_with_it(folder):
    with executor_here() as executor:
        call = executor.submit(calls.write_and_wait, folder)
        [pid] = until(lambda: calls.pids(folder))
    assert not running(pid)
    assert isinstance(call.exception(), futures.CancelledError)


def test_who_waits_for_items_hears_now_and_then_that_none_has_come():
    coming = queue.SimpleQueue()
    turns = in_turns(iter(coming.get, "end"), 0.001)
    assert next(turns) is None
    coming.put("one")
    coming.put("end")
    assert {*turns} - {None} == {"one"}


def test_who_waits_for_items_gets_each_of_them_and_the_error_at_their_end():
    def items():
        yield from range(3)
        raise InvalidValue("plan", 3, "two")

    turns = in_turns(items(), 60)
    assert [next(turns) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(InvalidValue, match="two"):
        next(turns)
    assert [*in_turns(iter([None, 1]), 60)] == [None, 1]


def test_who_waits_for_items_may_leave_before_one_comes():
    coming = queue.SimpleQueue()
    turns = in_turns(iter(coming.get, "end"), 0.001)
    assert next(turns) is None
    turns.close()
    assert [*turns] == []
    coming.put("end")


@pytest.mark.parametrize("count", [0, 1025, 1.5, "2"])
def test_a_number_of_workers_that_cannot_be_is_refused(count):
    with pytest.raises(InvalidValue, match="a whole number from 1 to 1024"):
        Workers(count)
