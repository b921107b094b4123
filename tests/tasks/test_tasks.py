"""What each task asks, worked out once more from the sequences it shows."""

import numpy as np
import pytest

from gruviz.tasks import TASKS, find_task
from gruviz.validation import GruvizError

every_task = pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)


def draw(task, *, seed=0, batch=200, length=None):
    return task.sample(np.random.default_rng(seed), batch, length or task.default_length)


def lengths(task):
    return [task.lengths[0], 17, 50, task.lengths[1]]


def only_one(row):
    """Index of the one entry that is 1, all others being 0."""
    assert sorted(row.tolist()) == [0.0] * (len(row) - 1) + [1.0]
    return row.tolist().index(1.0)


def adding(x):
    marked = [t for t in range(len(x)) if x[t, 1] == 1]
    assert all(x[t, 1] == 0 for t in range(len(x)) if t not in marked)
    assert all(0 <= number < 1 for number in x[:, 0])
    first, second = marked
    assert first < len(x) // 2 <= second
    return [x[first, 0] + x[second, 0]]


def temporal_order(x):
    symbols = [only_one(row) for row in x]
    first, second = (t for t, symbol in enumerate(symbols) if symbol < 2)
    T = len(x)
    assert T // 10 <= first < max(T // 10 + 1, T // 5)
    assert T // 2 <= second < max(T // 2 + 1, T * 6 // 10)
    return [["XX", "XY", "YX", "YY"].index("XY"[symbols[first]] + "XY"[symbols[second]])]


def first_symbol(x):
    return [only_one(x[0])]


def flip_flop(x):
    switch = None
    for t, row in enumerate(x):
        symbol = only_one(row)
        if symbol < 2:
            assert t < len(x) // 2
            switch = symbol
        assert switch is not None, "the first step carries a pulse"
    return [switch]


def copying(x):
    symbols = [only_one(row) for row in x]
    assert symbols[3:] == [4] * (len(x) - 6) + [5] * 3
    return symbols[:3]


ANSWERS = {
    "adding": adding,
    "temporal_order": temporal_order,
    "first_symbol": first_symbol,
    "flip_flop": flip_flop,
    "copying": copying,
}


def best_guesses(task, batch):
    """Metric of the best predictor of each read step that knows that step's input, fitted and scored on one batch.

    Inputs that are one of few kinds get a guess of their own; of others, only the parts with few kinds are used,
    and for a number a linear fit of the rest.
    """
    scores = []
    for x, y in zip(batch.inputs[-len(batch.targets) :], batch.targets, strict=True):
        few = [column for column in x.T if len(np.unique(column)) <= 8]
        kinds = np.unique(np.stack([*few, np.zeros(len(y))]), axis=1, return_inverse=True)[1].ravel()
        score = np.zeros(len(y))
        for kind in np.unique(kinds):
            here = kinds == kind
            if task.metric == "accuracy":
                score[here] = y[here] == np.bincount(y[here]).argmax()
            else:
                columns = np.column_stack([x[here], np.ones(here.sum())]).astype(float)
                score[here] = (columns @ np.linalg.lstsq(columns, y[here], rcond=None)[0] - y[here]) ** 2
        scores.append(score.mean())
    return np.mean(scores)


@every_task
def test_the_target_follows_from_the_sequence(task):
    if task.key not in ANSWERS:
        pytest.fail(f"the task {task.key} has no independent answer: write it into tests/test_tasks.py")
    for length in lengths(task):
        batch = draw(task, seed=length, length=length)
        for b in range(200):
            np.testing.assert_allclose(batch.targets[:, b], ANSWERS[task.key](batch.inputs[:, b]), rtol=1e-6)


@every_task
def test_shapes_and_types(task):
    for length in lengths(task):
        inputs, targets = draw(task, length=length, batch=7)
        assert inputs.shape == (length, 7, task.input_size)
        assert inputs.dtype == np.float32
        assert targets.shape[1] == 7
        assert 1 <= len(targets) <= length
        assert np.isfinite(inputs).all()
        if task.metric == "accuracy":
            assert targets.dtype == np.int64
            assert targets.min() >= 0
            assert targets.max() < task.output_size
        else:
            assert (targets.dtype, task.output_size) == (np.float32, 1)


