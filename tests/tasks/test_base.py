"""What every synthetic task owes: shapes, seeds, fair targets, and an honest score without memory."""

from pathlib import Path

import numpy as np
import pytest

from gruviz.tasks import TASKS, find_task
from gruviz.validation import GruvizError
from tests.tasks.synthetic import draw, lengths

every_task = pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)


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
def test_its_target_is_worked_out_once_more(task):
    file = Path(__file__).with_name(f"test_{task.key}.py")
    assert file.is_file(), f"write {file.name}: the target of {task.key} from its sequence, as in test_adding.py"


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
