"""The cells that pages offer, under the headings of their kinds."""

from collections.abc import Mapping

from gruviz.engine.cells import CELLS, LINEAR, OWN, STANDARD, VARIANTS
from gruviz.ui.controls.custom_cell import CUSTOM_LABEL

TEXTBOOK = "Textbook"
MORE_CELLS: Mapping[str, tuple[str, ...]] = {
    "Variants": VARIANTS,
    "Linear in the state": LINEAR,
    "Your own": (OWN,),
}
"""Keys of the cells that few textbooks have, by heading, a custom one as `OWN`."""
KINDS: Mapping[str, tuple[str, ...]] = {TEXTBOOK: STANDARD, **MORE_CELLS}
"""The same of all cells."""
OFFERED: Mapping[str, str] = {
    key: CUSTOM_LABEL if key == OWN else CELLS[key].title for keys in KINDS.values() for key in keys
}
"""Titles of all cells by key, in that order."""
