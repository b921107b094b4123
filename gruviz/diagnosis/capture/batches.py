"""What a person's training loop has in hand, and how a loss comes of it."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from gruviz.validation import InvalidValue

_MODEL = ("model", "net", "network", "module")
"""Names of a loss function's first argument by which it asks for the model itself."""


def loss_of(model: nn.Module, batch: Any, loss_fn: Callable[..., Any]) -> Tensor:
    """The loss of a batch, by the rules of `gruviz.diagnose`.

    Raises:
        GruvizError: If it is not one number of PyTorch.
    """
    if isinstance(loss_fn, type):
        said = f"{loss_fn.__name__} is a class: give loss_fn={loss_fn.__name__}()."
        raise InvalidValue("loss_fn", loss_fn.__name__, "a function", sentence=said)
    if not callable(loss_fn):
        said = "loss_fn has to be a function, such as torch.nn.functional.cross_entropy."
        raise InvalidValue("loss_fn", type(loss_fn).__name__, "a function", sentence=said)
    return _one_number(_computed(model, batch, loss_fn))


def _computed(model: nn.Module, batch: Any, loss_fn: Callable[..., Any]) -> Any:
    names = _arguments(loss_fn)
    if names and names[0] in _MODEL:
        return loss_fn(model, batch)
    alone = len(names) == 1
    if isinstance(batch, (tuple, list)) and not isinstance(batch, PackedSequence):
        inputs, targets = (batch, ()) if alone else (batch[:-1], batch[-1:])
        return loss_fn(model(*inputs), *targets)
    output = model(**batch) if isinstance(batch, Mapping) else model(batch)
    return loss_fn(output) if alone else loss_fn(output, batch)


def _arguments(loss_fn: Callable[..., Any]) -> list[str]:
    """Names of the arguments that have to be given, in order; empty where that cannot be seen."""
    try:
        signature = inspect.signature(loss_fn.forward if isinstance(loss_fn, nn.Module) else loss_fn)
    except (TypeError, ValueError):
        return []
    placed = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    wanted = [each for each in signature.parameters.values() if each.kind in placed and each.default is each.empty]
    open_ended = any(each.kind is each.VAR_POSITIONAL for each in signature.parameters.values())
    return [] if open_ended and len(wanted) < 2 else [each.name for each in wanted]


def _one_number(loss: Any) -> Tensor:
    if not isinstance(loss, Tensor):
        said = f"loss_fn gave {_article(loss)} and not a tensor: return the loss itself, without .item()."
        raise InvalidValue("loss_fn", type(loss).__name__, "a tensor of one number", sentence=said)
    if loss.numel() != 1:
        shape = tuple(loss.shape)
        said = f"loss_fn gave {loss.numel()} numbers, of shape {shape}: make them one, such as by .mean()."
        raise InvalidValue("loss_fn", shape, "a tensor of one number", sentence=said)
    return loss.reshape(())


def _article(value: Any) -> str:
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeioAEIO' else 'a'} {name}"
