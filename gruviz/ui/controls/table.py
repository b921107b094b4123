"""The table of a page: its controls, and presets that set many of them at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gruviz.ui.controls.kinds import Control


@dataclass(frozen=True)
class Table:
    """Everything that can be set on a page. Widgets, address, presets and links follow from it.

    Args:
        page: Prefix of the widgets' keys.
        controls: In the order in which they are drawn.
        presets: By label, the values that differ from the defaults.
        excluded: Names of the controls that a preset leaves alone.
        preset_help: In a sentence, what a preset sets.
        swept: Names of the sliders whose pictures at all stops the server offers, see gruviz/ui/sweeps.py.
        brief: Whether the address leaves out what does not matter by the present values.
        moved: By name and value of a query parameter that old links have, what says the same now.
    """

    page: str
    controls: tuple[Control, ...]
    presets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    excluded: tuple[str, ...] = ()
    preset_help: str = ""
    swept: tuple[str, ...] = ()
    brief: bool = False
    moved: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    @property
    def by_name(self) -> dict[str, Control]:
        """The controls by name."""
        return {control.name: control for control in self.controls}

    @property
    def defaults(self) -> dict[str, Any]:
        """Default values by name."""
        return {control.name: control.default for control in self.controls}

    def today(self, query: Mapping[str, str]) -> dict[str, str]:
        """A query, with what old links say in today's words."""
        said = dict(query)
        for name, value in query.items():
            said |= self.moved.get((name, value), {})
        return said

    def row(self, name: str, **changes: Any) -> Control:
        """A control for another page's table, changed where that differs."""
        return replace(self.by_name[name], **changes)

    def preset(self, label: str) -> dict[str, Any]:
        """All values that a preset sets: its own, and the defaults of what it neither names nor leaves alone."""
        reset = {name: default for name, default in self.defaults.items() if name not in self.excluded}
        return reset | dict(self.presets[label])
