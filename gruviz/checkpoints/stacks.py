"""Which layers lie above one another."""

from collections.abc import Sequence
from itertools import groupby

from gruviz.checkpoints.found_layer import FoundLayer

Stack = tuple[FoundLayer, ...]
"""Layers that read one another, from the lowest up; two directions of one layer side by side."""


def stacks_of(layers: Sequence[FoundLayer], *, chained: bool = False) -> tuple[Stack, ...]:
    """Layers by module; modules in the order of their first layer.

    Args:
        layers: Of a file, in its order.
        chained: Whether each layer is a module of its own, as in Keras: one that reads exactly what the one before it
            gives is then taken to lie above it.
    """
    order = {name: place for place, name in reversed([*enumerate(one.name for one in layers)])}
    sorted_layers = sorted(layers, key=lambda one: (order[one.name], one.layer, one.direction))
    modules = [tuple(group) for _, group in groupby(sorted_layers, lambda one: one.name)]
    return tuple(_chained(modules)) if chained else tuple(modules)


def _chained(modules: Sequence[Stack]) -> list[Stack]:
    stacks: list[Stack] = []
    for module in modules:
        if stacks and module[0].input_size == width(stacks[-1]) and not _reads_backwards(stacks[-1]):
            stacks[-1] += module
        else:
            stacks.append(module)
    return stacks


def _reads_backwards(stack: Stack) -> bool:
    """Whether the top layer has only a backward direction: what it gives may be in either order of time."""
    return len({one.direction for one in stack if one.name == stack[-1].name}) == 1 and stack[-1].direction == 1


def width(stack: Stack) -> int:
    """Numbers that the uppermost layer gives at every step, both directions together."""
    top = stack[-1]
    return sum(one.output_size for one in stack if (one.name, one.layer) == (top.name, top.layer))
