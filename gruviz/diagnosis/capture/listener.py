"""Hooks that stay with the module they were put on: a copy of it, or a saved one, has none that work."""

from collections.abc import Callable
from typing import Any, Self


def _deaf(*_args: Any, **_kwargs: Any) -> None:
    """What is left of a hook in a copy."""


class Listener:
    """A hook. Averaged weights and checkpoints copy whole modules while they are watched; the copy hears nothing.

    Args:
        hear: Is called in its place.
    """

    def __init__(self, hear: Callable[..., Any] = _deaf) -> None:
        self._hear = hear

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._hear(*args, **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return type(self)()

    def __reduce__(self) -> tuple[type[Self], tuple[()]]:
        return type(self), ()
