import pytest

from gruviz.classroom.question import Axis, ClassOutcome, ClassQuestion, Stop
from gruviz.classroom.refusals import VoteRefused
from gruviz.validation import InvalidValue

STOPS = (Stop(0.01, "1%"), Stop(0.1, "10%"), Stop(1.0, "all"))


def test_a_vote_on_an_axis_is_one_of_its_stops():
    question = ClassQuestion("a", "How much?", "", axis=Axis("share", STOPS, logarithmic=True))
    assert question.counted(0.1000000001) == 0.1
    for value in (0.05, 0.0, 1.2):
        with pytest.raises(VoteRefused):
            question.counted(value)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Axis("share", STOPS[:1]),
        lambda: Axis("share", STOPS[::-1]),
        lambda: Axis("share", (Stop(0.0, "none"), *STOPS), logarithmic=True),
        lambda: Axis("share", STOPS, (3,)),
        lambda: ClassQuestion("a b", "?", "", ("yes", "no")),
        lambda: ClassQuestion("a", "?", "", ("yes",)),
        lambda: ClassQuestion("a", "?", "", ("yes", "no"), Axis("share", STOPS)),
        lambda: ClassQuestion("a", "?", "x" * 60_000, ("yes", "no")),
    ],
)
def test_a_question_that_nobody_can_answer_is_refused(wrong):
    with pytest.raises(InvalidValue):
        wrong()


def test_votes_mean_the_same_while_choices_and_stops_do():
    choices = ClassQuestion("a", "?", "", ("yes", "no"))
    numbers = ClassQuestion("a", "?", "", axis=Axis("share", STOPS))
    assert choices.takes_votes_of(ClassQuestion("a", "other", "words", ("aye", "nay")))
    assert not choices.takes_votes_of(ClassQuestion("a", "?", "", ("yes", "no", "both")))
    assert numbers.takes_votes_of(ClassQuestion("a", "?", "", axis=Axis("part", STOPS)))
    assert not numbers.takes_votes_of(ClassQuestion("a", "?", "", axis=Axis("share", STOPS[1:])))
    assert not numbers.takes_votes_of(choices)


def test_an_outcome_says_which_votes_were_right():
    assert [ClassOutcome("", 1.0).is_right(vote) for vote in (0.0, 1.0)] == [False, True]
    assert [ClassOutcome("", 0.3, 0.2, 0.5).is_right(vote) for vote in (0.1, 0.2, 0.5, 0.6)] == [
        False,
        True,
        True,
        False,
    ]
    assert ClassOutcome("undecided").is_right(1.0) is None
