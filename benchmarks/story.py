"""Whether the training page tells the truth on its default settings, on ten seeds: python -m benchmarks.story."""

import os
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy and PyTorch are loaded

import numpy as np  # noqa: E402
import torch  # noqa: E402

from gruviz import Learner, TrainConfig, TrainingEvent, train  # noqa: E402
from gruviz.tasks import TASKS  # noqa: E402
from gruviz.training.history import histories  # noqa: E402

LEARNERS = (
    Learner("rnn"),
    Learner("gru"),
    Learner("lstm", forget_bias=1.0),
    Learner("gru", chrono=True),
    Learner("rnn", scheme="orthogonal"),
)
SEEDS = 10


def main() -> None:
    """Print a table for each task named on the command line, by default the flagship and the counterexample."""
    torch.set_num_threads(1)
    for task in sys.argv[1:] or ("adding", "first_symbol"):
        tell(task)


def tell(task: str) -> None:
    """Train every learner by itself, all seeds together, and print one row for each.

    Steps are those after which a seed was first reported as solved, median and range over those that were; the ratio
    is the gradient's at the first step to that at the last, before and after; seconds are for all seeds together.
    """
    kind = TASKS[task]
    print(f"\n{kind.title}: T={kind.default_length}, {kind.default_steps} steps, solved at {kind.solved_at}")
    print(f"{'learner':22} {'solved':>7} {'median step':>12} {'range':>10} {'metric':>8} {'ratio':>17} {'seconds':>8}")
    for learner in LEARNERS:
        config = TrainConfig(
            task, (learner,), kind.default_length, seeds=SEEDS, steps=kind.default_steps, report_every=10
        )
        start = time.perf_counter()
        events = list(train(config))
        print(row(config, events, time.perf_counter() - start), flush=True)


def row(config: TrainConfig, events: list[TrainingEvent], seconds: float) -> str:
    """Label, how many seeds solved it and when, the final metric, the gradient ratio before and after, seconds."""
    [history] = histories(config, events)
    solved = history.solved_steps
    count = int(np.isfinite(solved).sum())
    when, span = "–", "–"
    if count:
        when, span = f"{np.nanmedian(solved):.0f}", f"{np.nanmin(solved):.0f}–{np.nanmax(solved):.0f}"
    metric, ratio = np.median(history.metric[-1]), f"{history.ratio[0, 0]:.0e} → {history.ratio[-1, 0]:.0e}"
    return f"{history.label:22} {count:4}/{SEEDS} {when:>12} {span:>10} {metric:8.3f} {ratio:>17} {seconds:8.1f}"


if __name__ == "__main__":
    main()
