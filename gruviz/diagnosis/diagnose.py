"""A person's own network, run once on one batch and judged."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from torch import nn

from gruviz.arrays import plain
from gruviz.diagnosis.capture.find import unwrapped
from gruviz.diagnosis.capture.measure import measure
from gruviz.diagnosis.report.report import Report
from gruviz.validation import check_integer, check_kind


def diagnose(
    model: nn.Module,
    batch: Any,
    loss_fn: Callable[..., Any],
    *,
    lengths: Sequence[int] | None = None,
    lag: int | None = None,
) -> Report:
    """Say what is wrong with the recurrent layers of a PyTorch model, from one batch and its loss.

    The batch runs through the model as it is, in the mode that it is in, and the loss is followed back through every
    nn.RNN, nn.GRU and nn.LSTM, and through their cells in a loop: every layer and direction, in float64, with the
    weights, padding and dropout of this very run. Model, gradients, buffers and random generators are left as they
    were. What the batch is decides how the loss comes about::

        report = gruviz.diagnose(model, (x, y), torch.nn.functional.cross_entropy)         # loss_fn(model(x), y)
        report = gruviz.diagnose(model, {"ids": x, "labels": y}, lambda out: out.loss)     # loss_fn(model(**batch))
        report = gruviz.diagnose(model, x, lambda out: out.square().mean())                # loss_fn(model(x))
        report = gruviz.diagnose(model, batch, lambda model, batch: model.training_step(batch))

    Args:
        model: Any module that holds recurrent ones, or is one.
        batch: What a training loop has in hand. Of a tuple or list the last is the target and all others are given to
            the model; a dictionary is given by name; anything else is the model's one argument.
        loss_fn: Gives one number. It is called with the model's output, and with the target, or where there is none
            the batch, if it takes two arguments; a tuple is given to the model whole if it takes one. If its first
            argument is called `model` (or `net`, `network`, `module`), it is called with the model and the batch.
        lengths: Steps of each sequence of a batch padded at the end that count. Packed sequences say so themselves;
            else a sequence counts up to the last step from which a gradient comes back.
        lag: How many steps lie between what the network has to remember and where it is asked, if you know.

    Returns:
        What was found, the worst first: `print(report)`, show it in a notebook, or `report.save("report.html")`.

    Raises:
        GruvizError: If the model holds no recurrent layer, or the loss is not one number.
    """
    check_kind("model", model, nn.Module)
    if lag is not None:
        check_integer("lag", lag, 1, 1_000_000)
    steps = (
        None if lengths is None else [check_integer("lengths", n, 1, 10**9) for n in np.ravel(plain(lengths)).tolist()]
    )
    measured = measure(model, batch, loss_fn, lengths=steps)
    title = type(unwrapped(model)).__name__
    return Report.of(measured.runs, needed_lag=lag, title=title, notes=measured.notes, loss=measured.loss)
