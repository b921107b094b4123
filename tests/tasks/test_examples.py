"""What every task on recorded data owes: shapes, a part held out, seeds, and baselines below the bar."""

from collections import Counter

import numpy as np
import pytest

from gruviz.tasks import METRICS, NO_TARGET, Digits, Speech, Wearable, find_task, restore_task
from tests.tasks.recorded import RECORDED, as_rows, least_squares, rng

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


@every_task
def test_solved_is_beyond_the_baselines(task):
    values = np.array(list(task.baselines(task.default_length).values()))
    assert np.isfinite(values).all()
    if task.key not in ("language", "forecasting"):
        assert not task.is_solved(values).any()
    else:
        assert task.is_solved(values).tolist() == [True] + [False] * (len(values) - 1), "the bar is the best rule"


@pytest.mark.parametrize(
    "task", [Speech(), Digits(), Digits("pixel"), Wearable(2)], ids=["speech", "rows", "pixels", "wearable"]
)
def test_the_baseline_without_order(task):
    length = task.default_length
    training, held_out = task.split(length)
    X, Z = (np.hstack([np.ones((b.inputs.shape[1], 1)), b.inputs.mean(0).astype(float)]) for b in (training, held_out))
    said = least_squares(X, np.eye(task.output_size)[training.targets[0]], Z).argmax(1)
    found = task.baselines(length)
    assert found["without order"] == pytest.approx((said == held_out.targets[0]).mean(), abs=0.002)
    commonest = Counter(training.targets[0].tolist()).most_common(1)[0][0]
    assert found["commonest class"] == pytest.approx((held_out.targets[0] == commonest).mean())
