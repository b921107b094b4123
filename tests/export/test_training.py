"""The exported training repeats ours under torch.autograd: the same draws, batches, updates and reports."""

import ast
import csv
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from gruviz import CELLS, SCHEMES
from gruviz.export import training_script
from gruviz.export.runs import start_code
from gruviz.tasks import TASKS, Digits, Synthetic
from gruviz.training.history import learner_label
from gruviz.training.probes import PROBES
from gruviz.training.settings import Learner, TrainConfig
from gruviz.training.train import train
from gruviz.validation import GruvizError
from tests.export.scripts import check_imports, check_layout, names_in, outputs, settings_comment

EARLY = 20
"""Updates within which rounding has not spread yet."""

SMALL = TrainConfig(
    task="adding",
    learners=(Learner("rnn"), Learner("gru")),
    length=10,
    hidden_size=8,
    seeds=2,
    batch_size=8,
    steps=EARLY,
    seed=5,
    report_every=5,
)

ALL = replace(SMALL, learners=tuple(Learner(cell) for cell in CELLS))

BIASED = (
    Learner("gru", update_bias=-1.5),
    Learner("gru_reset_after", update_bias=0.5, scheme="gaussian"),
    Learner("lstm", forget_bias=1.0, gain=0.5),
    Learner("rnn", scheme="orthogonal", learning_rate=0.002),
)

OWN = (Learner("own_after_input_relu_bias", chrono=True), Learner("irnn", scheme="identity"), Learner("mingru"))

CASES = {
    **{f"every cell on {key}": replace(ALL, task=key, seeds=1, steps=6, report_every=3) for key in TASKS},
    "without clipping": replace(SMALL, clip=None, learners=(Learner("rnn", scheme="orthogonal"), Learner("lstm"))),
    "clipped hard": replace(SMALL, task="flip_flop", clip=0.01),
    "cut every 5 steps, read faintly": replace(SMALL, truncation=5, length=12, scale=0.25),
    "cut every 5 steps, several of which are read": replace(
        ALL, task="copying", truncation=5, length=12, seeds=1, steps=10
    ),
    "cut at every step": replace(SMALL, truncation=1, learners=(Learner("lstm"), Learner("gru_reset_after"))),
    "never cut, since too short": replace(SMALL, truncation=500, learners=(Learner("gru"),)),
    "chrono": replace(ALL, learners=tuple(Learner(cell, chrono=True) for cell in ("gru", "lstm", "gru_reset_after"))),
    "custom cells": replace(SMALL, learners=OWN, task="flip_flop"),
    "only chrono": replace(SMALL, learners=(Learner("lstm", chrono=True),), length=11),
    "gate biases, gains, rates and a loud input": replace(SMALL, learners=BIASED, task="temporal_order", scale=2.5),
    "a last report out of turn": replace(SMALL, steps=7, report_every=3, learners=(Learner("gru"),)),
    "numbers of NumPy's types": replace(
        SMALL, seeds=np.int64(2), clip=np.float64(0.5), learners=(Learner("rnn", learning_rate=np.float64(0.02)),)
    ),
    "adding solved": replace(
        SMALL, learners=(Learner("gru", 0.03),), hidden_size=16, batch_size=32, steps=100, report_every=10
    ),
    "first symbol solved by one of two": replace(
        SMALL,
        task="first_symbol",
        learners=(Learner("rnn", scheme="orthogonal"), Learner("gru", 1e-5)),
        hidden_size=16,
        batch_size=32,
        steps=40,
        report_every=10,
    ),
    "a gradient too large for any update": replace(
        SMALL, learners=(Learner("rnn", scheme="orthogonal", gain=4.0),), hidden_size=32, length=200, clip=None, steps=8
    ),
}

SOLVED = {"adding solved": [True, True], "first symbol solved by one of two": [True, True, False, False]}
"""Whether the seeds of each learner in turn have solved it at the end."""
STOPPED = "a gradient too large for any update"
every_case = pytest.mark.parametrize("name", CASES)
every_task = pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """What the script of every case prints."""
    return dict(zip(CASES, outputs(tmp_path_factory, map(training_script, CASES.values())), strict=True))


@cache
def expected(name):
    """Learner, seed, updates, metric and whether solved, in the script's order; nothing after a seed has stopped."""
    config, rows = CASES[name], []
    events = list(train(config))
    for index, learner in enumerate(config.learners):
        mine = [event for event in events if event.learner == index]
        for e in range(config.seeds):
            going = sum(not event.diverged[e] for event in mine)
            for event in mine[: going + 1]:
                rows.append((learner_label(learner, config.length), e, event.step, event.metric[e], event.solved[e]))
    return rows


def read(output):
    """The table below its header, in the types of `expected`, and the lines after it."""
    header, *lines = output.splitlines()
    assert header == "learner,seed,updates,metric,solved"
    rows = csv.reader(line for line in lines if line[0] != "#")
    table = [
        (label, int(e), int(updates), float(metric), solved == "True") for label, e, updates, metric, solved in rows
    ]
    return table, lines[len(table) :]


