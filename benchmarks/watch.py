"""What watching a training costs."""

import statistics
import time
from collections.abc import Callable

import numpy as np
import torch

import gruviz
from benchmarks.timing import report

STEPS, BATCH, INPUTS, HIDDEN = 200, 32, 8, 256
EVERY = 50
PAIRS, LOOKED = 32, 4


def run() -> None:
    """Print every row."""
    torch.set_num_threads(1)
    print(f"a training of nn.GRU, T={STEPS} B={BATCH} D={INPUTS} H={HIDDEN} float32, one thread, Adam, norm clipped")
    (watched_model, watched_update), (_, update) = training(), training()
    update()
    with gruviz.watch(watched_model, every=LOOKED):
        watched_update()
        pairs = [pair(watched_update, update, watched_first=bool(i % 2)) for i in range(PAIRS)]
    looks = [place for place in range(PAIRS) if (place + 2) % LOOKED == 0]
    look = statistics.median(pairs[place][0] / pairs[place][1] for place in looks)
    between = statistics.median(ours / alone for place, (ours, alone) in enumerate(pairs) if place not in looks)
    alone = statistics.median(alone for _, alone in pairs)
    detail = f"{EVERY - 1} steps of the next row and one of the last"
    report(
        f"watched with every={EVERY}, against the same unwatched",
        (look + (EVERY - 1) * between) / EVERY,
        1.1,
        detail=detail,
    )
    report("a step that is not looked at, against one unwatched", between, 1.05, detail="for information")
    detail = f"{1e3 * alone * (look - 1):.0f} ms more than {1e3 * alone:.0f} ms, for information"
    report("a step that is looked at, against one unwatched", look, 5, detail=detail)


def pair(watched: Callable[[], None], alone: Callable[[], None], *, watched_first: bool) -> tuple[float, float]:
    """Seconds of each, one right after the other."""
    if watched_first:
        return seconds(watched), seconds(alone)
    after = seconds(alone)
    return seconds(watched), after


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
