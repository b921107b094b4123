"""A connection that cannot be made, and names that are the same in every process."""

import os
import pickle
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from gruviz.jobs.cluster import connection
from gruviz.jobs.cluster.connection import Connection, Unreachable, name
from gruviz.server_runs import work as train
from gruviz.tasks import Language
from gruviz.training.settings import Learner, TrainConfig
from tests.jobs.cluster.conftest import ROOT
from tests.jobs.waiting import ended

TEXT = "".join(f"{i} green bottles, hanging on the wall;\n" for i in range(200))
CONFIGS = (TrainConfig(), TrainConfig(Language(TEXT), (Learner("gru", gain=0.1 + 0.2),), length=16))


def test_equal_work_on_an_equal_config_has_one_name_in_all_processes():
    tasks = [pickle.dumps((train, config)) for config in CONFIGS]
    code = (
        "import pickle, sys\nfrom gruviz.jobs.cluster.connection import name\n"
        "print(*map(name, pickle.load(sys.stdin.buffer)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"}
    there = subprocess.run([sys.executable, "-c", code], env=environment, input=pickle.dumps(tasks), stdout=-1)
    assert there.stdout.decode().split() == [name(task) for task in tasks]
    fresh = TrainConfig(Language(TEXT), (Learner("gru", gain=0.1 + 0.2),), length=16)
    assert name(pickle.dumps((train, fresh))) == name(tasks[1])


def test_other_work_and_other_configs_have_other_names():
    other = [replace(CONFIGS[0], seed=1), replace(CONFIGS[0], clip=None), TrainConfig(Language(TEXT + "!"), length=16)]
    tasks = [(train, config) for config in (*CONFIGS, *other)] + [(print, CONFIGS[0])]
    assert len({name(pickle.dumps(task)) for task in tasks}) == len(tasks)


def test_a_scheduler_that_was_never_there_is_told_to_all_who_wait(monkeypatch, server_of, plan):
    monkeypatch.setattr(connection, "CONNECTING", 0.2)
    jobs = server_of("tcp://127.0.0.1:1")
    keys = [jobs.submit(plan(name), viewer="ann") for name in "abc"]
    said = "The scheduler at tcp://127.0.0.1:1 does not answer; once it does, the run can be started again."
    for key in keys:
        assert ended(jobs, key).status == "failed"
        assert jobs.find(key).message.startswith(said)


def test_tries_in_vain_leave_nothing_running(monkeypatch):
    monkeypatch.setattr(connection, "CONNECTING", 0.2)
    lost, running = Connection("tcp://127.0.0.1:1"), []
    for _ in range(3):
        with pytest.raises(Unreachable):
            lost.submit(pickle.dumps((train, CONFIGS[0])), "a user")
        running.append(sum(thread.name == "IO loop" for thread in threading.enumerate()))
    assert running[0] == running[-1]


def test_an_address_that_is_none_is_told(server_of, plan):
    jobs = server_of("bananas://here")
    assert ended(jobs, jobs.submit(plan("a"), viewer="ann")).message.startswith("The scheduler at bananas://here does")


def test_a_package_that_is_missing_is_named(monkeypatch, plan):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Unreachable, match=r"Install gruviz\[cluster\] to use a cluster"):
        Connection("tcp://10.0.0.5:8786").submit(pickle.dumps((train, CONFIGS[0])), "a user")
