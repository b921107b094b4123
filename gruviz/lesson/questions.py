"""Questions whose right answer no file contains: it is computed from the run."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from gruviz.lesson.prose import NUMBER
from gruviz.lesson.scales import Orders, Percent, Scale, Steps
from gruviz.lesson.sheet import Sheet

KINDS = {
    "number": "a number, scored by its distance on a scale",
    "range": "one of several ranges of a measured number",
    "largest": "which of several measured numbers is the largest",
    "smallest": "which of several measured numbers is the smallest",
}
TOO_HIGH, TOO_LOW, RIGHT = "too high", "too low", "right"

_RANGE = re.compile(rf"below ({NUMBER})|above ({NUMBER})|({NUMBER}) to ({NUMBER})")


class Range(NamedTuple):
    """Numbers from `low` up to but not including `high`."""

    low: float
    high: float

    def __contains__(self, value: object) -> bool:
        return isinstance(value, float) and (self.low <= value < self.high or value == self.high == math.inf)

    @classmethod
    def parse(cls, text: str) -> "Range | None":
        """Read "below 0.1", "0.1 to 10" or "above 10"; None if it is none of these."""
        match = _RANGE.fullmatch(text)
        if match is None:
            return None
        below, above, low, high = match.groups()
        return cls(float(above or low or -math.inf), float(below or high or math.inf))


@dataclass(frozen=True)
class Question:
    """What is asked of a run.

    Args:
        kind: A key of `KINDS`.
        text: Markdown, as `prose` has it.
        answer: The measured number that decides; empty where the choices name several.
        choices: Text by key: a range, or the name of a measured number.
        reasons: Why one is right, by "right", and why one errs, by choice; of a number by "too high", "too low" or a
            range of the guess.
        scale: On which a number is predicted; none for choices.
    """

    kind: str
    text: str
    answer: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    scale: Scale | None = None

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measured numbers that decide."""
        return (self.answer,) if self.answer else tuple(self.choices)


FIELDS = ("kind", "answer", "scale", "axis", "tolerance")
SECTIONS = ("question", "choices", "reasons")
SCALES = ("orders", "percent", "steps")


def parse_question(sheet: Sheet) -> Question:
    """Read the part of a step that asks; raises InvalidValue with file and line."""
    kind, text = sheet.choice("kind", KINDS), sheet.section("question").text
    reasons = {key: entry.text for key, entry in sheet.items("reasons").items()}
    if kind == "number":
        return _number(sheet, text, reasons)
    choices = sheet.items("choices")
    line = sheet.section("choices").line
    if len(choices) < 2:
        sheet.wrong(line, "choices", f"{len(choices)}", "at least two")
    _check_reasons(sheet, (RIGHT, *choices), reasons)
    answer = sheet.field("answer").text if kind == "range" else ""
    if kind == "range":
        _check_ranges(sheet, list(choices), line)
    return Question(kind, text, answer, {key: entry.text for key, entry in choices.items()}, reasons)


def _check_reasons(sheet: Sheet, needed: tuple[str, ...], reasons: Mapping[str, str]) -> None:
    for name in needed:
        if name not in reasons:
            line = sheet.section("reasons").line
            sheet.wrong(line, "reasons", "missing", f'a line "- {name}: …" in the section reasons')


def _number(sheet: Sheet, text: str, reasons: dict[str, str]) -> Question:
    sides = (RIGHT, TOO_HIGH, TOO_LOW)
    _check_reasons(sheet, sides, reasons)
    for name in reasons:
        if name not in sides and Range.parse(name) is None:
            line = sheet.section("reasons").line
            sheet.wrong(line, "reasons", name, f"{', '.join(sides)} or a range such as above 0.01")
    return Question("number", text, sheet.field("answer").text, {}, reasons, _scale(sheet))


def _scale(sheet: Sheet) -> Scale:
    """Orders of magnitude within a factor of ten, per cent within 10 points, steps within a third."""
    kind = sheet.choice("scale", SCALES)
    if kind == "percent":
        return Percent(sheet.real("tolerance", "10", 1, 50) / 100)
    if kind == "steps":
        return Steps(sheet.real("tolerance", "0.34", 0, 1))
    line, text = sheet.field("axis")
    ends = Range.parse(text)
    if ends is None or not -40 <= ends.low < ends.high <= 40:
        sheet.wrong(line, "axis", text, "two powers of ten from -40 to 40, such as -20 to 0")
    return Orders(sheet.real("tolerance", "1", 0.05, 5), ends.low, ends.high)


def _check_ranges(sheet: Sheet, names: list[str], line: int) -> None:
    """Every number must lie in exactly one of the ranges."""
    ranges = [Range.parse(name) for name in names]
    ordered = sorted(item for item in ranges if item is not None)
    whole = len(ordered) == len(ranges) and ordered[0].low == -math.inf and ordered[-1].high == math.inf
    if not whole or any(one.high != other.low for one, other in pairwise(ordered)):
        sheet.wrong(line, "choices", ", ".join(names), "ranges without gap, such as below 0.1, 0.1 to 10, above 10")
