"""What a server knows of all runs, from news that come twice and in any order."""

from gruviz.jobs.cluster import board
from gruviz.jobs.cluster.board import Board


def waits(key, stamp):
    return stamp, {"run": key}


def begins(key, stamp, place="tcp://one"):
    return stamp, {"run": key, "at": place}


def board_of(*news):
    made = Board()
    for event in news:
        made.note(event)
    return made


def all_queued(keys):
    return dict.fromkeys(keys, "queued")


def test_who_was_handed_over_first_is_ahead():
    made = board_of(waits("a", 1.0), waits("b", 2.0), waits("c", 3.0))
    assert [made.ahead(key, all_queued) for key in "abc"] == [0, 1, 2]
    made.note(begins("a", 4.0))
    assert [made.ahead(key, all_queued) for key in "bc"] == [0, 1]


def test_who_joins_a_run_does_not_put_it_back():
    made = board_of(waits("a", 1.0), waits("b", 2.0), waits("a", 3.0), begins("c", 4.0), waits("c", 5.0))
    assert [made.ahead(key, all_queued) for key in "ab"] == [0, 1]
    made.note(waits("d", 6.0))
    assert made.ahead("d", all_queued) == 2, "the one that was joined has begun"


def test_a_run_that_was_given_up_is_not_ahead():
    made = board_of(waits("a", 1.0), waits("b", 2.0), waits("c", 3.0))
    assert made.ahead("c", lambda keys: {"a": None, "b": "processing"}) == 1
    assert made.ahead("c", all_queued) == 1, "it is forgotten"


def test_the_scheduler_is_asked_only_about_those_ahead():
    asked = []
    made = board_of(waits("a", 1.0), waits("b", 2.0), waits("c", 3.0))
    assert made.ahead("a", asked.append) == 0
    assert asked == []
    made.ahead("b", lambda keys: asked.extend(keys) or {})
    assert asked == ["a"]


def test_where_a_run_begins_last_counts_in_whatever_order_it_is_heard():
    made = board_of(begins("a", 2.0, "second"), begins("a", 1.0, "first"))
    assert made.beginning("a") == (2.0, "second")
    made.forget("a", (1.0, "first"))
    assert made.beginning("a") == (2.0, "second")
    made.forget("a", (2.0, "second"))
    assert made.beginning("a") is None


def test_it_does_not_grow_for_ever(monkeypatch):
    monkeypatch.setattr(board, "KEPT", 2)
    made = board_of(*(begins(key, stamp) for stamp, key in enumerate("abc", start=1)))
    assert [made.beginning(key) is None for key in "abc"] == [True, False, False]
