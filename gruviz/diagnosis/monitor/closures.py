"""Optimizers that are given the loss as a function, and compute the gradients only while they step."""

from collections.abc import Callable
from typing import Any


def heard_closure(args: Any, kwargs: Any, then: Callable[[], None]) -> tuple[Any, Any] | None:
    """The arguments of an optimizer's step with a closure that says when it was called for the first time.

    Args:
        args: Of `step`, the optimizer first.
        kwargs: Of `step`.
        then: Is called when the gradients of this step are there; a step may compute others further on.

    Returns:
        None where the step is given no closure.
    """
    closure = kwargs.get("closure") or next(iter(args[1:]), None)
    if not callable(closure):
        return None
    calls: list[Callable[[], None]] = [then]

    def heard() -> Any:
        loss = closure()
        if calls:
            calls.pop()()
        return loss

    return (args, {**kwargs, "closure": heard}) if "closure" in kwargs else ((args[0], heard, *args[2:]), kwargs)
