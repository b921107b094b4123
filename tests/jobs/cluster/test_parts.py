"""Runs that spread over a real cluster: equal to those in processes of our own, beside each other, stopped."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from distributed import Client

from gruviz.jobs.cluster import parts
from gruviz.jobs.executor import Workers
from gruviz.maps.axis import Axis
from gruviz.maps.plan import Plan
from gruviz.maps.sweep import filling
from gruviz.maps.trainability_map import Training
from gruviz.server_runs import fill
from gruviz.training.settings import Learner, TrainConfig
from tests.jobs import calls
from tests.jobs.waiting import ended, until
from tests.test_server_runs import BEFORE

LEARNING = Plan(
    TrainConfig(
        "first_symbol",
        (Learner("gru", learning_rate=0.05),),
        length=10,
        hidden_size=8,
        batch_size=16,
        steps=60,
        seeds=2,
        report_every=2,
    ),
    Axis("gain", (0.5, 2.0)),
    Axis("update_bias", (-2.0, 0.0)),
    "success",
)
"""Two by two trainings, of two networks each."""


@pytest.fixture
def client(cluster):
    with Client(cluster.address, set_as_default=False) as client:
        yield client


def results(found):
    """By square, to the last digit."""
    return {one.square: digits(one.result) for one in found}


def digits(result):
    if isinstance(result, Training):
        return [result.updates.tolist(), result.solved.tolist(), result.diverged.tolist()]
    return result.tolist()


def test_a_map_is_the_same_in_this_thread_in_workers_and_on_a_cluster(client, cluster, server_of):
    with ThreadPoolExecutor(1) as here, Workers(2) as workers, client.get_executor() as tasks:
        alone, ours, theirs = (results(filling(BEFORE, executor)) for executor in (here, workers, tasks))
    jobs = server_of(cluster.address, fill)
    job = ended(jobs, jobs.submit(BEFORE, viewer="ann"))
    assert (job.status, job.message, job.share) == ("finished", "", 1.0)
    assert alone == ours == theirs == results(job.events)
    assert len(alone) == 6


@pytest.mark.training
def test_a_map_of_trainings_is_the_same_in_this_thread_in_a_worker_and_on_a_cluster(client):
    with ThreadPoolExecutor(1) as here, Workers(1) as workers, client.get_executor() as tasks:
        alone, ours, theirs = (results(filling(LEARNING, executor)) for executor in (here, workers, tasks))
    assert alone == ours == theirs
    assert len(alone) == 4
    networks = {tuple(kept) for _, solved, _ in alone.values() for kept in zip(*solved, strict=True)}
    assert len(networks) > 4, "they learn at times of their own, and some do not"


def test_more_runs_than_workers_make_room_for_their_parts(cluster, server_of):
    jobs = server_of(cluster.address, fill)
    keys = [jobs.submit(replace(BEFORE, base=replace(BEFORE.base, seed=seed)), viewer="ann") for seed in range(1, 4)]
    assert [ended(jobs, key).total_events for key in keys] == [6, 6, 6]


def test_parts_have_one_thread(cluster, server_of, plan, open_gate):
    jobs = server_of(cluster.address, calls.spread)
    open_gate()
    job = ended(jobs, jobs.submit(plan("a"), viewer="ann"))
    assert [part for part in job.events if part] == [(number, "1") for number in range(6)]


def test_the_parts_of_a_stopped_run_do_not_begin(client, cluster, server_of, plan, open_gate, tmp_path):
    jobs = server_of(cluster.address, calls.spread)
    key = jobs.submit(plan("a"), viewer="ann")
    begun = until(lambda: len(found := calls.pids(tmp_path)) == 2 and found)
    jobs.stop(key, "ann")
    until(lambda: _wanted(client) == 0)
    open_gate()
    for _ in range(4):
        client.submit(calls.own_pid, pure=False).result()
    assert sorted(calls.pids(tmp_path)) == sorted(begun)


def _wanted(client):
    """Tasks that workers have, or will have."""
    return client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks))


def test_a_server_is_no_worker():
    assert not parts.is_here()
