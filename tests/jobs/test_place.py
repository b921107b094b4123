"""Where runs go on, by the environment of a server."""

import os

import pytest

from gruviz.jobs.cluster.worker import ClusterWorker
from gruviz.jobs.place import ON_CLUSTER, SCHEDULER, at_once, new_runner, scheduler
from gruviz.jobs.worker import Worker


@pytest.mark.parametrize("value", [None, "", "  "])
def test_without_a_scheduler_they_stay_here(monkeypatch, value):
    monkeypatch.delenv(SCHEDULER, raising=False)
    if value is not None:
        monkeypatch.setenv(SCHEDULER, value)
    assert scheduler() is None
    assert at_once() == os.cpu_count()
    assert isinstance(new_runner(), Worker)


def test_a_scheduler_takes_them_all(monkeypatch):
    monkeypatch.setenv(SCHEDULER, " tcp://10.0.0.5:8786 ")
    assert (scheduler(), at_once()) == ("tcp://10.0.0.5:8786", ON_CLUSTER)
    one, other = new_runner(), new_runner()
    assert isinstance(one, ClusterWorker)
    assert one._connection is other._connection, "a server has one connection"
