"""The text format of steps and exercises: lines "name: value", then Markdown sections, each after "<!-- name -->".

A teacher writes it, so every mistake is answered with file, line and what is allowed.
"""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple, NoReturn

from gruviz.validation import InvalidValue

_FIELD = re.compile(r"([a-z]+):(.*)")
_SECTION = re.compile(r"<!-- ([a-z]+) -->")
_ITEM = re.compile(r"- ([^:]+): (.+)")


class Entry(NamedTuple):
    """A piece of a file."""

    line: int
    text: str


class Sheet:
    """One file, split but not yet understood.

    Args:
        file: Its name, for messages.
        text: Its content.
        fields: Names that may stand in the header.
        sections: Names of sections that may follow.

    Raises:
        InvalidValue: If a line fits nowhere, or a name is unknown or repeated.
    """

    def __init__(self, file: str, text: str, *, fields: Collection[str], sections: Collection[str]) -> None:
        self.file = file
        self._fields: dict[str, Entry] = {}
        self._sections: dict[str, Entry] = {}
        current: str | None = None
        for number, line in enumerate(text.splitlines(), 1):
            if match := _SECTION.fullmatch(line.strip()):
                current = self._new(self._sections, match[1], number, sections, "section")
            elif current is not None:
                start, body = self._sections[current]
                self._sections[current] = Entry(start, f"{body}{line}\n")
            elif line.strip():
                self._read_field(number, line, fields)

    def field(self, name: str, default: str | None = None) -> Entry:
        """A line of the header; without a default it must be there."""
        if name in self._fields:
            return self._fields[name]
        if default is None:
            self.wrong(1, name, "missing", f'a line "{name}: …" in the header')
        return Entry(1, default)

    def section(self, name: str, default: str | None = None) -> Entry:
        """A section's text; without a default it must be there and not empty."""
        entry = self._sections.get(name, Entry(1, ""))
        if not entry.text.strip():
            if default is None:
                self.wrong(entry.line, name, "missing", f'a section "<!-- {name} -->" with text')
            return Entry(entry.line, default)
        return Entry(entry.line, entry.text.strip())

    def items(self, name: str) -> dict[str, Entry]:
        """A section that is a list, "- key: text" a line, by key."""
        start, body = self._sections.get(name, Entry(1, ""))
        entries: dict[str, Entry] = {}
        for number, line in enumerate(body.splitlines(), start + 1):
            if not line.strip():
                continue
            item = _ITEM.fullmatch(line.strip())
            if item is None or item[1].strip() in entries:
                self.wrong(number, name, line.strip(), 'lines "- key: text", each key once')
            entries[item[1].strip()] = Entry(number, item[2].strip())
        return entries

    def whole(self, name: str, low: int, high: int) -> int:
        """A field that is a whole number."""
        line, text = self.field(name)
        if not text.isdecimal() or not low <= int(text) <= high:
            self.wrong(line, name, text, f"a whole number from {low} to {high}")
        return int(text)

    def real(self, name: str, default: str | None, low: float, high: float) -> float:
        """A field that is a number."""
        line, text = self.field(name, default)
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            self.wrong(line, name, text, f"a number from {low:g} to {high:g}")
        return value

    def choice(self, name: str, options: Iterable[str]) -> str:
        """A field that is one of a few words."""
        line, text = self.field(name)
        if text not in options:
            self.wrong(line, name, text, "one of " + ", ".join(options))
        return text

    def listed(self, name: str) -> tuple[str, ...]:
        """A field of words joined by commas; may be missing."""
        return tuple(part.strip() for part in self.field(name, "").text.split(",") if part.strip())

    def query(self, name: str) -> dict[str, str]:
        """A field that is the part of a link after "?"; may be missing."""
        line, text = self.field(name, "")
        parts = [part.partition("=") for part in text.split("&") if part]
        if not all(key and equals for key, equals, _ in parts):
            self.wrong(line, name, text, "the part of a link after ?, such as cells=rnn,gru&gain=2")
        return {key: value for key, _, value in parts}

    def wrong(self, line: int, name: str, value: str, allowed: str) -> NoReturn:
        """Refuse, with file and line."""
        raise InvalidValue(f"{self.file}, line {line}: {name}", value, allowed)

    def _read_field(self, number: int, line: str, fields: Collection[str]) -> None:
        match = _FIELD.fullmatch(line)
        if match is None:
            self.wrong(number, "header", line, f'lines "name: value" with one of {", ".join(fields)}')
        name = self._new(self._fields, match[1], number, fields, "header")
        self._fields[name] = Entry(number, match[2].strip())

    def _new(self, into: dict[str, Entry], name: str, line: int, known: Collection[str], kind: str) -> str:
        if name not in known or name in into:
            self.wrong(line, kind, name, "once each: " + ", ".join(known))
        into[name] = Entry(line, "")
        return name
