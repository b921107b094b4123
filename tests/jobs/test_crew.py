"""How many workers a run gets, and how many of them may compute. None of them starts a process here."""

import pytest

from gruviz.jobs.crew import Crew
from gruviz.jobs.worker import Worker
from gruviz.validation import InvalidValue


def test_the_first_run_has_all_idle_cores_and_the_next_one_worker():
    crew = Crew(4)
    first = crew.take(3)
    assert (len(first), len(crew.take(3)), len(crew.take(3))) == (3, 1, 1)
    assert len({*first}) == 3


def test_a_run_takes_no_more_than_it_has_parts_for():
    crew = Crew(4)
    assert [len(crew.take(1)) for _ in range(4)] == [1, 1, 1, 1]


def test_runs_of_other_pools_leave_one_worker():
    assert len(Crew(4, others=lambda: 2).take(3)) == 2
    assert len(Crew(4, others=lambda: 9).take(3)) == 1


def test_workers_are_used_again_the_last_one_first():
    crew = Crew(2)
    first, second = crew.take(2)
    crew.give_back([first, second])
    assert crew.take(1) == [second]


def test_as_many_are_kept_as_there_are_cores(monkeypatch):
    crew = Crew(2)
    spread, single = crew.take(2), crew.take(2)
    gone = []
    monkeypatch.setattr(Worker, "discard", lambda worker: gone.append(worker))
    crew.give_back(spread)
    assert gone == []
    crew.give_back(single)
    assert gone == spread[:1]
    crew.discard()
    assert gone == [*spread, *single]


def test_all_workers_of_a_run_compute_until_others_want_their_cores():
    busy = []
    crew = Crew(4, others=lambda: len(busy))
    workers = crew.take(3)
    assert crew.at_once(3) == 3
    other = crew.take(3)
    assert crew.at_once(3) == 3, "four workers have four cores"
    busy.append("a measurement")
    assert crew.at_once(3) == 2
    busy.extend(["a map"] * 4)
    assert crew.at_once(3) == 1
    busy.clear()
    crew.give_back(other)
    assert (crew.at_once(3), len(workers)) == (3, 3)


def test_there_is_a_core_at_least():
    with pytest.raises(InvalidValue, match="cores"):
        Crew(0)
