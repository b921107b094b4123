"""Kinds of control that only Inside the cell has: a unit, pinned units, interventions, a drawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gruviz.closeup.interventions import Interventions
from gruviz.ui.controls.kinds import Control
from gruviz.validation import InvalidShape, InvalidValue, TooLarge, check_integer

LARGEST = 256
"""Units of the largest network that another page may bring."""
POINTS = 100
"""Steps of a drawn signal at most."""
PINS = 3


@dataclass(frozen=True, kw_only=True)
class Unit(Control):
    """Which unit is followed: a number, "mean" of all, or "auto", the one with the longest memory."""

    def parse(self, raw: str) -> str | int | None:
        return "auto" if raw == "auto" else None if raw == "mean" else _unit(self.name, raw)

    def encode(self, value: Any) -> str:
        return "mean" if value is None else str(value)


@dataclass(frozen=True, kw_only=True)
class Pins(Control):
    """Units whose lines are kept while another is followed."""

    def parse(self, raw: str) -> list[int]:
        units = [_unit(self.name, part) for part in raw.split(",") if part]
        if len(set(units)) > PINS:
            raise InvalidValue(self.name, raw, f"at most {PINS} units, joined by commas")
        return list(dict.fromkeys(units))

    def encode(self, value: Any) -> str:
        return ",".join(map(str, value))


@dataclass(frozen=True, kw_only=True)
class Plan(Control):
    """What is done to the run, in the text form of `Interventions`."""

    def parse(self, raw: str) -> str:
        return Interventions.parse(raw).text

    def encode(self, value: Any) -> str:
        return str(value)


TYPED = {".": "·", "o": "∘"}
"""Symbols of the tape that no keyboard has, by the key that writes them, in addresses too."""


@dataclass(frozen=True, kw_only=True)
class Tape(Control):
    """Symbols that a person has typed for a trained network to read."""

    longest: int

    def parse(self, raw: str) -> str:
        if len(raw) > self.longest:
            raise TooLarge(self.name, len(raw), f"at most {self.longest} symbols")
        return "".join(TYPED.get(symbol, symbol) for symbol in raw)

    def encode(self, value: Any) -> str:
        keys = {symbol: key for key, symbol in TYPED.items()}
        return "".join(keys.get(symbol, symbol) for symbol in value)


@dataclass(frozen=True, kw_only=True)
class Drawing(Control):
    """A drawn signal: whole numbers from -100 to 100, one per step, joined by points for the address's sake."""

    def parse(self, raw: str) -> str:
        return drawing_of(points_of(raw))

    def encode(self, value: Any) -> str:
        return str(value)


def points_of(text: str) -> list[int]:
    """Read a drawn signal; raises GruvizError."""
    parts = text.split(".")
    if not 2 <= len(parts) <= POINTS:
        raise InvalidShape("drawn", f"{len(parts)} points", f"from 2 to {POINTS} whole numbers, joined by points")
    return [check_integer("drawn", int(p) if p.lstrip("-").isdecimal() and len(p) < 5 else p, -100, 100) for p in parts]


def drawing_of(points: Iterable[int]) -> str:
    """Write a drawn signal."""
    return ".".join(map(str, points))


def _unit(field: str, raw: str) -> int:
    return check_integer(field, int(raw) if raw.isdecimal() and len(raw) < 5 else raw, 0, LARGEST - 1)
