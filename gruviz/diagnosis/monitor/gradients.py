"""Every parameter's gradient, when backpropagation has left it and when the optimizer is about to use it."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch.nn.parameter import is_lazy

from gruviz.diagnosis.capture.listener import Listener

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from torch import Tensor
    from torch.utils.hooks import RemovableHandle

    from gruviz.diagnosis.monitor.scaling import Scaling


class Compared(NamedTuple):
    """The gradients of one step: after over before.

    Args:
        factor: Of the norm of all that could be compared; nan where nothing could, or where it is no number.
        broken: Paths of the parameters whose gradient is not finite, in the model's order.
    """

    factor: float
    broken: tuple[str, ...]


class Gradients:
    """Measures each parameter's gradient when a backward pass has reached it.

    Args:
        parameters: By their paths in the model.
    """

    def __init__(self, parameters: Mapping[str, Tensor]) -> None:
        self._parameters = {name: parameter for name, parameter in parameters.items() if parameter.is_leaf}
        self._names = {id(parameter): name for name, parameter in self._parameters.items()}
        self._before: dict[str, Tensor] = {}
        self._heard: set[str] = set()
        self.has_come = False
        """Whether a backward pass has reached any of them; whoever has taken note sets it back."""

    def attach(self, safely: Callable[..., object]) -> Iterator[RemovableHandle]:
        """Listen to the parameters that train and are not listened to yet; `safely` calls what it is given.

        A parameter of a lazy module has no gradient to measure before it has a shape.
        """
        for name, parameter in self._parameters.items():
            if parameter.requires_grad and name not in self._heard and not is_lazy(parameter):
                self._heard.add(name)
                hook = Listener(partial(safely, self._arrived))
                yield parameter.register_post_accumulate_grad_hook(hook)  # type: ignore[no-untyped-call]

    def detach(self) -> None:
        """Know that all hooks were taken off."""
        self._heard.clear()
        self._before.clear()

    def names_of(self, tensors: Iterable[object]) -> set[str]:
        """Which of the parameters are among these."""
        return {self._names[id(tensor)] for tensor in tensors if id(tensor) in self._names}

    def compare(self, names: Collection[str], scaling: Scaling) -> Compared:
        """Compare the gradients of these parameters with what they were, and forget that."""
        before: list[Tensor] = []
        after: dict[str, Tensor] = {}
        for name in self._parameters.keys() & names:
            norm, was = norm_of(self._parameters[name]), self._before.pop(name, None)
            if norm is not None and was is not None:
                before.append(was)
                after[name] = norm
        values = _numbers([*before, *after.values()])
        was_long, is_long = values[: len(before)], values[len(before) :]
        suspects = {name for name, length in zip(after, is_long, strict=True) if not math.isfinite(length)}
        broken = tuple(name for name in self._parameters if name in suspects and _is_broken(self._parameters[name]))
        unscaled = 1.0 if scaling.pending else scaling.scale
        length = math.hypot(*was_long)
        return Compared(math.hypot(*is_long) * unscaled / length if length else math.nan, broken)

    def arrived(self) -> Compared:
        """What can be said where no optimizer takes the gradients, and they may be gone: whether they were finite."""
        names, norms = list(self._before), list(self._before.values())
        self._before.clear()
        broken = {name for name, norm in zip(names, _numbers(norms), strict=True) if not math.isfinite(norm)}
        return Compared(math.nan, tuple(name for name in self._parameters if name in broken))

    def _arrived(self, parameter: Tensor) -> None:
        self.has_come = True
        norm = norm_of(parameter)
        if norm is not None:
            self._before[self._names[id(parameter)]] = norm


def norm_of(parameter: Tensor) -> Tensor | None:
    """Euclidean norm of a gradient, in float32 at least; None without one, or for a sparse one."""
    gradient = parameter.grad
    if gradient is None or gradient.layout != torch.strided:
        return None
    wide = torch.float32 if gradient.dtype in (torch.float16, torch.bfloat16) else None
    return torch.linalg.vector_norm(gradient.detach(), dtype=wide)


def _numbers(values: list[Tensor]) -> list[float]:
    """All values at once, so that a GPU is waited for once."""
    if not values:
        return []
    device = values[0].device
    return torch.stack([value.to(device) for value in values]).tolist()


def _is_broken(parameter: Tensor) -> bool:
    """Whether a gradient is not finite; the norm of a finite one can still overflow."""
    return parameter.grad is not None and not bool(torch.isfinite(parameter.grad).all())
