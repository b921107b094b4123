"""Exercises: each can be solved, none is solved by its start or by a preset, and a teacher's mistakes are answered."""

from urllib.parse import urlencode

import pytest

from gruviz.lesson import parse_exercise
from gruviz.lesson.achieved import measure_training
from gruviz.lesson.exercises import LEVELS, Goal, goal_states, is_solved
from gruviz.lesson.measures import Measure
from gruviz.lesson.steps import GOALS
from gruviz.training.history import histories
from gruviz.training.train import train
from gruviz.ui.controls.address import read_query, write_query
from gruviz.ui.exercises.places import PLACE, check_fixed, load_exercises, states_of, training_of
from gruviz.validation import GruvizError, InvalidValue

EXERCISES = load_exercises()
every_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
MEASURED = {key: exercise for key, exercise in EXERCISES.items() if exercise.page != "train"}
measured_exercise = pytest.mark.parametrize("exercise", MEASURED.values(), ids=MEASURED)


def solved(exercise, query):
    return is_solved(states_of(exercise, urlencode(query)))


def test_they_go_from_easy_to_hard_and_serve_every_goal():
    levels = [list(LEVELS).index(exercise.level) for exercise in EXERCISES.values()]
    assert levels == sorted(levels)
    assert {exercise.goal for exercise in EXERCISES.values()} == set(GOALS)


def test_every_kind_is_there():
    assert {exercise.page for exercise in EXERCISES.values()} == set(PLACE)
    assert any(exercise.explain for exercise in EXERCISES.values())
    assert any(goal.measure == "own" for exercise in EXERCISES.values() for goal in exercise.goals)


@measured_exercise
def test_the_start_does_not_solve_it_and_the_solution_does(exercise):
    assert not solved(exercise, exercise.start)
    assert solved(exercise, exercise.solution)


@measured_exercise
def test_the_solution_is_no_accident_of_one_seed(exercise):
    assert [seed for seed in range(1, 5) if not solved(exercise, {**exercise.solution, "seed": str(seed)})] == []


@pytest.mark.training
@pytest.mark.parametrize(
    "exercise", [one for one in EXERCISES.values() if one.page == "train"], ids=lambda one: one.key
)
def test_a_training_solves_what_is_asked_of_one(exercise):
    config = training_of(exercise, urlencode(exercise.solution))
    assert is_solved(goal_states(exercise, measure_training(config, histories(config, train(config)))))


PRESETS = [(page, label) for page, place in PLACE.items() for label in place.table.presets]


@pytest.mark.parametrize(("page", "label"), PRESETS, ids=lambda value: value)
def test_no_preset_is_a_solution(page, label):
    """What is fixed decides first: so no training has to be run."""
    table = PLACE[page].table
    values = table.preset(label)
    for exercise in (one for one in EXERCISES.values() if one.page == page):
        try:
            check_fixed(exercise, values)
        except InvalidValue:
            continue
        assert not is_solved(goal_states(exercise, PLACE[page].measure(values, None))), exercise.key


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
LAB = {key: exercise for key, exercise in EXERCISES.items() if exercise.page == "gradient_flow"}


@pytest.mark.parametrize("exercise", LAB.values(), ids=LAB)
@pytest.mark.parametrize("cheat", CHEATS)
def test_no_exercise_is_passed_by_what_another_calls_wrong(exercise, cheat):
    try:
        passed = solved(exercise, {**exercise.start, **CHEATS[cheat]})
    except InvalidValue:
        passed = False
    assert passed == (cheat in MEANT.get(exercise.key, ()))


@pytest.mark.parametrize("hold", ["z=0@1-50", "z=0@10-40", "z=1@1-50", "reset@1", "cut@25"])
def test_a_gate_that_only_keeps_is_no_memory(hold):
    exercise = EXERCISES["keep_and_hear"]
    assert not solved(exercise, {**exercise.start, "hold": hold})


@pytest.mark.parametrize("text", ["", "Too short a text."])
def test_data_of_ones_own_are_ones_own(text):
    exercise = EXERCISES["own_words"]
    own = {**exercise.solution, "text": text} if text else {n: v for n, v in exercise.solution.items() if n != "text"}
    assert not solved(exercise, own)


def test_a_series_of_ones_own_counts_too():
    exercise = EXERCISES["own_words"]
    numbers = "\n".join(str(i * i % 17) for i in range(60))
    [own, kept] = states_of(
        exercise, urlencode({**exercise.start, "inputs": "table", "table": numbers, "update_bias": "-5"})
    )
    assert own.met
    assert own.said == "60 steps of your own"
    assert kept.met


