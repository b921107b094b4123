"""Prose that follows a run: measured numbers by name, and sentences that stand only where they are true.

    {kept_rnn}                                      a measured number, as people say it
    [[kept_rnn below 0.01: Hardly anything.]]       a text for a regime; elsewhere it is left out, with its line
    [[kept_rnn above kept_gru and set_gain 1 to 2: …]]

A limit is a number or another measured number. A range holds its lower end and not its upper one; a number that could
not be measured (nan) lies in none. Braces after a word with a backslash, after _, ^ or } belong to formulas.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gruviz.lesson.measures import Measure
from gruviz.validation import InvalidValue

NBSP = "\u00a0"
"""Keeps the parts of a number on one line."""
NUMBER = r"-?\d+(?:\.\d+)?(?:e-?\d+)?"
"""A number as a teacher writes it."""

_NAME = r"[a-z][a-z0-9_]*"
_LIMIT = rf"(?:{NUMBER}|{_NAME})"
_CLAUSE = re.compile(rf"({_NAME}) (?:below ({_LIMIT})|above ({_LIMIT})|({_LIMIT}) to ({_LIMIT}))")
_PLACE = re.compile(rf"(?<![_^}}])(?<!\\)(?P<word>\\[A-Za-z]+)?\{{(?P<name>{_NAME})\}}")
_VARIANT = re.compile(r"\[\[(?P<when>[^:\[\]]*): ?(?P<text>.*?)\]\]", re.DOTALL)
_GAP = "\0"

CONDITION = "such as [[kept_rnn below 0.01: text]], [[set_gain 1 to 2: text]] or [[kept_rnn above kept_gru: text]]"


class Named(NamedTuple):
    """A measured number that prose names."""

    line: int
    """Counted from 1."""
    name: str


def filled(prose: str, measures: Mapping[str, Measure]) -> str:
    """Leave out what is not true of a run, and put its numbers in the place of their names.

    Raises:
        InvalidValue: If a name is not measured in this figure.
    """

    def number(place: re.Match[str]) -> str:
        return place[0] if place["word"] else _measured(place["name"], measures).text.replace(" ", NBSP)

    return _PLACE.sub(number, chosen(prose, measures))


def chosen(prose: str, measures: Mapping[str, Measure]) -> str:
    """The prose with the variants that are true of a run, names still in place; a line without any is left out."""

    def variant(found: re.Match[str]) -> str:
        return found["text"] if holds(found["when"], measures) else _GAP

    lines = _VARIANT.sub(variant, prose).split("\n")
    kept = [line for line in lines if _GAP not in line or line.replace(_GAP, "").strip()]
    return "\n".join(re.sub(f"(?: ?{_GAP} ?)+", " ", line).strip() for line in kept)


def holds(condition: str, measures: Mapping[str, Measure]) -> bool:
    """Whether a condition such as "kept_rnn below 0.01 and set_gain above 1" is true of a run."""
    return all(_within(clause, measures) for clause in condition.split(" and "))


def check_prose(file: str, text: str, measures: Mapping[str, Measure]) -> None:
    """Refuse what a run with these measures could not fill in; raises InvalidValue with file and line."""
    for opening in re.finditer(r"\[\[", text):
        variant = _VARIANT.match(text, opening.start())
        if variant is None or not all(map(_CLAUSE.fullmatch, variant["when"].split(" and "))):
            raise InvalidValue(f"{file}, line {_line(text, opening.start())}: condition", "[[", CONDITION)
    for line, name in names_in(text):
        if name not in measures:
            raise InvalidValue(f"{file}, line {line}: measured number", name, "one of " + ", ".join(measures))


def names_in(text: str) -> Iterator[Named]:
    """Every measured number that a text names, in braces or in a condition."""
    for place in _PLACE.finditer(text):
        if not place["word"]:
            yield Named(_line(text, place.start()), place["name"])
    for variant in _VARIANT.finditer(text):
        for name in re.findall(rf"\b{_NAME}\b", re.sub(r"\b(?:below|above|to|and|\d\S*)\b", " ", variant["when"])):
            yield Named(_line(text, variant.start()), name)


def variants_in(text: str) -> list[tuple[str, str]]:
    """Condition and text of every variant."""
    return [(variant["when"], variant["text"]) for variant in _VARIANT.finditer(text)]


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _within(clause: str, measures: Mapping[str, Measure]) -> bool:
    match = _CLAUSE.fullmatch(clause)
    if match is None:
        raise InvalidValue("condition", clause, CONDITION)
    name, below, above, low, high = match.groups()
    value = _measured(name, measures).value
    floor, ceiling = above or low, below or high
    return (not floor or value >= _limit(floor, measures)) and (not ceiling or value < _limit(ceiling, measures))


def _limit(text: str, measures: Mapping[str, Measure]) -> float:
    return float(text) if re.fullmatch(NUMBER, text) else _measured(text, measures).value


def _measured(name: str, measures: Mapping[str, Measure]) -> Measure:
    if name not in measures:
        raise InvalidValue("measured number", name, "one of " + ", ".join(measures))
    return measures[name]