@pytest.mark.training
@every_case
def test_the_script_prints_our_training(name, printed):
    rows, ours = read(printed[name])[0], expected(name)
    assert [row[:3] for row in rows] == [row[:3] for row in ours]
    if name == STOPPED:
        return
    theirs, metrics = ([row[3] for row in table if row[2] <= EARLY] for table in (rows, ours))
    accuracy = TASKS[CASES[name].task].metric == "accuracy"
    np.testing.assert_allclose(theirs, metrics, rtol=1e-3, atol=1 / PROBES if accuracy else 0)
    if accuracy:  # a tie may be broken the other way, but seldom
        assert np.mean(~np.isclose(theirs, metrics, rtol=1e-5)) < 0.1


@pytest.mark.training
@pytest.mark.parametrize("name", SOLVED)
def test_what_is_solved_here_is_solved_there(name, printed):
    config = CASES[name]
    rows, summary = read(printed[name])
    for table in (rows, expected(name)):
        assert [row[4] for row in table if row[2] == config.steps] == SOLVED[name]
    labels = [learner_label(learner, config.length) for learner in config.learners]
    solved = [sum(row[0] == label and row[2] == config.steps and row[4] for row in rows) for label in labels]
    assert summary == [f"# {label}: {count} of 2 solved" for label, count in zip(labels, solved, strict=True)]


@pytest.mark.training
def test_a_network_stops_where_ours_does(printed):
    """Chaos lets no two implementations agree on its digits, only on that no update can be made."""
    rows, summary = read(printed[STOPPED])
    assert [row[2] for row in rows] == [row[2] for row in expected(STOPPED)] == [0, 1, 0, 1]
    assert rows[0][3] == rows[1][3]
    assert rows[2][3] == rows[3][3]
    assert summary == ["# RNN (orthogonal, gain 4): 0 of 2 solved"]


def test_the_cases_cover_every_choice():
    learners = [learner for config in CASES.values() for learner in config.learners]
    assert {config.task for config in CASES.values()} == set(TASKS)
    assert {learner.cell for learner in learners} >= set(CELLS)
    assert {learner.scheme for learner in learners} == set(SCHEMES)


@every_task
def test_a_task_has_a_generator_named_as_its_key(task):
    if not hasattr(task, "script"):
        pytest.fail(f"the task {task.key} has no script: write its _draw in NumPy, as a function {task.key}, beside it")
    (function,) = ast.parse(task.script).body
    assert isinstance(function, ast.FunctionDef)
    assert function.name == task.key
    assert ast.get_docstring(function)


@every_task
def test_the_generator_draws_what_the_task_draws(task):
    space = {"np": np}
    exec(task.script, space)
    for length in (task.lengths[0], 17, task.default_length, task.lengths[1]):
        ours, theirs = np.random.default_rng(length), np.random.default_rng(length)
        for _ in range(2):  # the second batch starts where the first left the generator
            expected, found = task.sample(ours, 30, length), space[task.key](theirs, 30, length)
            for ours_, found_ in zip(expected, found, strict=True):
                np.testing.assert_array_equal(found_, ours_, strict=True)


def test_a_task_without_a_generator_has_no_script(monkeypatch):
    class Parity(Synthetic):
        key, title, input_size, output_size = "parity", "Parity", 1, 2

        def _draw(self, rng, batch_size, length): ...

        def without_memory(self, length): ...

    monkeypatch.setitem(TASKS, "parity", Parity())
    with pytest.raises(AttributeError, match="'Parity' object has no attribute 'script'"):
        training_script(replace(SMALL, task="parity"))


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"task": "speech", "length": 40}, "task"),
        ({"task": Digits(), "length": 28}, "task"),
        ({"schedule": "one cycle"}, "schedule"),
    ],
)
def test_what_no_script_can_hold_is_refused_by_name(settings, field):
    with pytest.raises(GruvizError) as caught:
        training_script(replace(SMALL, **settings))
    assert caught.value.field == field


def test_a_label_beyond_ascii_is_printed_whatever_the_console_speaks():
    """How this works is tried in test_script; the lines that start both scripts are the same."""
    script = training_script(replace(SMALL, learners=(Learner("gru", update_bias=-2.0),)))
    assert script.endswith(start_code(["GRU set to hold (gate bias −2)"]))
    assert script.count("sys.stdout.reconfigure") == 1


@every_case
def test_the_script_needs_only_numpy_and_torch(name):
    check_imports(training_script(CASES[name]))


def test_equal_settings_give_the_same_script():
    assert training_script(ALL) == training_script(replace(ALL))
    assert training_script(ALL) != training_script(replace(ALL, seed=12))


def test_settings_are_stated():
    script = training_script(CASES["gate biases, gains, rates and a loud input"])
    comments = settings_comment(script)
    for stated in ("task='temporal_order'", "seed=5", "clip=1.0", "truncation=None"):
        assert stated in comments
    assert '("RNN (orthogonal), rate 0.002", rnn, 0.002, {"recurrent": orthogonal}),\n' in script


def test_the_script_holds_only_what_it_uses():
    assert len(training_script(TrainConfig()).splitlines()) <= 145
    script = training_script(TrainConfig(clip=None, learners=(Learner("rnn"), Learner("gru"))))
    assert not names_in(script) & {"lstm", "orthogonal", "start", "STATES", "CLIP", "TRUNCATION", "copying", "c"}


@every_case
def test_the_script_is_formatted(name, tmp_path):
    check_layout(training_script(CASES[name]), tmp_path)
