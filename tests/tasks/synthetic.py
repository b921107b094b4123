"""Sequences of the synthetic tasks, and their targets once more."""

import numpy as np


def draw(task, *, seed=0, batch=200, length=None):
    return task.sample(np.random.default_rng(seed), batch, length or task.default_length)


def lengths(task):
    return [task.lengths[0], 17, 50, task.lengths[1]]


def only_one(row):
    """Index of the one entry that is 1, all others being 0."""
    assert sorted(row.tolist()) == [0.0] * (len(row) - 1) + [1.0]
    return row.tolist().index(1.0)


def check_targets(task, answer):
    """Every target is what `answer` works out from the sequence alone, (T, D) → one value per read step."""
    for length in lengths(task):
        batch = draw(task, seed=length, length=length)
        for b in range(200):
            np.testing.assert_allclose(batch.targets[:, b], answer(batch.inputs[:, b]), rtol=1e-6)
