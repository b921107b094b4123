"""A process that runs one work function after another, and the handle the server holds on it.

It is started as `python -m gruviz.jobs.worker` and not by multiprocessing, whose children first import the main module
of their parent: under Streamlit that is the page itself, which would then run again in every worker.

Messages, each pickled behind its length, over the worker's standard input and output:

    server → worker    a task (bytes), then after each event True (go on) or False (stop)
    worker → server    ("begun", None), ("event", event) any number of times, ("end", what went wrong or None)
"""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import IO, Any

from gruviz.validation import GruvizError

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
"""Environment of every worker, in place before NumPy or torch is imported there."""
NICENESS = 15
"""Of every worker, so that pages go before trainings; not the most there is, so that busy pages do not starve them."""
KILLED = 9
"""The signal that no process can refuse, by the number that it has everywhere; Windows has no name for it."""


class Worker:
    """One worker process: started at its first run, kept for the next ones, replaced when it has died.

    `run` belongs to one thread; `abort` and `close` may be called from any.
    """

    begins_at_once = True

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._changing = threading.Lock()

    def run(self, task: bytes, proceed: Callable[[Any], bool]) -> str | None:
        """Run a task to its end.

        Args:
            task: A pickled pair (work, config).
            proceed: Called with each event; says whether the run goes on.

        Returns:
            What went wrong; None if nothing did.
        """
        try:
            inbox, outbox = self._hand_over(task)
            while True:
                kind, content = _receive(inbox)
                if kind == "end":
                    return content
                _send(outbox, proceed(content))
        except (EOFError, BrokenPipeError):
            return _death(self.discard())
        except Exception as error:
            self.discard()
            return message(error)

    def leave(self) -> None:
        """See `Runner`: the process stops at its next event."""

    def abort(self) -> None:
        """Kill the process, whatever it is doing; the next run starts a new one."""
        with self._changing:
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """Kill the process for good."""
        self._closed = True
        self.abort()

    def discard(self) -> int:
        """Kill the process and free its pipes; for the thread that calls `run`. Returns the exit code."""
        with self._changing:
            process, self._process = self._process, None
        if process is None:
            return 0
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # a message that nobody will read
                pipe.close()  # type: ignore[union-attr]
        return process.wait()

    def _hand_over(self, task: bytes) -> tuple[IO[bytes], IO[bytes]]:
        """Give a process the task; one that turns out to have died since its last run is replaced."""
        used = self._process is not None
        try:
            inbox, outbox = self._pipes()
            _send(outbox, task)
            _receive(inbox)
        except (EOFError, BrokenPipeError):
            if not used:
                raise
            self.discard()
            return self._hand_over(task)
        return inbox, outbox

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        with self._changing:
            if self._process is None:
                self._process = self._start()
            assert self._process.stdout is not None
            assert self._process.stdin is not None
            return self._process.stdout, self._process.stdin

    def _start(self) -> "subprocess.Popen[bytes]":
        if self._closed:
            raise EOFError
        command = [sys.executable, "-m", "gruviz.jobs.worker"]
        environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(sys.path)}
        pipe, flags = subprocess.PIPE, _creation_flags()
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment, creationflags=flags)


def _creation_flags() -> int:
    """How Windows starts a process below the server's priority; elsewhere the process lowers its own."""
    if sys.platform == "win32":
        return subprocess.BELOW_NORMAL_PRIORITY_CLASS
    return 0


def _step_back() -> None:
    """Let the server go first, also one that is niced itself; a worker that may not change its priority still works."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))


def main() -> None:
    """Run the tasks that arrive on standard input, until it ends."""
    _step_back()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server; its end is ours
    outbox = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a work function prints goes to the server's log
    inbox: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(inbox,), daemon=True).start()
    while True:
        task = inbox.get()
        _send(outbox, ("begun", None))
        _send(outbox, ("end", _perform(task, inbox, outbox)))


def _listen(inbox: "SimpleQueue[Any]") -> None:
    """Pass the server's messages on; when the server is gone, so is this process, even in the middle of an event."""
    try:
        while True:
            inbox.put(_receive(sys.stdin.buffer))
    finally:
        os._exit(0)


def _perform(task: bytes, inbox: "SimpleQueue[Any]", outbox: IO[bytes]) -> str | None:
    try:
        for event in _events(task):
            _send(outbox, ("event", event))
            if not inbox.get():
                break
    except GruvizError as error:
        return message(error)
    except Exception as error:
        traceback.print_exc()
        return message(error)
    return None


def _events(task: bytes) -> Iterator[Any]:
    work, config = pickle.loads(task)
    return iter(work(config))


def _send(pipe: IO[bytes], message: object) -> None:
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    pipe.write(len(body).to_bytes(8, "big") + body)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    size = int.from_bytes(_read(pipe, 8), "big")
    return pickle.loads(_read(pipe, size))


def _read(pipe: IO[bytes], size: int) -> bytes:
    body = pipe.read(size)
    if len(body) < size:
        raise EOFError
    return body


def message(error: BaseException) -> str:
    """What went wrong, for the person who waited."""
    return str(error) if isinstance(error, GruvizError) else f"{type(error).__name__}: {error}"


def _death(code: int) -> str:
    """How a process came to its end in the middle of a run, for the person who waited for it."""
    if code >= 0:
        return f"The process of this run ended by itself, with exit code {code}."
    if code == -KILLED:
        return "The computer has ended the process of this run, most often because memory ran out."
    return f"The process of this run has crashed ({signal.strsignal(-code)})."


if __name__ == "__main__":
    main()
