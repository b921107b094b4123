"""A report as text, for a terminal, a log or a comment on a bug."""

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from gruviz.diagnosis.findings.finding import Finding
from gruviz.diagnosis.report.table import layer_table
from gruviz.diagnosis.report.words import SEVERITY_WORDS, context, headline, plain

if TYPE_CHECKING:
    from gruviz.diagnosis.report.report import Report

WIDTH = 80
"""Columns of a terminal."""
INDENT = "   "
APART = 2
"""Spaces between two columns."""
SHORTEST = 12
"""Characters that a layer keeps of its name."""


def as_text(report: "Report") -> str:
    """The verdict, then the findings, then a table of the layers."""
    parts = [
        "\n".join([*_wrapped(report.verdict), *_wrapped(context(report))]),
        *(_finding(number, finding) for number, finding in enumerate(report.findings, 1)),
        _table(layer_table(report.layers)),
        "\n".join(row for note in report.all_notes for row in _wrapped(f"Note: {note}", INDENT, first="")),
    ]
    return plain("\n\n".join(part for part in parts if part))


def _finding(number: int, finding: Finding) -> str:
    start = f"{number}. {SEVERITY_WORDS[finding.severity]}  "
    advice = finding.advice and f"Try: {finding.advice}"
    rows = _wrapped(start + headline(finding), INDENT, first="")
    return "\n".join([*rows, *_wrapped(finding.evidence, INDENT), *_wrapped(advice, INDENT)])


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their words; the first, with the names, gives way where the terminal is too narrow."""
    if not rows:
        return ""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    widths[0] = min(widths[0], max(SHORTEST, WIDTH - sum(width + APART for width in widths[1:])))
    lines = []
    for name, *cells in rows:
        padded = (cell.ljust(width) for cell, width in zip([_shortened(name, widths[0]), *cells], widths, strict=True))
        lines.append((" " * APART).join(padded).rstrip())
    return "\n".join(lines)


def _shortened(name: str, room: int) -> str:
    """The end of a name tells layers apart."""
    return name if len(name) <= room else f"…{name[1 - room :]}"


def _wrapped(text: str, indent: str = "", first: str | None = None) -> list[str]:
    return wrap(text, WIDTH, initial_indent=indent if first is None else first, subsequent_indent=indent)
