"""Classes on both databases: what counts, who may do what, what is hidden, and what is kept."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from sqlalchemy import create_engine, select

from gruviz.classroom.classroom import DAY, HERE, Classroom
from gruviz.classroom.database import TABLES
from gruviz.classroom.question import Axis, ClassOutcome, ClassQuestion, Curve, Stop
from gruviz.classroom.refusals import ClassRefusal, NoSuchClass, NotTheTeacher, VoteRefused
from gruviz.classroom.state import OwnVotes, Phase, QuestionResult, Tally

TEACHER, COLLEAGUE, STUDENT = "the teacher's cookie", "the colleague's cookie", "a student's cookie"
GATES = ClassQuestion("walkthrough.gates", "Which one keeps?", "<p>…</p>", ("RNN", "GRU", "LSTM"))
LEFT = ClassQuestion(
    "walkthrough.chain",
    "How much is left?",
    "<math><mi>h</mi></math>",
    axis=Axis("left", (Stop(1e-16, "nothing"), Stop(1e-8, "1 in 100 million"), Stop(1.0, "all")), (0, 2), True),
)
ANSWER = ClassOutcome("<p>39%</p>", 1.0)


class Clock:
    """Seconds that pass when a test says so."""

    now = 1.8e9

    def __call__(self):
        return self.now


@contextmanager
def serving(database, clock):
    """The classes as one server has them."""
    engine = create_engine(database)
    yield Classroom(engine, clock)
    engine.dispose()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def classes(database, clock):
    with serving(database, clock) as classes:
        yield classes


@pytest.fixture
def code(classes):
    return classes.open(TEACHER).code


def kept(database):
    """All that is in the database."""
    engine = create_engine(database)
    with engine.connect() as connection:
        found = {table.name: connection.execute(select(table)).all() for table in TABLES.sorted_tables}
    engine.dispose()
    return found


def test_a_question_goes_through_two_votes_to_the_run(classes, code):
    assert classes.state(code).question is None
    classes.ask(code, TEACHER, GATES)
    assert classes.vote(code, STUDENT, GATES.key, 0) == OwnVotes(0.0)
    assert classes.vote(code, STUDENT, GATES.key, 2) == OwnVotes(2.0), "it changes until voting is closed"
    classes.vote(code, "another", GATES.key, 1)
    classes.show(code, TEACHER)
    assert classes.state(code).tally == Tally(), "nobody sees how the others vote before all have"
    classes.move(code, TEACHER, Phase.DISCUSSION)
    with pytest.raises(VoteRefused, match=r"closed\."):
        classes.vote(code, STUDENT, GATES.key, 1)
    assert classes.state(code).tally == Tally((1.0, 2.0))
    classes.move(code, TEACHER, Phase.SECOND)
    assert classes.vote(code, STUDENT, GATES.key, 1) == OwnVotes(2.0, 1.0)
    state = classes.state(code)
    assert (state.tally, state.answered, state.outcome) == (Tally((1.0, 2.0)), (2, 1), None)
    classes.reveal(code, TEACHER, ANSWER)
    state = classes.state(code)
    assert (state.phase, state.tally, state.outcome) == (Phase.RUN, Tally((1.0, 2.0), (1.0,)), ANSWER)
    assert classes.tally(code, GATES.key).counts(3) == {"first": [0, 1, 1], "second": [0, 1, 0]}
    assert classes.results(code, TEACHER) == [QuestionResult(GATES, ANSWER, state.tally, ((2.0, 1.0),))]
    assert classes.own(code, STUDENT) == classes.everyones(code)(STUDENT) == OwnVotes(2.0, 1.0)
    assert classes.own(code, TEACHER) == classes.everyones(code)(TEACHER) == OwnVotes()


def test_votes_are_hidden_until_shown_and_the_outcome_when_one_goes_back(classes, code):
    classes.ask(code, TEACHER, GATES)
    classes.vote(code, STUDENT, GATES.key, 0)
    classes.reveal(code, TEACHER, ANSWER)
    assert classes.state(code).tally is None
    with pytest.raises(VoteRefused):
        classes.vote(code, STUDENT, GATES.key, 1)
    classes.move(code, TEACHER, Phase.SECOND)
    assert classes.state(code).outcome is None
    with pytest.raises(ClassRefusal, match="outcome"):
        classes.move(code, TEACHER, Phase.RUN)


def test_numbers_come_back_as_they_were_given(classes, code):
    classes.ask(code, TEACHER, LEFT)
    assert classes.state(code).question == LEFT
    assert classes.vote(code, STUDENT, LEFT.key, 1e-16) == OwnVotes(1e-16)
    outcome = ClassOutcome("…", 2.6e-13, 2e-14, 2e-12, Curve(((0.0, 2.6e-13), (0.5, None), (1.0, 1.0)), "a", "b", 0.0))
    classes.reveal(code, TEACHER, outcome)
    assert classes.state(code).outcome == outcome


def test_what_is_no_answer_is_refused(classes, code):
    classes.ask(code, TEACHER, GATES)
    for value in (3, -1, 0.5, True, "1", None, float("nan"), 10**400):
        with pytest.raises(VoteRefused):
            classes.vote(code, STUDENT, GATES.key, value)
    assert classes.state(code).answered == (0, 0)


def test_a_question_comes_back_as_it_was_left_and_can_begin_anew(classes, code):
    classes.ask(code, TEACHER, GATES)
    classes.vote(code, STUDENT, GATES.key, 1)
    classes.move(code, TEACHER, Phase.DISCUSSION)
    classes.ask(code, TEACHER, LEFT)
    with pytest.raises(VoteRefused, match="gone on"):
        classes.vote(code, STUDENT, GATES.key, 1)
    reworded = ClassQuestion(GATES.key, "Which one?", "other words", GATES.choices)
    classes.ask(code, TEACHER, reworded)
    state = classes.state(code)
    assert (state.question, state.phase, state.answered) == (reworded, Phase.DISCUSSION, (1, 0))
    classes.ask_again(code, TEACHER)
    state = classes.state(code)
    assert (state.phase, state.answered) == (Phase.FIRST, (0, 0))
    classes.vote(code, STUDENT, GATES.key, 1)
    classes.ask(code, TEACHER, ClassQuestion(GATES.key, "Which one?", "", ("RNN", "GRU")))
    assert classes.state(code).answered == (0, 0), "a vote on other choices means nothing here"
    classes.rest(code, TEACHER)
    assert classes.state(code).question is None
    with pytest.raises(ClassRefusal, match="Nothing is asked"):
        classes.show(code, TEACHER)


ACTS = {
    "ask": lambda classes, code, who: classes.ask(code, who, LEFT),
    "ask_again": lambda classes, code, who: classes.ask_again(code, who),
    "move": lambda classes, code, who: classes.move(code, who, Phase.SECOND),
    "show": lambda classes, code, who: classes.show(code, who),
    "reveal": lambda classes, code, who: classes.reveal(code, who, ANSWER),
    "rest": lambda classes, code, who: classes.rest(code, who),
    "set_free": lambda classes, code, who: classes.set_free(code, who),
    "results": lambda classes, code, who: classes.results(code, who),
    "close": lambda classes, code, who: classes.close(code, who),
}


def test_only_its_own_teacher_acts_in_a_class(classes, code, database):
    other = classes.open(COLLEAGUE).code
    for teacher, place in ((TEACHER, code), (COLLEAGUE, other)):
        classes.ask(place, teacher, GATES)
    classes.vote(code, STUDENT, GATES.key, 1)
    before = kept(database)
    for act in ACTS.values():
        for who in (STUDENT, COLLEAGUE, ""):
            with pytest.raises(NotTheTeacher):
                act(classes, code, who)
    assert kept(database) == before
    assert classes.state(other).answered == (0, 0)
    assert [classes.is_teacher(code, who) for who in (TEACHER, COLLEAGUE, STUDENT)] == [True, False, False]
    for act in ACTS.values():
        act(classes, code, TEACHER)
    assert not classes.is_teacher(code, TEACHER)


def test_the_key_takes_a_class_to_another_browser(classes):
    new = classes.open(TEACHER)
    for wrong in ("", new.code, new.key[:-1], classes.open(COLLEAGUE).key):
        with pytest.raises(NotTheTeacher):
            classes.admit(new.code, wrong, COLLEAGUE)
    classes.admit(new.code, new.key, COLLEAGUE)
    classes.admit(new.code, new.key, COLLEAGUE)
    classes.ask(new.code, COLLEAGUE, GATES)
    assert classes.is_teacher(new.code, TEACHER)


def test_nothing_that_is_kept_names_a_browser_or_the_key(classes, database):
    new, other = classes.open(TEACHER), classes.open(TEACHER)
    for code in (new.code, other.code):
        classes.ask(code, TEACHER, GATES)
        classes.vote(code, STUDENT, GATES.key, 1)
        classes.seen(code, [STUDENT])
    found = kept(database)
    assert not [secret for secret in (TEACHER, STUDENT, new.key) if secret in str(found)]
    hashes = [row.browser for row in found["gruviz_votes_1"]]
    assert len(set(hashes)) == 2, "the same browser is another in another class"


def test_what_was_voted_survives_the_server(classes, code, database, clock):
    classes.ask(code, TEACHER, GATES)
    classes.vote(code, STUDENT, GATES.key, 1)
    with serving(database, clock) as again:
        assert again.own(code, STUDENT) == OwnVotes(1.0)
        again.vote(code, STUDENT, GATES.key, 2)
        again.move(code, TEACHER, Phase.DISCUSSION)
    assert classes.state(code).phase is Phase.DISCUSSION
    assert classes.tally(code, GATES.key) == Tally((2.0,))


def test_after_a_day_nothing_is_left(classes, code, database, clock):
    classes.ask(code, TEACHER, GATES)
    classes.vote(code, STUDENT, GATES.key, 1)
    classes.seen(code, [STUDENT])
    clock.now += DAY - 1
    late = classes.open(COLLEAGUE).code
    assert classes.sweep() == 0
    clock.now += 1
    for look in (classes.state, lambda code: classes.vote(code, STUDENT, GATES.key, 1)):
        with pytest.raises(NoSuchClass):
            look(code)
    assert classes.sweep() == 1
    assert [row.code for row in kept(database)["gruviz_classes_1"]] == [late]
    classes.close(late, COLLEAGUE)
    assert not any(kept(database).values())


def test_a_browser_is_here_for_some_seconds_after_it_was_seen(classes, code, clock):
    classes.seen(code, [STUDENT, "another"])
    clock.now += HERE / 2
    classes.seen(code, [STUDENT])
    classes.seen(code, [])
    assert classes.state(code).present == 2
    clock.now += HERE / 2
    assert classes.state(code).present == 1


def test_a_student_alone_votes_once_and_before_the_teacher_closes(classes, code):
    assert classes.guess(code, STUDENT, GATES, 0)
    assert not classes.guess(code, STUDENT, GATES, 1), "by then the student has seen the run"
    assert classes.state(code).question is None
    assert classes.tally(code, GATES.key) == Tally((0.0,))
    classes.ask(code, TEACHER, GATES)
    assert classes.state(code).answered == (1, 0)
    classes.reveal(code, TEACHER, ANSWER)
    assert not classes.guess(code, "another", GATES, 1)
    assert not classes.guess(code, "another", ClassQuestion(GATES.key, "?", "", ("yes", "no")), 1)


def in_threads(act, number):
    """What each of several threads makes of its number, all at the same time."""
    together = Barrier(number)

    def one(i):
        together.wait(30)
        return act(i)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def test_servers_that_start_together_share_one_database(database, clock):
    def start(number):
        with serving(database, clock) as classes:
            return classes.open(f"teacher {number}").code

    codes = in_threads(start, 4)
    with serving(database, clock) as classes:
        assert [classes.is_teacher(code, f"teacher {i}") for i, code in enumerate(codes)] == [True] * 4


def test_votes_of_many_at_once_are_all_counted_and_once(classes, code):
    classes.ask(code, TEACHER, GATES)

    def vote(number):
        for value in (0, 1, 2):
            for student in range(10):
                classes.vote(code, f"student {number} {student}", GATES.key, (value + student) % 3)

    in_threads(vote, 8)
    assert classes.tally(code, GATES.key).counts(3)["first"] == [24, 24, 32]


def test_a_vote_that_was_taken_counts_and_one_after_the_end_does_not(classes, code):
    classes.ask(code, TEACHER, GATES)

    def act(number):
        if number == 0:
            classes.move(code, TEACHER, Phase.DISCUSSION)
            return classes.tally(code, GATES.key)
        taken = 0
        for student in range(20):
            try:
                classes.vote(code, f"student {number} {student}", GATES.key, 1)
            except VoteRefused:
                break
            taken += 1
        return taken

    closed, *taken = in_threads(act, 5)
    assert len(closed.first) == sum(taken) == len(classes.tally(code, GATES.key).first)
