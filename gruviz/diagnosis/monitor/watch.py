"""The door: `gruviz.watch`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn

from gruviz.diagnosis.capture.find import find_recurrent, none_found
from gruviz.diagnosis.monitor.monitor import Monitor
from gruviz.validation import InvalidValue, check_integer, check_kind

if TYPE_CHECKING:
    from gruviz.diagnosis.monitor.monitor import Log

MOST_STEPS = 10**9


def watch(model: nn.Module, *, every: int = 50, log: Log | None = None) -> Monitor:
    """Look at a model's recurrent layers while it trains, without any other change in the loop::

        with gruviz.watch(model, every=50, log=print) as monitor:
            for x, y in loader:
                optimizer.zero_grad()
                loss_fn(model(x), y).backward()
                optimizer.step()
        print(monitor.report())

    **A step** is one step of a `torch.optim` optimizer that moves the recurrent layers. It may take any number of
    forward and backward passes; one that a `GradScaler` skips does not count. Each of several optimizers has its own
    count, and its looks show the layers that it moves. Where weights are changed by hand, without such an optimizer, a
    step is a forward pass in training mode that was followed by a backward pass, after which the weights of the
    recurrent layers were found changed when the next pass began or when the watch ended.

    **Looked at** are the first step and each multiple of `every`: the newest pass before it, and of its batch the first
    8 sequences (of a packed one the 8 longest). What runs in evaluation mode, or without gradients, is passed over.

    **Clipping** is measured at every step: a gradient counts as clipped where it has become smaller between the
    backward pass and the optimizer, by whatever means; what a `GradScaler` has multiplied it by is taken out. The first
    value that is not finite is searched for at every step, too. It is traced to its place and said once, as a warning.

    A callback of somebody's framework calls `start()` and `stop()` in place of `with`.

    Training is not changed: the weights come out as they would have, bit by bit. Our own mistakes end in one warning
    and never in an exception. The numbers of at most 400 looks are kept, evenly spread over the training.

    Args:
        model: Any module that holds nn.RNN, nn.GRU or nn.LSTM, or their cells called in a loop.
        every: Steps from one look to the next, 1 or more.
        log: Is called with a step and a dict of floats by names such as "gruviz/rnn/layer 1/horizon"; with `print` that
            is one readable line. What it raises is passed on.

    Returns:
        The monitor: `history` has what was seen, `last` the newest numbers and `runs` what they are from, `not_finite`
        the first value that was not; `report()` says it all in words, and `figure()` draws the training.

    Raises:
        GruvizError: If the model has no recurrent layer, or an argument is of another kind.
    """
    check_kind("model", model, nn.Module)
    check_integer("every", every, 1, MOST_STEPS)
    if log is not None and not callable(log):
        raise InvalidValue("log", type(log).__name__, "None, or anything that can be called with a step and a dict")
    if not find_recurrent(model):
        raise none_found(model, "watch")
    return Monitor(model, every, log)
