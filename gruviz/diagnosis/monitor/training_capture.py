"""Captures what runs in training alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from gruviz.diagnosis.capture.hooks import Capture

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor, nn

    from gruviz.diagnosis.capture.find import Found

MOST_NUMBERS = 2**22
"""Copied of a module's calls that no gradient came back to, or four times as many bytes in float32."""

MOST_GRAPHS = 16
"""Of a module's newest calls that no other has gone on from yet, kept alive until one does."""


class TrainingCapture(Capture):
    """A capture that passes over evaluation, and whose own mistakes do not end the model's forward pass.

    Args:
        model: As in `Capture`.
        sequences: As in `Capture`.
        safely: Calls what it is given.
    """

    only_heard = True

    def __init__(self, model: nn.Module, *, sequences: int, safely: Callable[..., Any]) -> None:
        super().__init__(model, sequences=sequences)
        self._numbers: dict[Found, int] = {}
        self._safely = safely
        self.is_on = True
        """Whether what runs is noted."""

    def listen(self, on: bool) -> None:
        """Put the hooks on or take them off, outside of any module's own; what was noted stays until there are new."""
        if on and not self._handles:
            self.arm()
        elif not on:
            self.disarm()

    def forget(self) -> None:
        """Also how much was noted."""
        super().forget()
        self._numbers = {}

    def begin(self, *, is_on: bool) -> None:
        """Forget what was noted of the pass before; a module's hook may ask for it, while its others are running."""
        self.forget()
        self.is_on = is_on

    def _before(self, found: Found, module: nn.Module, args: Any, kwargs: Any) -> Any:
        wanted = self.is_on and is_training(found, module)
        return self._safely(super()._before, found, module, args, kwargs) if wanted else None

    def _after(self, found: Found, module: nn.Module, args: Any, kwargs: Any, result: Any) -> Any:
        wanted = self.is_on and is_training(found, module)
        return self._safely(self._noted, found, module, args, kwargs, result) if wanted else None

    def _noted(self, found: Found, *call: Any) -> Any:
        """Note a call, and forget old ones that lead nowhere: of a rollout, or of an evaluation in training mode."""
        result = super()._after(found, *call)
        newest = self._calls[-1] if self._calls else None
        if newest is not None and newest.found is found:
            self._numbers[found] = self._numbers.get(found, 0) + newest.numbers
        self._links.keep(found.module, MOST_GRAPHS)
        if self._numbers.get(found, 0) > 2 * MOST_NUMBERS:
            self.forget_unheard(found, MOST_NUMBERS)
            self._numbers[found] = MOST_NUMBERS
        return result

    def _hear(self, heard: Callable[[Tensor], None], grad: Tensor | None) -> None:
        self._safely(super()._hear, heard, grad)


def is_training(found: Found, module: nn.Module) -> bool:
    """Whether this is the module that is watched, no copy of it, and a gradient can go back through what it gives."""
    return module is found.module and module.training and torch.is_grad_enabled()
