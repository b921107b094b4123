import pickle

import pytest

from gruviz.classroom.refusals import ClassRefusal, DatabaseAway, NoSuchClass, NotTheTeacher, VoteRefused

REFUSALS = [ClassRefusal("Not now."), VoteRefused("Closed."), NoSuchClass(), NotTheTeacher(), DatabaseAway()]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refusal_is_a_sentence_and_stays_one_on_its_way_between_processes(refusal):
    assert str(refusal) == refusal.sentence
    assert refusal.sentence.endswith(".")
    back = pickle.loads(pickle.dumps(refusal))
    assert (type(back), str(back)) == (type(refusal), str(refusal))
