"""Jobs that run in real processes, on a clock that the test moves."""

import pytest

from gruviz.jobs.pool import Jobs
from tests.jobs.work import Plan, work


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


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
