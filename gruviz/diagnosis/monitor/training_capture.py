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

    def _after(self, found: Found, module: nn.Module, args: Any, kwargs: Any, result: Any) -> None:
        if module is found.module and module.training and torch.is_grad_enabled():
            self._safely(super()._after, found, module, args, kwargs, result)
