"""Which layers lie above one another."""

from collections.abc import Sequence
from itertools import groupby

from gruviz.checkpoints.found_layer import FoundLayer

Stack = tuple[FoundLayer, ...]
"""Layers that read one another, from the lowest up; two directions of one layer side by side."""


def stacks_of(layers: Sequence[FoundLayer], *, chained: bool = False, ordered: bool = True) -> tuple[Stack, ...]:
    """Layers by module; modules in the order of their first layer.

    Args:
        layers: Of a file.
        chained: Whether each layer is a module of its own, as in Keras: one that reads exactly what another gives is
            then taken to lie above it.
        ordered: Whether they come in the order of the network; where not, sizes alone say which reads which.
    """
    order = {name: place for place, name in reversed([*enumerate(one.name for one in layers)])}
    sorted_layers = sorted(layers, key=lambda one: (order[one.name], one.layer, one.direction))
    modules = [tuple(group) for _, group in groupby(sorted_layers, lambda one: one.name)]
    return tuple(_chained(modules, ordered=ordered)) if chained else tuple(modules)


def _chained(modules: list[Stack], *, ordered: bool) -> list[Stack]:
    stacks: list[Stack] = []
    left = [*modules]
    while left:
        stack = left.pop(0 if ordered else _lowest(left))
        while above := _above(stack, left[:1] if ordered else left):
            left.remove(above)
            stack += above
        stacks.append(stack)
    return stacks


def _lowest(modules: list[Stack]) -> int:
    """The first module that reads what no other gives, or the first of all."""
    given = [width(module) for module in modules]
    lowest = (i for i, module in enumerate(modules) if module[0].input_size not in given[:i] + given[i + 1 :])
    return next(lowest, 0)


def _above(stack: Stack, modules: Sequence[Stack]) -> Stack | None:
    """The first module that reads what a stack gives."""
    if _reads_backwards(stack):
        return None
    return next((module for module in modules if module[0].input_size == width(stack)), None)


def _reads_backwards(stack: Stack) -> bool:
    """Whether the top layer has only a backward direction: what it gives may be in either order of time."""
    return len({one.direction for one in stack if one.name == stack[-1].name}) == 1 and stack[-1].direction == 1


def width(stack: Stack) -> int:
    """Numbers that the uppermost layer gives at every step, both directions together."""
    top = stack[-1]
    return sum(one.output_size for one in stack if (one.name, one.layer) == (top.name, top.layer))