@pytest.mark.parametrize(
    ("key", "change", "words"),
    [
        ("upset", {"update_bias": "-4"}, "This exercise keeps “Update gate” at 0. Yours is −4."),
        ("half_life", {"chrono": "1"}, "This exercise keeps “Chrono start: every time span” at off. Yours is on."),
        ("flat", {"cells": "gru"}, "This exercise keeps “Cells” at RNN. Yours is GRU."),
        ("edge", {"loss": "every"}, "This exercise keeps “Loss at” at The last step. Yours is Every step."),
        ("fresh_training", {"learners": "rnn,gru"}, "This exercise keeps “Who learns” at GRU. Yours is RNN and GRU."),
    ],
)
def test_a_changed_setting_is_named_as_its_page_names_it(key, change, words):
    exercise = EXERCISES[key]
    with pytest.raises(InvalidValue) as caught:
        states_of(exercise, urlencode({**exercise.start, **change}))
    assert str(caught.value) == words


@every_exercise
def test_what_is_fixed_may_not_change(exercise):
    table = PLACE[exercise.page].table
    values, _ = read_query(table.controls, exercise.solution)
    check_fixed(exercise, values)
    for name in exercise.fixed:
        with pytest.raises(InvalidValue, match="^This exercise keeps “"):
            check_fixed(exercise, values | {name: ["lstm", "x"] if isinstance(values[name], list) else -17})


@every_exercise
def test_start_and_solution_are_links_as_the_page_writes_them(exercise):
    controls = PLACE[exercise.page].table.controls
    for query in (exercise.start, exercise.solution):
        values, problems = read_query(controls, query)
        assert not problems
        assert read_query(controls, write_query(controls, values))[0] == values


@pytest.mark.parametrize(
    ("key", "query", "said"),
    [
        (
            "upset",
            {"reference": "0", "gain": "2"},
            "switch on “Compare with PyTorch's start” for the GRU",
        ),
        ("upset", {"cells": "gru"}, "choose RNN among the cells"),
        ("edge", {}, "2.1 × 10⁻⁴, at least 30% wanted"),
    ],
)
def test_what_is_missing_is_said_beside_the_goal(key, query, said):
    exercise = EXERCISES[key]
    states = states_of(exercise, urlencode({**exercise.start, **query}))
    assert said in [state.said.removeprefix("not in the picture: ") for state in states]


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        (Goal("horizon_gru", False, 5.0, ""), "at most 5 steps"),
        (Goal("kept_gru", True, 0.1, ""), "at least 10%"),
        (Goal("solved_gru", True, 1.0, ""), "at least 1 network"),
        (Goal("sigma_rnn", True, 2.0, ""), "at least 2"),
    ],
)
def test_a_limit_is_said_in_the_unit_of_what_is_measured(goal, words):
    assert goal.wanted == words


def test_nothing_measured_meets_no_goal():
    nan = Measure(float("nan"), "nothing")
    exercise = EXERCISES["keep_and_hear"]
    [state] = goal_states(exercise, {"heard": nan})
    assert (state.met, state.said) == (False, "nothing to measure here, at least 50% wanted")


@pytest.mark.parametrize("settings", ["gain=much", "gian=2", "cells=", "seq_len=1e9"])
def test_settings_that_make_no_run_are_refused(settings):
    with pytest.raises(GruvizError):
        states_of(EXERCISES["explode"], settings)


SHEET = """title: A
goal: copy
level: easy
page: gradient_flow
<!-- text -->
x
<!-- goals -->
- horizon_gru at most 5: x
<!-- hint -->
x
<!-- more -->
x
<!-- lesson -->
x
"""


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("- horizon_gru at most 5: x", "", 'a section "<!-- goals -->"'),
        ("at most 5", "is small", "line 8: goals = 'horizon_gru is small'"),
        ("copy", "wit", "line 2: goal = 'wit'"),
        ("gradient_flow", "compare", "line 4: page = 'compare'"),
        ("easy", "e", "line 3: level = 'e'"),
        ("level", "colour", "line 3: header = 'colour'"),
        ("<!-- more -->\nx\n", "", "line 1: more = 'missing'"),
        ("<!-- lesson -->", "<!-- explain -->\nWhy?\n<!-- lesson -->", "line 1: model = 'missing'"),
    ],
)
def test_a_mistake_names_file_and_line(right, wrong, message):
    assert parse_exercise("01_a.md", SHEET).key == "a"
    with pytest.raises(InvalidValue, match="01_a.md, line") as caught:
        parse_exercise("01_a.md", SHEET.replace(right, wrong))
    assert message in str(caught.value)
