"""What watching a training costs."""

import numpy as np
import torch

from gruviz.diagnosis.monitor.watch import watch
from benchmarks.timing import paired, report

STEPS, BATCH, INPUTS, HIDDEN = 200, 32, 8, 256
EVERY, UPDATES = 50, 50


def run() -> None:
    """Print every row."""
    torch.set_num_threads(1)
    print(
        f"nn.GRU, T={STEPS} B={BATCH} D={INPUTS} H={HIDDEN} float32, one thread, Adam, {UPDATES} updates and one look"
    )
    watched, alone, ratio = paired(training(watched=True), training(watched=False), runs=3)
    detail = f"{watched:.1f} s against {alone:.1f} s"
    report(f"a training that is watched, every={EVERY}, against the same alone", ratio, 1.10, detail=detail)
    one_look, alone, ratio = paired(training(watched=True, updates=1), training(watched=False, updates=1), runs=9)
    detail = f"{1e3 * (one_look - alone):.0f} ms more than {1e3 * alone:.0f} ms, for information"
    report("a step that is looked at, against one that is not", ratio, 6, detail=detail)


def training(*, watched: bool, updates: int = UPDATES):
    """Some updates of one network, as a loop of one's own makes them."""
    torch.manual_seed(0)
    module = torch.nn.GRU(INPUTS, HIDDEN, batch_first=True)
    readout = torch.nn.Linear(HIDDEN, 1)
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

    def alone() -> None:
        for _ in range(updates):
            update()

    def with_monitor() -> None:
        with watch(model, every=EVERY):
            alone()

    return with_monitor if watched else alone
