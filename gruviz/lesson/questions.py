"""Questions whose right answer no file contains: it is computed from the run."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from gruviz.lesson.sheet import Sheet
from gruviz.wording import power

KINDS = {
    "number": "a number, scored by orders of magnitude",
    "range": "one of several ranges of a measured number",
    "largest": "which of several measured numbers is the largest",
    "smallest": "which of several measured numbers is the smallest",
}
TOO_HIGH, TOO_LOW = "too high", "too low"

_NUMBER = r"-?\d+(?:\.\d+)?(?:e-?\d+)?"
_RANGE = re.compile(rf"below ({_NUMBER})|above ({_NUMBER})|({_NUMBER}) to ({_NUMBER})")


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
        text: Markdown, with measured numbers in braces.
        answer: The measured number that decides; empty where the choices name several.
        choices: Text by key: a range, or the name of a measured number.
        reasons: Why one errs, by choice; of a number by "too high", "too low" or a range of the guess.
        low: Exponent at the lower end of the axis, for a number.
        high: Exponent at its upper end.
        step: Exponents between two places on the axis.
        tolerance: Orders of magnitude within which a number counts as right.
    """

    kind: str
    text: str
    answer: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    low: float = -20
    high: float = 0
    step: float = 0.5
    tolerance: float = 1.0

    @property
    def places(self) -> list[float]:
        """Values on the axis of a number, from the lower end."""
        count = round((self.high - self.low) / self.step)
        return [10 ** (self.low + self.step * i) for i in range(count + 1)]

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measured numbers that decide."""
        return (self.answer,) if self.answer else tuple(self.choices)


def place_words(value: float) -> str:
    """A place on an axis: "10⁻¹²", "3.2 × 10⁻¹²", "0.1"."""
    return power(value).removeprefix("1.0 × ")


FIELDS = ("kind", "answer", "axis", "step", "tolerance")
SECTIONS = ("question", "choices", "reasons")


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
    for name in choices:
        if name not in reasons:
            sheet.wrong(line, "reasons", "missing", f'a line "- {name}: …" in the section reasons')
    answer = sheet.field("answer").text if kind == "range" else ""
    if kind == "range":
        _check_ranges(sheet, list(choices), line)
    return Question(kind, text, answer, {key: entry.text for key, entry in choices.items()}, reasons)


def _number(sheet: Sheet, text: str, reasons: dict[str, str]) -> Question:
    line = sheet.section("reasons").line
    for name in (TOO_HIGH, TOO_LOW):
        if name not in reasons:
            sheet.wrong(line, "reasons", "missing", f'a line "- {name}: …"')
    for name in reasons:
        if name not in (TOO_HIGH, TOO_LOW) and Range.parse(name) is None:
            sheet.wrong(line, "reasons", name, f"{TOO_HIGH}, {TOO_LOW} or a range such as above 0.01")
    at, text_of_axis = sheet.field("axis")
    axis = Range.parse(text_of_axis)
    if axis is None or not -40 <= axis.low < axis.high <= 40:
        sheet.wrong(at, "axis", text_of_axis, "two powers of ten from -40 to 40, such as -20 to 0")
    step = sheet.real("step", "0.5", 0.05, 5)
    tolerance = sheet.real("tolerance", "1", 0.05, 5)
    answer = sheet.field("answer").text
    return Question("number", text, answer, {}, reasons, axis.low, axis.high, step, tolerance)


def _check_ranges(sheet: Sheet, names: list[str], line: int) -> None:
    """Every number must lie in exactly one of the ranges."""
    ranges = [Range.parse(name) for name in names]
    ordered = sorted(item for item in ranges if item is not None)
    whole = len(ordered) == len(ranges) and ordered[0].low == -math.inf and ordered[-1].high == math.inf
    if not whole or any(one.high != other.low for one, other in pairwise(ordered)):
        sheet.wrong(line, "choices", ", ".join(names), "ranges without gap, such as below 0.1, 0.1 to 10, above 10")
