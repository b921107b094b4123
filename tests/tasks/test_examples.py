"""What every task on recorded data owes: shapes, a part held out, seeds, and baselines below the bar."""

from collections import Counter

import numpy as np
import pytest

from gruviz.tasks import METRICS, NO_TARGET, Digits, Speech, Wearable, find_task, restore_task
from tests.tasks.recorded import RECORDED, as_rows, rng

every_task = pytest.mark.parametrize("task", RECORDED.values(), ids=RECORDED)


@every_task
def test_shapes_and_types(task):
    for batch in (task.sample(rng(), 7, task.default_length), task.held_out(rng(), 7, task.default_length)):
        inputs, targets = batch
        assert inputs.shape == (task.default_length, 7, task.input_size)
        assert inputs.dtype == np.float32
        assert np.isfinite(inputs).all()
        assert targets.shape[1] == 7
        if "error" in task.metric:
            assert (targets.dtype, targets.shape[2]) == (np.float32, task.output_size)
        else:
            assert targets.dtype == np.int64
            assert targets.min() >= NO_TARGET
            assert targets.max() < task.output_size


@every_task
def test_what_is_held_out_does_not_depend_on_a_seed_and_is_never_drawn(task):
    length = task.default_length
    one, other = task.held_out(rng(1), 100, length), task.held_out(rng(2), 100, length)
    np.testing.assert_array_equal(one.inputs, other.inputs)
    drawn = as_rows(task.sample(rng(), 1000, length).inputs)
    assert not drawn & as_rows(one.inputs)


@every_task
def test_a_seed_is_a_batch(task):
    one, same, another = (task.sample(rng(seed), 20, task.default_length).inputs for seed in (3, 3, 4))
    np.testing.assert_array_equal(one, same)
    assert (one != another).any()


@every_task
def test_a_task_is_its_settings(task):
    if task.key not in ("language", "forecasting"):
        assert restore_task(task.key, task.settings) == task
    assert hash(task) == hash(type(task)(**{f: getattr(task, f) for f in task.__dataclass_fields__}))
    assert find_task(task) is task
    assert task.title
    assert task.text.endswith(".")
    assert task.lengths[0] <= task.default_length <= task.lengths[1]
    assert task.metric in METRICS


@pytest.mark.parametrize("name", [name for name, task in RECORDED.items() if task.key in ("language", "forecasting")])
def test_the_bar_is_the_best_rule(name):
    task = RECORDED[name]
    values = np.array(list(task.baselines(task.default_length).values()))
    assert np.isfinite(values).all()
    assert task.is_solved(values).tolist() == [True] + [False] * (len(values) - 1)


def test_a_dictionary_does_not_solve_translation():
    task = RECORDED["translation"]
    assert not task.is_solved(np.array(list(task.baselines(8).values()))).any()


@pytest.mark.parametrize(
    "task", [Speech("recorded"), Digits(), Digits("pixel"), Wearable(2)], ids=["speech", "rows", "pixels", "wearable"]
)
def test_the_commonest_class(task):
    training, held_out = task.split(task.default_length)
    commonest = Counter(training.targets[0].tolist()).most_common(1)[0][0]
    found = task.baselines(task.default_length)["commonest class"]
    assert found == pytest.approx((held_out.targets[0] == commonest).mean())
