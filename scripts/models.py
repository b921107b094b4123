"""Train the collection of small networks that Inside the cell shows: python -m scripts.models.

It takes about five minutes of one core. Of each learner several seeds are trained, and the best is kept: the lowest
error or highest accuracy, and for the flip-flop, of those that solve it, the seed with the clearest gate, that is the
unit whose writing gate differs most between pulses and all other steps.
"""

import datetime
import json
import os
import platform

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy and PyTorch are loaded

import numpy as np  # noqa: E402
import torch  # noqa: E402

from gruviz import TASKS, Learner, TrainConfig, TrainedModel, Weights, record, save_model, train  # noqa: E402
from gruviz.collection import COLLECTION, FOLDER, RECORD, collection_key  # noqa: E402
from gruviz.history import learner_label  # noqa: E402

SEEDS, HIDDEN, LENGTH = 8, 16, 50
WRITES = {"gru": "z", "gru_reset_after": "z", "lstm": "i"}
"""The gate that decides how much is written."""
PLAN = (
    ("adding", Learner("rnn", scheme="orthogonal"), 600),
    ("adding", Learner("gru"), 600),
    ("adding", Learner("gru_reset_after"), 600),
    ("adding", Learner("lstm", chrono=True), 800),
    ("flip_flop", Learner("rnn", scheme="orthogonal"), 400),
    ("flip_flop", Learner("gru", chrono=True, learning_rate=0.03), 600),
    ("flip_flop", Learner("gru_reset_after", chrono=True, learning_rate=0.03), 600),
    ("flip_flop", Learner("lstm", chrono=True, learning_rate=0.03), 600),
    ("first_symbol", Learner("rnn", scheme="orthogonal"), 300),
    ("first_symbol", Learner("gru", chrono=True), 300),
    ("first_symbol", Learner("gru_reset_after", chrono=True), 300),
    ("first_symbol", Learner("lstm", chrono=True), 300),
)
"""Task, learner and updates."""


def main() -> None:
    """Make all models and say what they are."""
    torch.set_num_threads(1)
    FOLDER.mkdir(exist_ok=True)
    versions = {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__}
    told = {"made": {"date": datetime.date.today().isoformat(), "versions": versions}}
    for task, learner, updates in PLAN:
        key = collection_key(task, learner.cell)
        told[key] = make(key, task, learner, updates)
        print(f"{key:28} {told[key]}", flush=True)
    assert told.keys() == {"made", *COLLECTION}
    RECORD.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def make(key: str, task: str, learner: Learner, updates: int) -> dict[str, object]:
    """Train a model, write it, and return what is recorded of it."""
    settings = {"length": LENGTH, "hidden_size": HIDDEN, "seeds": SEEDS, "report_every": 1000, "steps": updates}
    config = TrainConfig(task=task, learners=(learner,), **settings)
    *_, last = train(config)
    member = best(task, last.weights, last.metric)
    label = learner_label(learner, LENGTH)
    W, b = (array[member : member + 1] for array in last.readout)
    save_model(TrainedModel(task, label, LENGTH, last.weights.member(member), W, b), FOLDER / f"{key}.npz")
    metric = float(last.metric[member])
    told = {"label": label, "updates": updates, "learning_rate": learner.learning_rate, "clip": config.clip}
    seeds = {"seed": config.seed, "member": member, "of": SEEDS}
    return told | seeds | {"metric": round(metric, 5), "solved": bool(last.solved[member])}


def best(task: str, weights: Weights, metric: np.ndarray) -> int:
    """Which of the seeds is kept."""
    kind = TASKS[task]
    if task == "flip_flop" and weights.cell in WRITES and kind.is_solved(metric).any():
        return int(np.where(kind.is_solved(metric), clearness(weights), -1).argmax())
    return int(metric.argmax() if kind.metric == "accuracy" else metric.argmin())


def clearness(weights: Weights) -> np.ndarray:
    """By how much the clearest unit's writing gate differs between pulses and other steps, (E,)."""
    inputs = TASKS["flip_flop"].sample(np.random.default_rng([0, 0, 8]), 64, LENGTH).inputs
    gate = record(weights.cell, weights, inputs).gates[WRITES[weights.cell]]
    pulse = inputs[:, :, :2].any(-1)
    means = [[gate[:, e][where].mean(0) for e in range(weights.seeds)] for where in (pulse, ~pulse)]
    return (np.array(means[0]) - np.array(means[1])).max(1)


if __name__ == "__main__":
    main()
