"""The engine against nn.GRU, and how its time grows."""

import tracemalloc

import numpy as np
import torch

from benchmarks.timing import paired, report
from gruviz import gradient_flow, init_weights, record
from gruviz.ui.charts.views import VIEWS, View, draw
from gruviz.ui.home.controls import TABLE, experiment_from


def run() -> None:
    """Print every row."""
    torch.set_num_threads(1)
    print("record + gradient_flow against nn.GRU forward + backward, one thread")
    for dtype in ("float64", "float32"):
        for steps, batch, budget in ((200, 1, 0.20), (100, 32, 1.0)):
            ours, theirs, ratio = paired(flow(steps, batch, dtype=dtype), torch_gru(steps, batch, dtype))
            detail = f"{1e3 * ours:.1f} ms against {1e3 * theirs:.1f} ms"
            report(f"GRU T={steps} B={batch} H=64 {dtype}", ratio, budget, detail=detail)
    print("growth of record + gradient_flow, GRU, float64")
    base = {"steps": 100, "batch": 4, "hidden": 32, "seeds": 8}
    for name, doubled, budget in (("T", "steps", 2.1), ("H", "hidden", 4.4), ("B", "batch", 2.2), ("E", "seeds", 2.2)):
        _, _, ratio = paired(flow(**base | {doubled: 2 * base[doubled]}), flow(**base))
        report(f"doubling {name} from T=100 B=4 H=32 E=8", ratio, budget)
    values = TABLE.defaults
    tracemalloc.start()
    draw.__wrapped__(View(VIEWS["decay"], experiment_from(values)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    report("peak memory of the home page's experiment and chart", peak / 2**20, 20, "MiB")


def flow(steps: int, batch: int, hidden: int = 64, seeds: int = 1, dtype: str = "float64"):
    """Our recording and gradient of every step."""
    weights = init_weights("gru", input_size=8, hidden_size=hidden, seeds=seeds, dtype=dtype)
    inputs = np.random.default_rng(0).standard_normal((steps, batch, 8)).astype(dtype)
    return lambda: gradient_flow(record("gru", weights, inputs)).norms


def torch_gru(steps: int, batch: int, dtype: str):
    """PyTorch's forward and backward, recording nothing."""
    module = torch.nn.GRU(8, 64, dtype=getattr(torch, dtype))
    inputs = torch.randn(steps, batch, 8, dtype=getattr(torch, dtype))
    return lambda: module(inputs)[0][-1].sum().backward()
