"""Every optimizer's step, for whoever listens.

PyTorch walks its list of such hooks at each step, and a list that another thread changes meanwhile ends that step in an
error. It gets one hook here, when this module is loaded, and never another.
"""

from collections.abc import Callable
from threading import Lock
from typing import Any

from torch.optim import Optimizer
from torch.optim.optimizer import register_optimizer_step_pre_hook

Hear = Callable[[Optimizer, tuple[Any, ...], dict[str, Any]], Any]

_lock = Lock()
_listening: tuple[Hear, ...] = ()


class Listening:
    """Is told of each step from now on, until `remove`."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        _change(lambda heard: (*heard, hear))

    def remove(self) -> None:
        """Hear no more."""
        _change(lambda heard: tuple(one for one in heard if one is not self._hear))


def _change(change: Callable[[tuple[Hear, ...]], tuple[Hear, ...]]) -> None:
    global _listening
    with _lock:
        _listening = change(_listening)


def _step(optimizer: Optimizer, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Tell all; each may put other arguments in the place of the step's."""
    changed = None
    for hear in _listening:
        told = hear(optimizer, args, kwargs)
        if told is not None:
            changed = args, kwargs = told
    return changed


register_optimizer_step_pre_hook(_step)
