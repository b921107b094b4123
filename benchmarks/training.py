"""A training step that records every step's gradient, against PyTorch's own that records nothing."""

import numpy as np
import torch

from benchmarks.timing import paired, report
from gruviz import init_weights
from gruviz.networks.recurrence import Recurrence

STEPS, BATCH, INPUTS, HIDDEN = 100, 32, 8, 64


def run() -> None:
    """Print every row."""
    torch.set_num_threads(1)
    print(
        f"a training step, T={STEPS} B={BATCH} D={INPUTS} H={HIDDEN} float32, one thread, Adam, loss on the last step"
    )
    for cell in ("gru", "gru_reset_after"):
        ours, theirs, ratio = paired(recorded_step(cell), torch_step())
        detail = f"{1e3 * ours:.1f} ms against {1e3 * theirs:.1f} ms"
        report(f"{cell} with every step's gradient, against nn.GRU without", ratio, 0.70, detail=detail)
    with_norms, without, ratio = paired(recorded_step("gru"), recorded_step("gru", norms=False), runs=31)
    detail = f"{1e3 * with_norms:.1f} ms against {1e3 * without:.1f} ms, for information"
    report("the norms of all steps, against the same step without them", ratio, 1.1, detail=detail)


def recorded_step(cell: str, *, norms: bool = True):
    """One update of ours: forward, backward, Adam and, unless told otherwise, the norms by step."""
    layer = Recurrence(init_weights(cell, input_size=INPUTS, hidden_size=HIDDEN, dtype="float32"))
    update = step_of(layer, lambda inputs: layer(inputs)[-1, 0])
    return lambda: (update(), layer.flow.norms if norms else None)


def torch_step():
    """The same update of nn.GRU."""
    module = torch.nn.GRU(INPUTS, HIDDEN)
    return step_of(module, lambda inputs: module(inputs)[0][-1])


def step_of(layer: torch.nn.Module, last_state):
    """One update of a layer under a linear readout, from the same sequences each time."""
    torch.manual_seed(0)
    readout = torch.nn.Linear(HIDDEN, 1)
    optimiser = torch.optim.Adam([*layer.parameters(), *readout.parameters()], lr=1e-4)
    rng = np.random.default_rng(0)
    inputs = torch.tensor(rng.standard_normal((STEPS, BATCH, INPUTS)), dtype=torch.float32)
    targets = torch.tensor(rng.standard_normal((BATCH, 1)), dtype=torch.float32)

    def update() -> None:
        optimiser.zero_grad()
        (readout(last_state(inputs)) - targets).square().mean().backward()
        optimiser.step()

    return update
