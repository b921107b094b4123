"""Rules without a network, against loops, least squares of torch and leaving out by hand; and what they reach."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
import torch

from gruviz.tasks import Balancing, Digits, Language, Speech, Wearable
from gruviz.tasks.rules import PENALTIES, five_statistics, in_order, linear, mean_and_spread, nearest

CLASSIFICATIONS = [Speech(), Speech("recorded"), Digits(), Digits("pixel"), Wearable(), Wearable(2)]
REACHED = {
    "recorded speech": (Speech("recorded"), {"nearest neighbour": 0.973, "commonest class": 0.075}),
    "rows": (Digits(), {"3 nearest neighbours": 0.94, "nearest neighbour": 0.925}),
    "pixels": (Digits("pixel"), {"nearest neighbour": 0.945}),
    "wearable": (Wearable(), {"linear on mean and spread": 0.777, "nearest neighbour": 0.754}),
    "balancing": (Balancing(), {"observer that knows the physics": 500.0}),
    "nine tenths dark": (Balancing(0.9), {"observer that knows the physics": 476.4}),
}


def vote(names):
    """The commonest, of equally common ones the first."""
    return Counter(names).most_common(1)[0][0]


@pytest.mark.parametrize("count", [1, 3, 5])
def test_the_nearest_neighbours_by_looking_at_every_pair(count):
    rng = np.random.default_rng(count)
    known, asked, classes = rng.standard_normal((60, 3)), rng.standard_normal((40, 3)), rng.integers(0, 4, 60)
    wanted = []
    for each in asked:
        order = sorted(range(60), key=lambda i: sum((each - known[i]) ** 2))
        wanted.append(vote([classes[i] for i in order[:count]]))
    assert nearest(known, classes, asked, count).tolist() == wanted


def by_torch(known, wanted, asked, penalty):
    """Ridge regression by least squares on more rows, one for each coefficient that is held back."""
    rows = np.hstack([np.ones((len(known), 1)), known])
    held_back = np.sqrt(penalty) * np.eye(rows.shape[1])[1:]
    X, Y = np.vstack([rows, held_back]), np.vstack([wanted, np.zeros((len(held_back), wanted.shape[1]))])
    solved = torch.linalg.lstsq(torch.from_numpy(X), torch.from_numpy(Y)).solution.numpy()
    return np.hstack([np.ones((len(asked), 1)), asked]) @ solved


@pytest.mark.parametrize(("noise", "penalty"), [(0.3, 1.0), (3.0, 100.0)])
def test_the_linear_rule_and_its_penalty_by_leaving_out_one_after_the_other(noise, penalty):
    rng = np.random.default_rng(3)
    classes = rng.integers(0, 3, 30)
    known = rng.standard_normal((30, 8)) * noise + np.eye(8)[classes] * 4
    known[:, 7] = 5.0  # a channel that never changes
    asked = rng.standard_normal((200, 8)) * 3
    spread = np.where(np.ptp(known, axis=0) > 0, known.std(0), 1)
    X, Z, Y = (known - known.mean(0)) / spread, (asked - known.mean(0)) / spread, np.eye(3)[classes]
    others = [np.delete(np.arange(30), i) for i in range(30)]
    errors = [
        np.mean([(by_torch(X[rest], Y[rest], X[[i]], each) - Y[i]) ** 2 for i, rest in enumerate(others)])
        for each in PENALTIES
    ]
    assert PENALTIES[int(np.argmin(errors))] == penalty
    np.testing.assert_array_equal(linear(known, classes, asked), by_torch(X, Y, Z, penalty).argmax(1))


def test_what_a_rule_sees_of_a_sequence():
    inputs = np.random.default_rng(0).standard_normal((7, 5, 2)).astype(np.float32)
    for n in range(5):
        steps = [[float(value) for value in inputs[t, n]] for t in range(7)]
        assert in_order(inputs)[n].tolist() == [value for step in steps for value in step]
        statistics = []
        for channel in zip(*steps, strict=True):
            mean = sum(channel) / 7
            spread = (sum((value - mean) ** 2 for value in channel) / 7) ** 0.5
            change = sum(abs(b - a) for a, b in pairwise(channel)) / 6
            statistics.append((mean, spread, min(channel), max(channel), change))
        by_kind = [number for kind in zip(*statistics, strict=True) for number in kind]
        np.testing.assert_allclose(five_statistics(inputs)[n], by_kind, rtol=1e-12)
        np.testing.assert_allclose(mean_and_spread(inputs)[n], by_kind[:4], rtol=1e-12)


@pytest.mark.parametrize("name", REACHED)
def test_rules_reach_what_others_have_measured(name):
    task, wanted = REACHED[name]
    found = task.baselines(task.default_length)
    for rule, value in wanted.items():
        assert found[rule] == pytest.approx(value, rel=0.005), rule


def test_counting_five_characters_is_worth_about_two_bits_of_the_texts_of_python():
    assert Language(source="python").baselines(64)["5-gram"] == pytest.approx(2.04, abs=0.1)
    assert next(iter(Language().baselines(64))) == "5-gram"


@pytest.mark.parametrize("task", [*CLASSIFICATIONS, Balancing()], ids=str)
def test_the_first_rule_is_the_one_to_beat(task):
    values = list(task.baselines(task.default_length).values())
    assert values == sorted(values, reverse=True)