@every_task
def test_a_seed_is_a_batch(task):
    one, same, other = draw(task, seed=3), draw(task, seed=3), draw(task, seed=4)
    np.testing.assert_array_equal(one.inputs, same.inputs)
    np.testing.assert_array_equal(one.targets, same.targets)
    assert (one.inputs != other.inputs).any()
    assert (one.targets != other.targets).any()


@every_task
def test_one_batch_after_another_differs(task):
    rng = np.random.default_rng(0)
    first, second = (task.sample(rng, 50, task.default_length) for _ in range(2))
    assert (first.inputs != second.inputs).any()


@every_task
def test_no_answer_is_more_likely_than_another(task):
    _, targets = draw(task, batch=20_000)
    if task.metric == "accuracy":
        for row in targets:
            frequency = np.bincount(row, minlength=task.output_size) / 20_000
            np.testing.assert_allclose(frequency, 1 / task.output_size, atol=0.015)
    else:
        np.testing.assert_allclose([targets.mean(), targets.var()], [1, 1 / 6], rtol=0.03)


@every_task
@pytest.mark.parametrize("pick", ["shortest", "default"])
def test_without_memory_is_what_a_predictor_without_memory_reaches(task, pick):
    length = task.lengths[0] if pick == "shortest" else task.default_length
    reached = best_guesses(task, draw(task, batch=20_000, length=length))
    np.testing.assert_allclose(
        reached, task.without_memory(length), rtol=0, atol=0.02 if task.output_size > 1 else 0.003
    )


def test_in_first_symbol_no_single_step_after_the_first_says_anything():
    inputs, targets = draw(TASKS["first_symbol"], batch=20_000)
    wanted = np.eye(4)[targets[0]] - 0.25
    for x in inputs[1:]:
        correlation = x.T @ wanted / (0.3 * np.sqrt(3 / 16) * 20_000)
        assert np.abs(correlation).max() < 0.04
    assert np.abs(inputs[1:].mean()) < 0.001
    np.testing.assert_allclose(inputs[1:].std(), 0.3, rtol=0.01)


@every_task
def test_solved_is_far_from_what_needs_no_memory(task):
    for length in lengths(task):
        assert not task.is_solved(np.array([task.without_memory(length), np.nan])).any()
    better, worse = (0.001, -0.001) if task.metric == "accuracy" else (-0.001, 0.001)
    found = task.is_solved(task.solved_at + np.array([better, 0, worse]))
    assert found.tolist() == [True, True, False]
    assert task.is_solved(np.array([1.0 if task.metric == "accuracy" else 0.0])).all()


@every_task
def test_a_task_says_what_it_is(task):
    assert find_task(task.key) is task
    assert task.title
    assert task.text.endswith(".")
    assert task.lengths[0] <= task.default_length <= task.lengths[1]
    assert task.metric in ("accuracy", "mean squared error")
    assert 50 <= task.default_steps <= 20_000


@every_task
@pytest.mark.parametrize("field", ["length", "batch_size"])
@pytest.mark.parametrize("value", [0, -1, "below", "above", 20.0, "20", True, None])
def test_sizes_out_of_range_are_refused_by_name(task, field, value):
    low, high = task.lengths if field == "length" else (1, 100_000)
    value = {"below": low - 1, "above": high + 1}.get(value, value)
    arguments = {"batch_size": 5, "length": task.default_length} | {field: value}
    with pytest.raises(GruvizError, match=f"a whole number from {low} to {high}") as caught:
        task.sample(np.random.default_rng(0), **arguments)
    assert caught.value.field == field


def test_an_unknown_task_is_told_the_known_ones():
    with pytest.raises(GruvizError, match=r"task = 'parity' .* adding, temporal_order, first_symbol"):
        find_task("parity")
