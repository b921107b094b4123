import pickle

import pytest

from gruviz.classroom.refusals import ClassRefusal, NoSuchClass, NotTheTeacher, VoteRefused


@pytest.mark.parametrize("refusal", [ClassRefusal("Not now."), VoteRefused("Closed."), NoSuchClass(), NotTheTeacher()])
def test_a_refusal_is_a_sentence_and_stays_one_on_its_way_between_processes(refusal):
    assert str(refusal) == refusal.sentence
    assert refusal.sentence.endswith(".")
    back = pickle.loads(pickle.dumps(refusal))
    assert (type(back), str(back)) == (type(refusal), str(refusal))
