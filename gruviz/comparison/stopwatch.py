"""Measure how long PyTorch's modules and our engine take, in turn, on one thread."""

import sys
import time
from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn

from gruviz.comparison.speed import INPUT_SIZE, MODULES, Contestant, Round, SpeedConfig
from gruviz.engine.initialisation import init_weights
from gruviz.engine.recording import record
from gruviz.networks.recurrence import Recurrence

CLOCK = time.perf_counter if sys.platform == "win32" else time.thread_time
"""Seconds that this thread has computed: waiting for others who use the computer does not count. Windows knows them to
1/64 s only, so there time passes as on the wall."""
WARM_UPS = 2
"""Runs of each contestant before it is measured: the first ones allocate and choose kernels."""


def measure(config: SpeedConfig, *, clock: Callable[[], float] = CLOCK) -> Iterator[Round]:
    """Let all run in turn, A B C A B C …, and all sizes one after the other before the next round begins.

    All run in float32 on the same inputs with weights of the same distribution. Forward and backward gives the
    gradient of all weights for a loss on the last hidden state; ours also keeps every gate and the gradient of every
    step. Forward alone keeps no graph, and ours still keeps every gate.

    Args:
        config: Sizes, lengths and rounds.
        clock: Seconds, never going back.

    Yields:
        A round at one size, as soon as everyone has run once.
    """
    torch.set_num_threads(1)
    runs = {
        (size, backward): [_run(contestant, config, size, backward) for contestant in config.contestants]
        for size in config.hidden_sizes
        for backward in (True, False)
    }
    for run in WARM_UPS * [run for turns in runs.values() for run in turns]:
        run()
    for _ in range(config.rounds):
        for (size, backward), turns in runs.items():
            yield Round(size, backward, tuple(_seconds(run, clock) for run in turns))


def _seconds(run: Callable[[], None], clock: Callable[[], float]) -> float:
    start = clock()
    run()
    return clock() - start


def _run(contestant: Contestant, config: SpeedConfig, size: int, backward: bool) -> Callable[[], None]:
    """One run of a contestant: all steps of all sequences."""
    inputs = torch.randn(config.seq_len, config.batch_size, INPUT_SIZE, generator=torch.Generator().manual_seed(0))
    if contestant.is_module:
        return _module_run(contestant.cell, inputs, size, backward)
    return _engine_run(contestant.cell, inputs, size, backward)


def _module_run(cell: str, inputs: Tensor, size: int, backward: bool) -> Callable[[], None]:
    module: nn.RNNBase = getattr(nn, MODULES[cell].removeprefix("nn."))(INPUT_SIZE, size)
    if backward:
        return _update(module, lambda: module(inputs)[0][-1])

    def forward() -> None:
        with torch.no_grad():
            module(inputs)

    return forward


def _engine_run(cell: str, inputs: Tensor, size: int, backward: bool) -> Callable[[], None]:
    weights = init_weights(cell, input_size=INPUT_SIZE, hidden_size=size, dtype="float32")
    if backward:
        layer = Recurrence(weights)
        return _update(layer, lambda: layer(inputs)[-1, 0, :, :size])
    array = inputs.numpy()

    def forward() -> None:
        record(cell, weights, array)

    return forward


def _update(layer: nn.Module, last_state: Callable[[], Tensor]) -> Callable[[], None]:
    def run() -> None:
        layer.zero_grad()
        last_state().sum().backward()  # type: ignore[no-untyped-call]

    return run
