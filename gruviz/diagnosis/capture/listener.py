"""Hooks that stay with the module they were put on, and that may be asked to leave one of them alone with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self

import torch

_ALONE: ContextVar[object] = ContextVar("alone", default=None)
"""Whose hooks hear at present; None for everybody's."""


def _deaf(*_args: Any, **_kwargs: Any) -> None:
    """What is left of a hook in a copy."""


class Listener:
    """A hook. Averaged weights and checkpoints copy whole modules while they are watched; the copy hears nothing.

    Args:
        hear: Is called in its place.
        owner: Whose it is.
        compiled: Whether the module is a part of a compiled model, which then calls it as it is.
    """

    def __init__(self, hear: Callable[..., Any] = _deaf, owner: object = None, *, compiled: bool = False) -> None:
        self._hear, self._owner = hear, owner
        if compiled:
            self._hear = torch.compiler.disable(hear)  # type: ignore[no-untyped-call]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        alone = _ALONE.get()
        return self._hear(*args, **kwargs) if alone is None or alone is self._owner else None

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return type(self)()

    def __reduce__(self) -> tuple[type[Self], tuple[()]]:
        return type(self), ()


@contextmanager
def alone(owner: object) -> Iterator[None]:
    """Let only one owner's hooks hear: a batch that is diagnosed is no step of a training that is watched."""
    token = _ALONE.set(owner)
    try:
        yield
    finally:
        _ALONE.reset(token)
