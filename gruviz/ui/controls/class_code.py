"""The class that a page belongs to, in its address."""

import re
from dataclasses import dataclass
from typing import Any

from gruviz.ui.controls.kinds import Control
from gruviz.validation import InvalidValue


@dataclass(frozen=True, kw_only=True)
class ClassCode(Control):
    """Two words, as they are called across a room; empty without a class."""

    @property
    def takes(self) -> str:
        """Two words."""
        return "two words with a hyphen between them, such as quiet-heron"

    def parse(self, raw: str) -> str:
        """Read a code; "Quiet Heron" is quiet-heron."""
        words = re.findall(r"[^\W\d_]+", raw.lower())
        if raw and len(words) != 2:
            raise InvalidValue(self.name, raw, self.takes)
        return "-".join(words)

    def encode(self, value: Any) -> str:
        """The code."""
        return str(value)


CLASS = ClassCode(
    name="class",
    label="Class",
    help="Code of the class that this browser leads, or takes part in.",
    default="",
    elsewhere=True,
)
"""Every page takes it beside its own controls; Walkthrough and Train show the class."""
