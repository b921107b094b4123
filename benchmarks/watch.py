"""What watching a training costs."""

import statistics
import time
from collections.abc import Callable

import numpy as np
import torch

from benchmarks.timing import report
from gruviz.diagnosis.monitor.watch import watch

STEPS, BATCH, INPUTS, HIDDEN = 200, 32, 8, 256
EVERY = 50


def run() -> None:
    """Print every row."""
    torch.set_num_threads(1)
    print(
        f"nn.GRU, T={STEPS} B={BATCH} D={INPUTS} H={HIDDEN} float32, one thread, Adam, clipped; {EVERY} updates of each"
    )
    (watched_model, watched_update), (_, update) = training(), training()
    update()
    with watch(watched_model, every=EVERY):
        watched_update()  # the first step is looked at; of the next 50, one
        pairs = [(seconds(watched_update), seconds(update)) for _ in range(EVERY)]
    watched, alone = (sum(side) for side in zip(*pairs, strict=True))
    detail = f"{watched:.1f} s against {alone:.1f} s, one look among them"
    report(f"a training watched with every={EVERY}, against the same alone", watched / alone, 1.10, detail=detail)
    looked, ordinary = pairs.pop(EVERY - 2)
    between = statistics.median(one / other for one, other in pairs)
    report("a step that is not looked at, against one unwatched", between, 1.02, detail="for information")
    detail = f"{1e3 * (looked - ordinary):.0f} ms more than {1e3 * ordinary:.0f} ms, for information"
    report("a step that is looked at, against one unwatched", looked / ordinary, 6, detail=detail)


def training() -> tuple[torch.nn.Module, Callable[[], None]]:
    """A model, and an update of it as a loop of one's own makes it."""
    torch.manual_seed(0)
    module, readout = torch.nn.GRU(INPUTS, HIDDEN, batch_first=True), torch.nn.Linear(HIDDEN, 1)
    model = torch.nn.ModuleList([module, readout])
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    rng = np.random.default_rng(0)
    inputs = torch.tensor(rng.standard_normal((BATCH, STEPS, INPUTS)), dtype=torch.float32)
    targets = torch.tensor(rng.standard_normal((BATCH, 1)), dtype=torch.float32)

    def update() -> None:
        optimizer.zero_grad()
        (readout(module(inputs)[0][:, -1]) - targets).square().mean().backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    return model, update


def seconds(function: Callable[[], None]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start
