"""Kinds of control that only the lesson has: steps done, steps chosen, answers given."""

from dataclasses import dataclass
from typing import Any

from gruviz.ui.controls.kinds import Control
from gruviz.validation import InvalidValue, check_choice, check_real


@dataclass(frozen=True, kw_only=True)
class Keys(Control):
    """Some of a few keys, joined by commas.

    Args:
        options: All keys.
        ordered: Whether they stay as they were put; else they stand as the options do.
    """

    options: tuple[str, ...]
    ordered: bool = False

    @property
    def instead(self) -> str:
        """What is taken where some of it is wrong."""
        return "The rest of it was taken."

    def parse(self, raw: str) -> list[str]:
        return self.tidy([check_choice(self.name, part, self.options) for part in _parts(raw)])

    def mend(self, raw: str) -> list[str]:
        return self.tidy([part for part in _parts(raw) if part in self.options])

    def encode(self, value: Any) -> str:
        return ",".join(value)

    def tidy(self, value: Any) -> list[str]:
        if self.ordered:
            return [key for key in dict.fromkeys(value) if key in self.options]
        return [option for option in self.options if option in value]


@dataclass(frozen=True, kw_only=True)
class Predictions(Control):
    """What was answered, by question: a number, or the place of a choice; "chain:1e-06,fresh:2" in the address."""

    options: tuple[str, ...]

    @property
    def takes(self) -> str:
        """Steps and numbers."""
        return f"questions with a number each, such as {self.options[0]}:1,{self.options[-1]}:2"

    def parse(self, raw: str) -> dict[str, float]:
        parts = [part.partition(":") for part in _parts(raw)]
        return {check_choice(self.name, key, self.options): self._number(text) for key, _, text in parts}

    def encode(self, value: Any) -> str:
        return ",".join(f"{key}:{number:.15g}" for key, number in value.items())

    def _number(self, text: str) -> float:
        try:
            return check_real(self.name, float(text), 0.0, 1e40)
        except ValueError:
            raise InvalidValue(self.name, text, self.takes) from None


def _parts(raw: str) -> list[str]:
    return [part.strip() for part in raw.split(",") if part.strip()]
