"""Which recurrent modules a model holds."""

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import nn

from gruviz.validation import InvalidValue

LAYERED = (nn.RNN, nn.GRU, nn.LSTM)
"""Modules that read whole sequences."""
SINGLE = (nn.RNNCell, nn.GRUCell, nn.LSTMCell)
"""Modules that take one step."""


@dataclass(frozen=True)
class Found:
    """A recurrent module of a model.

    Args:
        name: Its path in the model; "" for the model itself.
        module: One of `LAYERED` or `SINGLE`, or of a class made from them.
    """

    name: str
    module: nn.Module

    @property
    def label(self) -> str:
        """What to call it in a sentence."""
        return self.name or type(self.module).__name__

    @property
    def is_cell(self) -> bool:
        """Whether it takes one step at a time."""
        return isinstance(self.module, SINGLE)

    @property
    def is_lstm(self) -> bool:
        """Whether its state is h and c."""
        return isinstance(self.module, (nn.LSTM, nn.LSTMCell))

    @property
    def layers(self) -> int:
        """How many are stacked."""
        return 1 if self.is_cell else int(self.module.num_layers)  # type: ignore[arg-type]

    @property
    def directions(self) -> int:
        """2 where it is bidirectional, else 1."""
        return 2 if not self.is_cell and self.module.bidirectional else 1

    @property
    def dropout(self) -> float:
        """The rate between its layers that acts now."""
        acts = self.layers > 1 and self.module.training
        return float(self.module.dropout) if acts else 0.0  # type: ignore[arg-type]

    @cached_property
    def suffixes(self) -> tuple[str, ...]:
        """What the parameters of each layer and direction end in, in the order of PyTorch's states."""
        if self.is_cell:
            return ("",)
        ends = ("", "_reverse")[: self.directions]
        return tuple(f"_l{layer}{end}" for layer in range(self.layers) for end in ends)


def unwrapped(model: nn.Module) -> nn.Module:
    """The network itself, of one that was compiled or spread over several devices."""
    while True:
        inside = getattr(model, "_orig_mod", None)
        if isinstance(model, (nn.DataParallel, nn.parallel.DistributedDataParallel)):
            inside = model.module
        if not isinstance(inside, nn.Module):
            return model
        model = inside


def is_compiled(model: nn.Module) -> bool:
    """Whether it, or a part of it, was compiled."""
    parts = (model, *model.modules())
    return any(hasattr(part, "_orig_mod") or part._compiled_call_impl is not None for part in parts)


def find_recurrent(model: nn.Module) -> tuple[Found, ...]:
    """All recurrent modules of a model in its own order; one that it holds in several places comes once."""
    modules = unwrapped(model).named_modules()
    return tuple(Found(_named(path), module) for path, module in modules if isinstance(module, LAYERED + SINGLE))


def none_found(model: nn.Module, wish: str) -> InvalidValue:
    """What to raise for a model in which there is nothing to do.

    Args:
        model: Without recurrent modules.
        wish: What was to be done, such as "watch".
    """
    name = type(model).__name__
    said = f"{name} holds no nn.RNN, nn.GRU or nn.LSTM and none of their cells, so there is nothing to {wish}."
    if any(isinstance(part, torch.jit.ScriptModule) for part in model.modules()):
        said = (
            f"{name} is compiled to TorchScript, where PyTorch runs no hooks, so there is nothing to {wish}: "
            "pass the module that it was made from."
        )
    return InvalidValue("model", name, "a model with a recurrent layer", sentence=said)


def _named(path: str) -> str:
    """A module's path without what compiling a part of the model adds to it."""
    return ".".join(part for part in path.split(".") if part != "_orig_mod")
