"""Exercises: each can be solved, none is solved by its start, and wrong links are answered in words."""

import pytest

from gruviz.lesson import check_goals, parse_exercise
from gruviz.ui.controls.address import read_query
from gruviz.ui.controls.laboratory import TABLE, experiment_from
from gruviz.ui.walkthrough.exercises import check_fixed, values_of_link
from gruviz.ui.walkthrough.lesson import load_exercises
from gruviz.validation import InvalidValue

every_exercise = pytest.mark.parametrize("exercise", load_exercises().values(), ids=load_exercises())


def results(exercise, query):
    values, problems = read_query(TABLE.controls, query)
    assert not problems
    check_fixed(exercise, values)
    return [result.met for result in check_goals(exercise.goals, experiment_from(values))]


def test_there_are_ten():
    assert len(load_exercises()) == 10


@every_exercise
def test_the_start_does_not_solve_it_and_the_solution_does(exercise):
    assert not all(results(exercise, exercise.start))
    assert all(results(exercise, exercise.solution))


@every_exercise
def test_the_solution_is_no_accident_of_one_seed(exercise):
    assert [seed for seed in range(12) if not all(results(exercise, {**exercise.solution, "seed": str(seed)}))] == []


CHEATS = {
    "loss at every step": {"loss": "every"},
    "no recurrence": {"gain": "0"},
    "single precision": {"precision": "float32"},
    "no input": {"scale": "0"},
    "great input": {"scale": "5"},
    "gates that let all go": {"update_bias": "4", "forget_bias": "-4"},
}
MEANT = {"flat": {"loss at every step"}}
"""Exercises that such a setting is to solve."""


def solved(exercise, query):
    try:
        return all(results(exercise, query))
    except InvalidValue:
        return False


@every_exercise
@pytest.mark.parametrize("cheat", CHEATS)
def test_no_exercise_is_passed_by_what_another_calls_wrong(exercise, cheat):
    query = {**exercise.start, **CHEATS[cheat]}
    assert solved(exercise, query) == (cheat in MEANT.get(exercise.key, ()))


@pytest.mark.parametrize(
    ("key", "query"),
    [
        ("edge", {"loss": "every", "gain": "0.5"}),
        ("hundred", {"loss": "every", "update_bias": "4"}),
        ("forget_gate", {"loss": "every", "forget_bias": "-4"}),
        ("opposites", {"loss": "every", "update_bias": "4"}),
    ],
)
def test_a_loss_at_every_step_is_refused_in_words(key, query):
    exercise = load_exercises()[key]
    with pytest.raises(InvalidValue, match="^This exercise keeps “Loss at” at The last step. Yours is Every step"):
        results(exercise, {**exercise.start, **query})


@pytest.mark.parametrize(
    ("key", "change", "words"),
    [
        ("upset", {"update_bias": "-4"}, "This exercise keeps “Update gate” at 0. Yours is −4."),
        ("hundred", {"chrono": "1"}, "This exercise keeps “Chrono start: every time span” at off. Yours is on."),
        ("flat", {"cells": "gru"}, "This exercise keeps “Cells” at RNN. Yours is GRU."),
    ],
)
def test_a_changed_setting_is_named_as_the_lab_names_it(key, change, words):
    exercise = load_exercises()[key]
    with pytest.raises(InvalidValue) as caught:
        results(exercise, {**exercise.start, **change})
    assert str(caught.value) == words


@every_exercise
def test_what_is_fixed_may_not_change(exercise):
    values, _ = read_query(TABLE.controls, exercise.solution)
    for name in exercise.fixed:
        with pytest.raises(InvalidValue, match="^This exercise keeps “"):
            check_fixed(exercise, values | {name: "something else"})


def test_a_link_is_read_like_the_lab_reads_it():
    values = values_of_link(" http://localhost:8501/gradient_flow?cells=rnn,lstm&gain=2&hide=gain ")
    assert values["cells"] == ["rnn", "lstm"]
    assert values["gain"] == 2
    assert values["seq_len"] == 50


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("nonsense", "^This is no address of the lab. Paste the address of the page Gradient flow"),
        (
            "http://localhost:8501/train?seed=1",
            "^This is no address of the lab. Paste the address of the page Gradient flow",
        ),
        (
            "http://localhost:8501/gradient_flow?gain=much",
            "^This link sets “Strength of the feedback” to “much”, but it takes a number from 0 to 4.$",
        ),
        (
            "http://localhost:8501/gradient_flow?gian=2",
            "^This link has a setting that GRUViz does not know .“gian”..",
        ),
    ],
)
def test_a_wrong_link_is_answered(link, message):
    with pytest.raises(InvalidValue, match=message):
        values_of_link(link)


def test_a_missing_reference_is_named():
    exercise = load_exercises()["upset"]
    with pytest.raises(InvalidValue, match="^Switch on “Compare with PyTorch's start” in the lab"):
        results(exercise, {**exercise.solution, "reference": "0"})


def test_a_missing_cell_is_named():
    exercise = load_exercises()["opposites"]
    values, _ = read_query(TABLE.controls, {"cells": "rnn", "inputs": "noise"})
    with pytest.raises(InvalidValue, match="^Choose GRU among the cells in the lab"):
        check_goals(exercise.goals, experiment_from(values))


@pytest.mark.parametrize(
    ("goals", "message"),
    [("", 'a section "<!-- goals -->"'), ("- horizon_gru is small: x", "line 3: goals = 'horizon_gru is small'")],
)
def test_a_mistake_names_file_and_line(goals, message):
    with pytest.raises(InvalidValue, match="01_a.md, line") as caught:
        parse_exercise("01_a.md", f"title: A\n<!-- goals -->\n{goals}\n")
    assert message in str(caught.value)
