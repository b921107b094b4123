"""Train every cell on every synthetic task and write the scoreboard: python -m scripts.scoreboard.

It takes about half an hour of one core. Each cell starts as PyTorch starts it and from the starts known to help
it; all get the same sequences, seeds, sizes and learning rate. A learner ends once all of its seeds are at or beyond
the bar of a task at once.
"""

import datetime
import os
import time
from dataclasses import replace

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy and PyTorch are loaded

import numpy as np  # noqa: E402
import torch  # noqa: E402

from gruviz import CELLS, TASKS, Learner, TrainConfig, __version__, train  # noqa: E402
from gruviz.comparison.scoreboard import Score, Scoreboard, write_scoreboard  # noqa: E402
from gruviz.training.history import histories  # noqa: E402

SEEDS, RATE, LIMIT = 5, 0.01, 600
COMMON = TrainConfig(seeds=SEEDS, hidden_size=32, batch_size=32, clip=1.0, seed=0, report_every=25, steps=LIMIT)

SETTINGS = {
    "hidden_size": COMMON.hidden_size,
    "batch_size": COMMON.batch_size,
    "clip": COMMON.clip,
    "learning_rate": RATE,
    "seed": COMMON.seed,
    "report_every": COMMON.report_every,
}
"""What all trainings have in common."""


def learners() -> list[Learner]:
    """Each cell as PyTorch starts it, then from the starts known to help it."""
    chosen = []
    for key, cell in CELLS.items():
        plain = Learner(key, learning_rate=RATE)
        chosen.append(plain)
        if not cell.gate_names:
            chosen.append(replace(plain, scheme="identity" if key == "irnn" else "orthogonal"))
        if cell.forget_block:
            chosen.append(replace(plain, forget_bias=1.0))
        if cell.chrono_biases(np.zeros(1)):
            chosen.append(replace(plain, chrono=True))
    return chosen


def score(learner: Learner, task: str, *, truncation: int | None = None) -> Score:
    """Train one learner on one task."""
    length = TASKS[task].default_length
    config = replace(COMMON, task=task, learners=(learner,), length=length, truncation=truncation)
    events = []
    for event in train(config):
        events.append(event)
        if event.solved.all():
            break
    [history] = histories(config, events)
    updates, solved = history.solved_steps, history.seeds_solved
    return Score(
        task,
        learner.cell,
        history.label,
        config.length,
        SEEDS,
        solved,
        float(np.nanmedian(updates)) if solved else None,
        LIMIT,
        round(float(np.nanmedian(history.metric[-1])), 4),
    )


def main() -> None:
    """Train all and write the file; print how far it is."""
    torch.set_num_threads(1)
    plan = [(learner, task) for task in TASKS for learner in learners()]
    scores = []
    start = time.monotonic()
    for done, (learner, task) in enumerate(plan, start=1):
        scores.append(score(learner, task))
        left = (time.monotonic() - start) / done * (len(plan) - done)
        print(f"{done}/{len(plan)}, {left / 60:.0f} minutes left: {scores[-1]}", flush=True)
    write_scoreboard(Scoreboard(datetime.date.today().isoformat(), __version__, SETTINGS, tuple(scores)))


if __name__ == "__main__":
    main()
