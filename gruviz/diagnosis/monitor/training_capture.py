"""Captures what runs in training alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from gruviz.diagnosis.capture.hooks import Capture

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import nn

    from gruviz.diagnosis.capture.find import Found


class TrainingCapture(Capture):
    """A capture that passes over evaluation, and whose own mistakes do not end the model's forward pass.

    Args:
        model: As in `Capture`.
        sequences: As in `Capture`.
        safely: Calls what it is given.
    """

    def __init__(self, model: nn.Module, *, sequences: int, safely: Callable[..., Any]) -> None:
        super().__init__(model, sequences=sequences)
        self._safely = safely
        self.is_on = True
        """Whether what runs is noted."""

    def listen(self, on: bool) -> None:
        """Put the hooks on or take them off, outside of any module's own; what was noted stays until there are new."""
        if on and not self._handles:
            self.arm()
        elif not on:
            self.disarm()

    def begin(self, *, is_on: bool) -> None:
        """Forget what was noted of the pass before; a module's hook may ask for it, while its others are running."""
        self.forget()
        self.is_on = is_on

    def _before(self, found: Found, module: nn.Module, args: Any, kwargs: Any) -> Any:
        wanted = self.is_on and is_training(found, module)
        return self._safely(super()._before, found, module, args, kwargs) if wanted else None

    def _after(self, found: Found, module: nn.Module, args: Any, kwargs: Any, result: Any) -> Any:
        wanted = self.is_on and is_training(found, module)
        return self._safely(super()._after, found, module, args, kwargs, result) if wanted else None


def is_training(found: Found, module: nn.Module) -> bool:
    """Whether this is the module that is watched, no copy of it, and a gradient can go back through what it gives."""
    return module is found.module and module.training and torch.is_grad_enabled()
