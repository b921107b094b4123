"""A record of what a student has done: it survives its way, merges, and what somebody else has written does no harm."""

import base64
import json
import zlib

import pytest

from gruviz.lesson.work import CODE, FORMAT, LIMIT, Answers, Explanation, Prediction, Solution, Work, read_work
from gruviz.validation import GruvizError, InvalidValue, TooLarge

MORNING, NOON, EVENING = (f"2026-05-04T{hour}:00:00+00:00" for hour in ("09", "12", "18"))
WORK = Work(
    predictions={"chain": Prediction(1e-6, "seed=0", MORNING)},
    solved={"edge": Solution("cells=rnn&gain=1.4", NOON)},
    explanations={"flat": Explanation("Because “each” step ☂ has its own loss.\nSo.", NOON)},
    quiz={"before": Answers("factor:2,copy:1", MORNING)},
    name="Ada",
    made=EVENING,
)


@pytest.mark.parametrize("text", [WORK.as_json(), WORK.as_json(indent=1), WORK.as_code(), f"\n {WORK.as_code()} "])
def test_it_comes_back_as_it_went(text):
    assert read_work(text) == WORK


def test_a_line_is_one_line():
    assert WORK.as_code().startswith(CODE)
    assert len(WORK.as_code().split()) == 1


def test_nothing_says_who_it_was_unless_they_do():
    assert read_work(Work().as_json()).name == ""
    assert Work().is_empty
    assert not WORK.is_empty


def test_two_tabs_together_keep_the_first_solution_and_the_last_explanation():
    later = Work(
        predictions={"chain": Prediction(0.5, "seed=0", NOON), "fresh": Prediction(2, "", NOON)},
        solved={"edge": Solution("cells=rnn&gain=1.5", EVENING), "explode": Solution("gain=4", EVENING)},
        explanations={"flat": Explanation("Better said.", EVENING)},
    )
    both = WORK.merged(later)
    assert both == later.merged(WORK).merged(WORK) or both.name != later.name
    assert both.predictions == {"chain": WORK.predictions["chain"], "fresh": later.predictions["fresh"]}
    assert both.solved == {"edge": WORK.solved["edge"], "explode": later.solved["explode"]}
    assert both.explanations == later.explanations
    assert both.merged(later) == both


def test_an_empty_explanation_is_none():
    assert WORK.with_explanation("flat", Explanation("  ", EVENING)).explanations == {}


def test_a_solved_exercise_keeps_its_first_solution():
    assert WORK.with_solution("edge", Solution("gain=9", EVENING)).solved == WORK.solved


BOMB = CODE + base64.urlsafe_b64encode(zlib.compress(b" " * 50_000_000)).decode()
NONE = ["", "{", "[]", "null", "3", '{"format": "else"}', "[" * 100_000, CODE, CODE + "!!", CODE + "AAAA", BOMB, "\x00"]


@pytest.mark.parametrize("text", NONE, ids=range(len(NONE)))
def test_what_is_no_record_is_refused_in_a_sentence(text):
    with pytest.raises(InvalidValue, match="^This is no record of GRUViz"):
        read_work(text)


def test_what_is_too_long_is_refused():
    with pytest.raises(TooLarge, match="too long"):
        read_work(" " * (LIMIT + 1))


GOOD = {"settings": "a=1", "at": NOON}


@pytest.mark.parametrize(
    ("kind", "key", "entry"),
    [
        ("solved", "edge", {"settings": "a=1"}),
        ("solved", "edge", {"settings": 5, "at": NOON}),
        ("solved", "edge", {"settings": "x" * 100_000, "at": NOON}),
        ("solved", "edge", {"settings": "a=1", "at": "yesterday"}),
        ("solved", "edge", {"settings": "a=1", "at": "2026-05-04T09:00:00"}),
        ("solved", "edge", "a=1"),
        ("solved", "<script>", GOOD),
        ("solved", "e" * 100, GOOD),
        ("predictions", "chain", {"said": float("nan"), **GOOD}),
        ("predictions", "chain", {"said": float("inf"), **GOOD}),
        ("predictions", "chain", {"said": True, **GOOD}),
        ("predictions", "chain", {"said": "1", **GOOD}),
        ("predictions", "chain", {"said": -1, **GOOD}),
        ("explanations", "flat", {"text": "x" * 10_000, "at": NOON}),
        ("quiz", "before", None),
    ],
)
def test_a_part_that_is_wrong_is_left_out(kind, key, entry):
    text = json.dumps({"format": FORMAT, kind: {key: entry, "fine": {"said": 1, "text": "x", "given": "", **GOOD}}})
    assert list(getattr(read_work(text), kind)) == ["fine"]


def test_there_is_an_end_to_entries_and_names():
    many = {f"e{i}": GOOD for i in range(1000)}
    work = read_work(json.dumps({"format": FORMAT, "solved": many, "predictions": 7, "name": "A\n" * 500, "made": {}}))
    assert len(work.solved) == 60
    assert len(work.name) == 100
    assert (work.predictions, work.made) == ({}, "")


@pytest.mark.parametrize("value", [10**400, "1" * 5000])
def test_large_numbers_do_no_harm(value):
    text = f'{{"format": "{FORMAT}", "predictions": {{"chain": {{"said": {value}, "settings": "", "at": "{NOON}"}}}}}}'
    try:
        assert read_work(text).predictions == {}
    except GruvizError as error:
        assert "no record" in str(error)
