"""Which recurrent modules an optimizer moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor

    from gruviz.diagnosis.capture.find import Found
    from gruviz.diagnosis.monitor.gradients import Gradients


class Owners:
    """The recurrent modules of a model by their parameters.

    Args:
        modules: All of them.
        gradients: Knows the paths of their parameters.
    """

    def __init__(self, modules: Sequence[Found], gradients: Gradients) -> None:
        self._modules = modules
        self._names = {found.name: gradients.names_of(found.module.parameters()) for found in modules}

    @property
    def all(self) -> frozenset[str]:
        """Paths of all modules."""
        return frozenset(self._names)

    def moved_by(self, names: set[str]) -> frozenset[str] | None:
        """Modules that have any of these parameters; none where all are frozen, None where others move them."""
        moved = frozenset(module for module, own in self._names.items() if own & names)
        frozen = not any(parameter.requires_grad for parameter in self._parameters())
        return moved if moved or (names and frozen) else None

    def sum(self) -> float:
        """The sum of all their weights: another one after a step, whatever made it."""
        return float(sum(parameter.detach().cpu().double().sum() for parameter in self._parameters()))

    def _parameters(self) -> Iterator[Tensor]:
        return (parameter for found in self._modules for parameter in found.module.parameters())
