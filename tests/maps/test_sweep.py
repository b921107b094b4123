from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest

from gruviz.experiments.settings import Experiment
from gruviz.maps.axis import Axis
from gruviz.maps.measures import measure
from gruviz.maps.plan import Plan
from gruviz.maps.sweep import chunks, filling, sweep
from gruviz.training.settings import Learner, TrainConfig
from gruviz.validation import GruvizError

GAIN, BIAS, LENGTH = Axis("gain", (0.5, 1.0, 2.0)), Axis("update_bias", (-4.0, 0.0)), Axis("length", (10.0, 20.0))
SMALL = Experiment(cells=("gru",), seq_len=6, hidden_size=3, seeds=2)
PLAN = Plan(SMALL, GAIN, BIAS)
LEARNER = Learner("gru", learning_rate=0.03)
LEARNING = TrainConfig(
    "first_symbol", (LEARNER,), length=10, hidden_size=6, seeds=2, batch_size=8, steps=10, report_every=5
)


class Serial(Executor):
    """Each call in this thread, when it is submitted."""

    def __init__(self):
        self.calls = []

    def submit(self, fn, /, *args, **kwargs):
        self.calls.append(args)
        future = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Waiting(Executor):
    """Makes only as many calls as it is told to."""

    def __init__(self, count):
        self.left, self.futures = count, []

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        self.futures.append(future)
        if self.left:
            self.left -= 1
            future.set_result(fn(*args, **kwargs))
        return future


def same(one, other):
    assert one.results.keys() == other.results.keys()
    for square, result in one.results.items():
        there = other.results[square]
        if isinstance(result, np.ndarray):
            np.testing.assert_array_equal(result, there)
        else:
            assert result.updates.tolist() == there.updates.tolist()
            np.testing.assert_array_equal(result.solved, there.solved)
            np.testing.assert_array_equal(result.diverged, there.diverged)


def test_every_square_is_what_its_setting_gives_alone():
    whole = sweep(PLAN, Serial())
    assert whole.is_complete
    for square, result in whole.results.items():
        np.testing.assert_array_equal(result, measure("gradient", [PLAN.config_at(square)])[0])


def test_no_executor_changes_a_digit():
    serial = sweep(PLAN, Serial())
    with ThreadPoolExecutor(3) as threads:
        same(serial, sweep(PLAN, threads))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        same(serial, sweep(PLAN, processes))
    same(serial, sweep(PLAN))


@pytest.mark.training
def test_nor_of_a_training():
    plan = Plan(LEARNING, Axis("gain", (0.5, 2.0)), BIAS, "success")
    serial = sweep(plan, Serial())
    assert {tuple(result.updates) for result in serial.results.values()} == {(0, 5, 10)}
    with ThreadPoolExecutor(2) as threads:
        same(serial, sweep(plan, threads))


def test_squares_in_one_batch_differ_in_their_start_only():
    plan = Plan(LEARNING, LENGTH, Axis("gain", (0.5, 1.0, 2.0, 4.0)), "gradient")
    seen = []
    for chunk in chunks(plan):
        assert len({plan.config_at(square).length for square in chunk}) == 1
        seen += chunk
    assert sorted(seen) == sorted(plan.squares())
    assert max(map(len, chunks(plan))) > 1


def test_few_networks_train_together_so_that_results_come_soon():
    many = Plan(replace(LEARNING, seeds=5), Axis("gain", (0.5, 1.0, 1.5, 2.0, 2.5)), BIAS, "success")
    assert max(map(len, chunks(many))) == 2
    alone = Plan(replace(LEARNING, seeds=32), GAIN, BIAS, "success")
    assert max(map(len, chunks(alone))) == 1


def test_what_is_known_is_neither_computed_nor_found():
    serial = Serial()
    known = {(0, 0): np.zeros(2), (1, 0): np.zeros(2)}
    found = list(filling(PLAN, serial, known=known))
    assert {one.square for one in found} == set(PLAN.squares()) - known.keys()
    assert sum(len(configs) for _, configs in serial.calls) == len(found)


def test_closing_cancels_what_has_not_begun():
    one_each = Plan(replace(SMALL, seeds=32), GAIN, BIAS)
    waiting = Waiting(1)
    found = filling(one_each, waiting)
    next(found)
    found.close()
    assert len(waiting.futures) == 6
    assert sum(future.cancelled() for future in waiting.futures) == 5


def failing(name, configs):
    if any(config.gain == 2.0 for config in configs):
        raise MemoryError
    return measure(name, configs)


def test_a_setting_that_fails_is_named_and_the_rest_is_kept(monkeypatch, tmp_path):
    plan = Plan(replace(SMALL, seeds=32), GAIN, BIAS)
    monkeypatch.setattr("gruviz.maps.sweep.measure", failing)
    found = []
    with pytest.raises(GruvizError) as error:
        sweep(plan, Serial(), file=tmp_path / "map.json", on_found=found.append)
    assert str(error.value) == (
        "There is no result for gain 2 and gate bias −4: MemoryError. 1 other square has none either."
    )
    assert isinstance(error.value.__cause__, MemoryError)
    assert len(found) == 4
    monkeypatch.undo()
    again = Serial()
    assert sweep(plan, again, file=tmp_path / "map.json").is_complete
    assert sum(len(configs) for _, configs in again.calls) == 2
