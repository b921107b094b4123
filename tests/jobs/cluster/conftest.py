"""A real scheduler with two workers, each a process of its own that runs one task at a time."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gruviz.jobs.cluster.connection import Connection
from gruviz.jobs.cluster.worker import ClusterWorker
from gruviz.jobs.pool import Jobs
from tests.jobs.waiting import until
from tests.jobs.work import work

ROOT = Path(__file__).parents[3]


class LocalCluster:
    """A scheduler on this computer, and its workers, which can be killed and started again."""

    def __init__(self, folder, **settings):
        self._folder, self._processes = folder, []
        settings |= {"temporary_directory": folder}
        named = {f"DASK_{name.upper()}": str(value) for name, value in settings.items()}
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), **named}
        self._file = folder / "scheduler.json"
        self.scheduler = self.start_scheduler()

    @property
    def address(self):
        return json.loads(self._file.read_text())["address"]

    def start_scheduler(self, port=0):
        self._file.unlink(missing_ok=True)
        options = ("--port", port, "--dashboard-address", "127.0.0.1:0", "--scheduler-file", self._file)
        process = self._start("scheduler", *options)
        until(lambda: self._file.exists() and self._file.read_text().endswith("}"))
        return process

    def start_workers(self, number, *options):
        there = self._registered()
        self._start("worker", self.address, "--nworkers", number, "--nthreads", 1, *options)
        until(lambda: self._registered() == there + number)

    def _registered(self):
        return (self._folder / "log.txt").read_text().count("Registered to:")

    def close(self):
        """Kill all, which would take seconds to end in peace; each with what it has started."""
        for process in self._processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, what, *options):
        command = [sys.executable, "-m", "dask", what, "--host", "127.0.0.1", *map(str, options)]
        with (self._folder / "log.txt").open("a") as log:
            streams = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
            environment = self._environment
            process = subprocess.Popen(command, cwd=self._folder, env=environment, start_new_session=True, **streams)
        self._processes.append(process)
        return process


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    cluster = LocalCluster(tmp_path_factory.mktemp("cluster"), distributed__scheduler__allowed_failures=0)
    cluster.start_workers(2)
    yield cluster
    cluster.close()


@pytest.fixture
def server_of(clock):
    """Makes what a server has, with a connection of its own, and closes it after the test."""
    made = []

    def make(address, work=work, **settings):
        connection = Connection(address)
        settings = {"workers": 8, "clock": clock, **settings}
        made.append(Jobs(work, runner=lambda: ClusterWorker(connection), **settings))
        return made[-1]

    yield make
    for jobs in made:
        jobs.close()
