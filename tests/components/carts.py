"""Attempts to balance, with every state, frame and push, for the tests of the carts in JavaScript."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from gruviz.data.cart_pole import Policy, Rollout, moved, roll_out, starts
from gruviz.models.shipped import application_models
from gruviz.tasks.balancing import attempt, linear_rule
from gruviz.tasks.observer import Observer
from gruviz.ui.applications.balancing.carts import carts_data

STEPS, BLACKOUTS = 500, (0.0, 0.7, 0.9)


def write_carts(folder: Path) -> None:
    """What the component gets, and what became of every driver in several darknesses, as carts.json."""
    models = application_models("balancing")
    rules = {"observer": Observer, "linear": linear_rule}
    attempts = []
    for blackout in BLACKOUTS:
        for label in ("RNN", "GRU", "LSTM"):
            attempts.append(_written(label, attempt(models[label].network, blackout, attempts=1, steps=STEPS)))
        attempts += [_written(name, _ruled(make(), blackout)) for name, make in rules.items()]
    data = carts_data(models, blackout=0.7, seed=0, slider="")
    state, push = np.random.default_rng(2).normal(size=(200, 4)), np.arange(200) % 2
    ticks = {"states": state.tolist(), "pushes": push.tolist(), "after": moved(state, push).tolist()}
    folder.joinpath("carts.json").write_text(json.dumps({"data": data, "attempts": attempts, "ticks": ticks}))


def _ruled(policy: Policy, blackout: float) -> Rollout:
    return roll_out(policy, starts(np.random.default_rng([0, 0, 7]), 1), blackout, 0, STEPS)


def _written(driver: str, rollout: Rollout) -> dict[str, Any]:
    """One attempt up to its fall."""
    balanced = int(rollout.balanced.flat[0])
    count = min(balanced + 1, STEPS)
    return {
        "driver": driver,
        "balanced": balanced,
        "fell": balanced < STEPS,
        "states": rollout.states.reshape(-1, 4)[: count + 1].tolist(),
        "frames": rollout.frames.reshape(-1, 4)[:count].tolist(),
        "pushes": rollout.pushes.reshape(-1)[:count].tolist(),
    }
