"""Each metric once more, by loops and by the words of its definition."""

import math

import numpy as np
import pytest

from gruviz.tasks import METRICS, NO_TARGET
from gruviz.tasks.metrics import log_softmax, softmax

RNG = np.random.default_rng(0)
OUTPUTS = RNG.standard_normal((4, 2, 5, 3)).astype(np.float32)
CLASSES = RNG.integers(0, 3, (4, 5))
CLASSES[2:, 1] = NO_TARGET
CLASSES[1:, 4] = NO_TARGET
NUMBERS = RNG.standard_normal((4, 5, 3)).astype(np.float32)


def judged(seed):
    """Outputs and class of every step at which something is asked, by sequence."""
    for b in range(5):
        yield [(OUTPUTS[r, seed, b].tolist(), int(CLASSES[r, b])) for r in range(4) if CLASSES[r, b] != NO_TARGET]


def chance(outputs, right):
    return math.exp(outputs[right]) / sum(math.exp(output) for output in outputs)


def by_loops(name, seed):
    sequences = list(judged(seed))
    steps = [step for sequence in sequences for step in sequence]
    is_right = [[max(range(3), key=outputs.__getitem__) == right for outputs, right in seq] for seq in sequences]
    missing = [OUTPUTS[r, seed, b, k] - NUMBERS[r, b, k] for r in range(4) for b in range(5) for k in range(3)]
    return {
        "accuracy": lambda: sum(map(sum, is_right)) / len(steps),
        "exact match": lambda: sum(map(all, is_right)) / 5,
        "bits per character": lambda: sum(-math.log2(chance(*step)) for step in steps) / len(steps),
        "mean squared error": lambda: sum(d * d for d in missing) / len(missing),
        "mean absolute error": lambda: sum(map(abs, missing)) / len(missing),
    }[name]()


@pytest.mark.parametrize("name", [name for name in METRICS if name != "steps balanced"])
def test_a_metric_is_what_its_name_says(name):
    targets = NUMBERS if "error" in name else CLASSES
    found = METRICS[name].score(OUTPUTS, targets)
    assert found.shape == (2,)
    np.testing.assert_allclose(found, [by_loops(name, seed) for seed in range(2)], rtol=1e-6)


def test_one_number_per_step_needs_no_axis():
    found = METRICS["mean squared error"].score(OUTPUTS[..., :1], NUMBERS[..., 0])
    np.testing.assert_allclose(found, np.square(OUTPUTS[..., 0] - NUMBERS[:, None, :, 0]).mean((0, 2)), rtol=1e-6)


def test_which_way_is_better():
    values = np.array([0.1, 0.5, 0.9, np.nan])
    for metric in METRICS.values():
        expected = [False, True, True, False] if metric.higher_is_better else [True, True, False, False]
        assert metric.reaches(values, 0.5).tolist() == expected


def test_softmax_of_large_outputs_is_a_number():
    outputs = np.array([1e4, 0.0, -1e4], np.float32)
    assert softmax(outputs).tolist() == [1, 0, 0]
    assert log_softmax(outputs).tolist() == [0, -1e4, -2e4]
