"""Train the collection of small networks that Inside the cell shows: python -m scripts.models.

It takes about five minutes of one core. Of each learner several seeds are trained, and the best is kept: the lowest
error or highest accuracy, and for the flip-flop, of those that solve it, the seed with the clearest gate: two units
whose writing gates open at pulses, and none that stays open elsewhere.
"""

import datetime
import json
import os
import platform
from dataclasses import replace

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy and PyTorch are loaded

import numpy as np  # noqa: E402
import torch  # noqa: E402

from gruviz import TASKS, Learner, TrainConfig, TrainedModel, Weights, record, save_model, train  # noqa: E402
from gruviz.models.shipped import COLLECTION, COLLECTION_RECORD, FOLDER, collection_key  # noqa: E402
from gruviz.training.history import learner_label  # noqa: E402

LENGTH = 50
USUAL = {"hidden_size": 16, "seeds": 8}
SWITCH = {"hidden_size": 12, "batch_size": 16, "seeds": 32}
"""Few units and small batches, many seeds to choose from: what makes the gates of a flip-flop easy to read."""
WRITES = {"gru": "z", "gru_reset_after": "z", "lstm": "i"}
"""The gate that decides how much is written."""
PLAN: tuple[tuple[str, Learner, int, dict[str, int]], ...] = (
    ("adding", Learner("rnn", scheme="orthogonal", learning_rate=0.003), 3000, USUAL),
    ("adding", Learner("gru"), 800, USUAL),
    ("adding", Learner("gru_reset_after"), 800, USUAL),
    ("adding", Learner("lstm", chrono=True), 800, USUAL),
    ("flip_flop", Learner("rnn", scheme="orthogonal", learning_rate=0.003), 3000, USUAL),
    ("flip_flop", Learner("gru", update_bias=-5.0, learning_rate=0.2), 200, SWITCH),
    ("flip_flop", Learner("gru_reset_after", update_bias=-5.0, learning_rate=0.2), 200, SWITCH),
    ("flip_flop", Learner("lstm", chrono=True, gain=0.5, learning_rate=0.1), 300, SWITCH),
    ("first_symbol", Learner("rnn", scheme="orthogonal"), 300, USUAL),
    ("first_symbol", Learner("gru", chrono=True), 300, USUAL),
    ("first_symbol", Learner("gru_reset_after", chrono=True), 300, USUAL),
    ("first_symbol", Learner("lstm", chrono=True), 300, USUAL),
)
"""Task, learner, updates, and what else is set."""


def main() -> None:
    """Make all models and say what they are."""
    torch.set_num_threads(1)
    FOLDER.mkdir(exist_ok=True)
    versions = {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__}
    collection = {"made": {"date": datetime.date.today().isoformat(), "versions": versions}}
    for task, learner, updates, sizes in PLAN:
        key = collection_key(task, learner.cell)
        collection[key] = make(key, TrainConfig(task=task, learners=(learner,), steps=updates, length=LENGTH, **sizes))
        print(f"{key:28} {collection[key]}", flush=True)
    assert collection.keys() == {"made", *COLLECTION}
    COLLECTION_RECORD.write_text(json.dumps(collection, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def make(key: str, config: TrainConfig) -> dict[str, object]:
    """Train a model, write it, and return what is recorded of it."""
    *_, last = train(replace(config, report_every=1000))
    [learner] = config.learners
    member = best(config.task, last.weights, last.metric)
    label = learner_label(learner, config.length)
    W, b = (array[member : member + 1] for array in last.readout)
    model = TrainedModel(config.task, label, config.length, last.weights.member(member), W, b)
    save_model(model, FOLDER / f"{key}.npz")
    made = {"label": label, "updates": config.steps, "learning_rate": learner.learning_rate, "clip": config.clip}
    seeds = {"seed": config.seed, "member": member, "of": config.seeds}
    return made | seeds | {"metric": round(float(last.metric[member]), 5), "solved": bool(last.solved[member])}


def best(task: str, weights: Weights, metric: np.ndarray) -> int:
    """Which of the seeds is kept."""
    kind = TASKS[task]
    if task == "flip_flop" and weights.cell in WRITES and kind.is_solved(metric).any():
        return int(np.where(kind.is_solved(metric), clearness(weights), -1).argmax())
    return int(metric.argmax() if kind.metric == "accuracy" else metric.argmin())


def clearness(weights: Weights) -> np.ndarray:
    """How far the two units that write most open at pulses, less the leakiest unit's gate elsewhere, (E,)."""
    inputs = TASKS["flip_flop"].sample(np.random.default_rng([0, 0, 8]), 64, LENGTH).inputs
    gate = record(weights.cell, weights, inputs).gates[WRITES[weights.cell]]
    pulse = inputs[:, :, :2].any(-1)
    at, elsewhere = (np.array([gate[:, e][where].mean(0) for e in range(weights.seeds)]) for where in (pulse, ~pulse))
    return np.sort(at)[:, -2:].mean(1) - elsewhere.max(1)


if __name__ == "__main__":
    main()
