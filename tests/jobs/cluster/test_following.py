"""One follower by hand, with a cluster that the test plays."""

import pickle
from types import SimpleNamespace

import pytest

from gruviz.jobs.cluster.board import Board
from gruviz.jobs.cluster.connection import NoAnswer, Unreachable
from gruviz.jobs.cluster.following import KILLED, NOT_INSTALLED, Following
from gruviz.jobs.cluster.run import Abandoned
from gruviz.jobs.runner import Begun, Waiting


def news(*events, ended=False, problem=None):
    bodies = [pickle.dumps(event) for event in events]
    return {"events": bodies, "reports": 0, "share": 0.0, "ended": ended, "problem": problem, "ago": 0.0}


class Played:
    """A connection whose answers stand in a list; a future whose states do. What has run out repeats itself."""

    def __init__(self, answers=(), states=("pending",), error=None, answering=True, workers=()):
        self.board, self.answers_left, self.states = Board(), list(answers), list(states)
        self.key, self.client, self.error, self.answering = "run", object(), error, answering
        self.workers = workers
        self.asked, self.told = [], []

    @property
    def status(self):
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]

    def exception(self):
        return self.error

    def done(self):
        return self.states[0] != "pending"

    def read(self, place, key, since, reports, patience):
        self.asked.append((place, since))
        answer = self.answers_left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def has_worker(self, place):
        if not self.answering:
            raise NoAnswer
        return place in self.workers

    def drop(self, client):
        assert client is self.client
        return Unreachable("scheduler", "", "", "gone")

    def statuses(self, keys):
        return {}

    def begins(self, stamp=1.0, place="one"):
        self.board.note((stamp, {"run": "run", "at": place}))
        return self

    def follow(self, proceed=lambda told: True):
        def note(told):
            self.told.append(told)
            return proceed(told)

        following = Following(self, note)
        return following.follow(self), following.problem, [told for told in self.told if isinstance(told, int)]


def test_events_are_asked_for_from_where_one_has_come_to():
    played = Played([news(0, 1), news(), news(2, ended=True)]).begins()
    assert played.follow() == ("finished", None, [0, 1, 2])
    assert played.asked == [("one", 0), ("one", 2), ("one", 2)]
    assert played.told[0] == Begun(0.0)


def test_a_run_that_went_wrong_passes_on_what_it_had():
    assert Played([news(0, ended=True, problem="why")]).begins().follow() == ("failed", "why", [0])


def test_a_worker_that_is_gone_has_taken_what_was_read_of_it_along():
    assert Played([news(0), NoAnswer()]).begins().follow() == ("failed", KILLED, [0])


def test_a_worker_that_is_too_busy_to_answer_is_asked_again():
    played = Played([news(0), NoAnswer(), NoAnswer(), news(1, ended=True)], workers=["one"]).begins()
    assert played.follow() == ("finished", None, [0, 1])


def test_where_a_run_once_began_and_is_no_longer_says_nothing_of_this_one():
    played = Played([NoAnswer(), news(0, ended=True)]).begins(place="long gone")
    played.follow(lambda told: (told == Waiting(0) and played.begins(2.0, "new") is played) or told != Waiting(0))
    assert played.asked == [("long gone", 0), ("new", 0)]


def test_a_run_that_a_living_worker_gave_up_goes_on_where_it_begins_again():
    played = Played([news(0, 1), None, news(2, ended=True)]).begins()
    outcome = played.follow(lambda told: told != Waiting(0) or bool(played.begins(2.0, "new")))
    assert outcome == ("finished", None, [0, 1, 2])
    assert played.asked[-1] == ("new", 2)


@pytest.mark.parametrize("error", [Abandoned(), type("KilledWorker", (Exception,), {})()])
def test_a_run_that_is_lost_before_it_was_read_is_handed_over_again(error):
    assert Played(states=["error"], error=error).follow() == ("lost", None, [])


def test_workers_without_this_package_are_told_of():
    missing = Played(states=["error"], error=ModuleNotFoundError("No module", name="gruviz"))
    assert missing.follow() == ("failed", NOT_INSTALLED, [])


def test_a_scheduler_that_is_gone_is_not_taken_for_a_worker():
    with pytest.raises(Unreachable):
        Played([news(0), NoAnswer()], answering=False).begins().follow()
    with pytest.raises(Unreachable):
        Played(states=["cancelled"]).follow()


@pytest.mark.parametrize("states", [["pending"], ["cancelled"]])
def test_a_run_that_is_wanted_no_longer_is_left(states):
    assert Played([news(0, 1)], states).begins().follow(lambda told: False)[0] == "left"


def test_a_result_is_read_where_no_worker_is_known_to_have_it():
    played = Played(states=["finished"])
    played.result = lambda future: SimpleNamespace(reading=lambda since: news(0, 1, ended=True))
    assert played.follow() == ("finished", None, [0, 1])
