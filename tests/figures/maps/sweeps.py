"""Maps written by hand, and at random."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gruviz.engine.verdicts import REGIMES
from gruviz.maps.axis import Axis
from gruviz.maps.plan import Plan
from gruviz.maps.trainability_map import Map, Training
from gruviz.training.settings import Learner, TrainConfig

GAINS, BIASES = (0.5, 1.0, 2.0, 4.0), (-8.0, -4.0, 2.0)
SHAPE = len(BIASES), len(GAINS)
SEEDS = 3
UPDATES = (0, 10, 20, 30)


def plan_of(measure="gradient", *, x=None, y=None, cell="gru", seeds=SEEDS):
    """First symbol with 20 steps, over gains and biases."""
    learners = (Learner(cell, scheme="orthogonal"),)
    base = TrainConfig(task="first_symbol", learners=learners, length=20, hidden_size=4, seeds=seeds, steps=UPDATES[-1])
    return Plan(base, x or Axis("gain", GAINS), y or Axis("update_bias", BIASES), measure)


def sweep_of(values, measure="gradient", **plan):
    """A map with these numbers, (rows, columns) or (rows, columns, seeds); nan where it has no result."""
    values = np.asarray(values, dtype=np.float64)
    seeds = SEEDS if values.ndim == 2 else values.shape[2]
    spread = np.broadcast_to(values[..., None], (*values.shape, seeds)) if values.ndim == 2 else values
    known = ~np.isnan(spread[..., 0])
    results = {(int(j), int(i)): spread[i, j] for i, j in zip(*np.nonzero(known), strict=True)}
    return Map(plan_of(measure, seeds=seeds, **plan), results)


def training_of(solved_since, diverged_since=None, **plan):
    """A map of trainings.

    Args:
        solved_since: Look from which each network counts as solved, (rows, columns, seeds); large for never, nan where
            there is no result.
        diverged_since: Likewise; by default none has.
        plan: As `plan_of` takes it.
    """
    solved_since = np.asarray(solved_since, dtype=np.float64)
    broken = np.full(solved_since.shape, np.inf) if diverged_since is None else np.asarray(diverged_since, dtype=float)
    looks = np.arange(len(UPDATES))[:, None]
    results = {}
    for i, j in np.ndindex(solved_since.shape[:2]):
        if not np.isnan(solved_since[i, j]).any():
            solved, diverged = looks >= solved_since[i, j], looks >= broken[i, j]
            results[j, i] = Training(np.array(UPDATES), solved & ~diverged, diverged)
    return Map(plan_of("success", seeds=solved_since.shape[2], **plan), results)


def counts(numbers, seeds=SEEDS):
    """Looks from which networks are solved, such that so many of each square are from the first look on."""
    numbers = np.asarray(numbers, dtype=np.float64)
    since = np.where(np.arange(seeds) < numbers[..., None], 1.0, 99.0)
    return np.where(np.isnan(numbers)[..., None], np.nan, since)


def labelled(sweep):
    """A map under a label."""
    return {"first": sweep}


some = st.floats(-40, 12) | st.sampled_from([-np.inf, np.inf, np.nan, 0.0, -2.0, 2.0])
fields = arrays(float, SHAPE, elements=some)
"""Gradients of any size, nothing, more than any number, and squares without a result."""
looks = st.sampled_from([1.0, 2.0, 3.0, 99.0])
trainings = st.builds(
    lambda solved, diverged, known: training_of(np.where(known[..., None], solved, np.nan), diverged),
    arrays(float, (*SHAPE, SEEDS), elements=looks),
    arrays(float, (*SHAPE, SEEDS), elements=st.sampled_from([2.0, 3.0, 99.0, 99.0, 99.0])),
    arrays(bool, SHAPE),
)
"""Trainings of which some learn, some not, some diverge, and some are not there yet."""
regimes = arrays(float, SHAPE, elements=st.sampled_from([*range(len(REGIMES)), np.nan]))
