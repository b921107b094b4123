"""The simulation against what can be worked out by hand."""

import math

import pytest

from benchmarks.simulation import simulate


@pytest.mark.parametrize(("tasks", "workers"), [(1, 1), (10, 3), (1000, 100), (3, 10)])
def test_equal_tasks_take_as_many_rounds_as_it_needs(tasks, workers):
    outcome = simulate([2.0] * tasks, workers)
    assert outcome.makespan == 2.0 * math.ceil(tasks / workers)
    assert outcome.speed_up == pytest.approx(tasks / math.ceil(tasks / workers))
    assert outcome.utilisation == pytest.approx(outcome.speed_up / workers)


def test_whoever_is_free_first_gets_the_next_task():
    assert simulate([5.0, 1.0, 1.0, 1.0], 2).makespan == 5.0
    assert simulate([1.0, 1.0, 1.0, 5.0], 2).makespan == 6.0


def test_a_slow_scheduler_is_the_limit():
    """Workers that are done at once wait for it: the last task begins after n of its times."""
    assert simulate([1.0] * 50, 1000, per_task=0.5).makespan == 50 * 0.5 + 1.0


def test_one_worker_pays_for_everything():
    outcome = simulate([1.0, 2.0], 1, per_task=0.25, latency=0.5, start=4.0)
    assert outcome.makespan == 4.0 + 2 * (0.25 + 0.5) + 3.0


def test_loading_is_paid_once_by_each_worker():
    assert simulate([1.0] * 4, 2, start=3.0).makespan == 3.0 + 2.0
