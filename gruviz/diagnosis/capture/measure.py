"""One forward and one backward pass of a model, of which nothing stays but the runs of its recurrent layers."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.parameter import is_lazy

from gruviz.diagnosis.capture.batches import loss_of
from gruviz.diagnosis.capture.find import none_found, unwrapped
from gruviz.diagnosis.capture.hooks import Capture
from gruviz.diagnosis.capture.listener import alone
from gruviz.diagnosis.capture.undisturbed import followed, undisturbed
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.validation import InvalidValue


class Measured(NamedTuple):
    """What one batch showed.

    Args:
        runs: Of every recurrent layer in each direction, in the model's order.
        loss: Its value.
        notes: Sentences on what could not be measured.
    """

    runs: tuple[LayerRun, ...]
    loss: float
    notes: tuple[str, ...]


def measure(
    model: nn.Module,
    batch: Any,
    loss_fn: Callable[..., Any],
    *,
    lengths: Sequence[int] | None = None,
    sequences: int | None = None,
) -> Measured:
    """Run a batch through a model and its loss back, in the mode that the model is in, and leave it as it was.

    Args:
        model: Any module that holds recurrent ones.
        batch: What `gruviz.diagnose` takes.
        loss_fn: Likewise.
        lengths: Steps that count of each sequence of a padded batch.
        sequences: How many of them are looked at; None for all.

    Raises:
        GruvizError: If the model holds no recurrent module, or the loss is not one number.
    """
    model = unwrapped(model)
    capture = Capture(model, sequences=sequences, lengths=lengths)
    _check(model, capture)
    with undisturbed(model), followed(capture.modules), alone(capture):
        try:
            capture.arm()
            loss = loss_of(model, batch, loss_fn)
            _send_back(loss, capture)
        finally:
            capture.disarm()
    runs = capture.runs()
    return Measured(runs, float(loss.detach()), _notes(loss, capture, runs))


def _check(model: nn.Module, capture: Capture) -> None:
    name = type(model).__name__
    if not capture.modules:
        raise none_found(model, "diagnose")
    if any(is_lazy(parameter) for parameter in model.parameters()):
        said = f"{name} has parameters without a size yet: run it once on a batch before it is diagnosed."
        raise InvalidValue("model", name, "a model whose parameters have sizes", sentence=said)


def _send_back(loss: Tensor, capture: Capture) -> None:
    """Follow the gradient as far as the recurrent modules' parameters; it is added to nobody's `.grad`."""
    parameters = [each for found in capture.modules for each in found.module.parameters() if each.requires_grad]
    if loss.requires_grad and parameters:
        torch.autograd.grad(loss, parameters, allow_unused=True)


def _notes(loss: Tensor, capture: Capture, runs: Sequence[LayerRun]) -> tuple[str, ...]:
    notes = []
    if not loss.requires_grad:
        notes.append("The loss carries no gradient: on its way it was detached from the network.")
    if capture.lengths is not None and all(run.lengths != capture.lengths[: len(run.lengths)] for run in runs):
        notes.append(
            f"lengths names {len(capture.lengths)} sequences of up to {max(capture.lengths, default=0)} steps, but no "
            "layer read such a batch with padding at the end: it was left aside."
        )
    return (*notes, *capture.notes())
