"""Which call of a module goes on with the state of an earlier one, and the gradient that goes back between the two."""

from collections import deque
from collections.abc import Collection
from typing import Any

from torch import Tensor, nn
from torch.autograd.graph import Node

from gruviz.diagnosis.capture.calls import Call
from gruviz.diagnosis.capture.find import Found

_FAR = 64
"""Operations between two calls that are looked through, such as a mask or a norm."""


class Links:
    """The newest calls of each module that another may follow, with what PyTorch's graph knows them by."""

    def __init__(self) -> None:
        self._ends: dict[nn.Module, list[tuple[Call, frozenset[Node]]]] = {}

    def before(self, module: nn.Module, initial: tuple[Tensor, ...]) -> Call | None:
        """The call whose last state an initial state was computed from, as far as a gradient can go back to it."""
        ends = self._ends.get(module, [])
        known = frozenset[Node]().union(*(nodes for _, nodes in ends))
        for state in initial if known else ():
            if (met := _first_met(state.grad_fn, known)) is not None:
                return next(call for call, nodes in reversed(ends) if met in nodes)
        return None

    def add(self, call: Call, given: tuple[Tensor, ...]) -> None:
        """A call has ended and gave these states and outputs."""
        nodes = frozenset(tensor.grad_fn for tensor in given if tensor.grad_fn is not None)
        ends = self._ends.setdefault(call.found.module, [])
        ends[:] = [end for end in ends if end[0] is not call.follows]
        ends.append((call, nodes))

    def keep(self, module: nn.Module, newest: int) -> None:
        """Let go of the graphs of a module's other calls."""
        ends = self._ends.get(module, [])
        del ends[: max(0, len(ends) - newest)]

    def clear(self) -> None:
        """Let go of the graph."""
        self._ends.clear()


def tapped(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any], tuple[Tensor, ...]]:
    """A call's arguments with copies of the initial state in its place, and these copies.

    What comes back to the copy comes from this call alone; what comes back to the state itself may come from others.
    """
    given = args[1] if len(args) > 1 else kwargs.get("hx")
    several = isinstance(given, (tuple, list))
    parts = tuple(given) if isinstance(given, (tuple, list)) else (given,)
    if not all(isinstance(part, Tensor) for part in parts) or not any(part.requires_grad for part in parts):
        return args, kwargs, ()
    copies = tuple(part.clone() for part in parts)
    state = copies if several else copies[0]
    if len(args) > 1:
        return (args[0], state, *args[2:]), kwargs, copies
    return args, kwargs | {"hx": state}, copies


def apart(found: Found, result: Any) -> Any:
    """What a module gave, with copies where what comes back from outside would be mixed with what comes from inside.

    The h of an nn.LSTMCell is computed from the very c that it gives.
    """
    if isinstance(found.module, nn.LSTMCell) and isinstance(result, tuple) and len(result) == 2:
        h, c = result
        return (h, c.clone()) if isinstance(c, Tensor) else result
    return result


def _first_met(start: Node | None, wanted: Collection[Node]) -> Node | None:
    """The nearest of some operations that another one's input came from."""
    queue, seen = deque([start]), {start}
    while queue and len(seen) < _FAR:
        node = queue.popleft()
        if node is None or node in wanted:
            return node
        new = {following for following, _ in node.next_functions if following is not None} - seen
        seen |= new
        queue.extend(new)
    return None
