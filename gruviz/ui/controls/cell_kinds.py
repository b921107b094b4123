"""The cells that pages offer, under the headings of their kinds."""

from collections.abc import Mapping

from gruviz.engine.cells import CELLS, OWN, STANDARD
from gruviz.engine.cells.names import KINDS as NAMED
from gruviz.ui.controls.custom_cell import CUSTOM_LABEL

YOUR_OWN = "Your own"
KINDS: Mapping[str, tuple[str, ...]] = {**NAMED, YOUR_OWN: (OWN,)}
"""Keys of all cells by heading, a custom one as `OWN`."""
MORE_CELLS: Mapping[str, tuple[str, ...]] = {kind: keys for kind, keys in KINDS.items() if keys != STANDARD}
"""The same without those of the textbooks."""
OFFERED: Mapping[str, str] = {
    key: CUSTOM_LABEL if key == OWN else CELLS[key].title for keys in KINDS.values() for key in keys
}
"""Titles of all cells by key, in that order."""
