"""A report as text, for a terminal, a log or a comment on a bug."""

from textwrap import wrap
from typing import TYPE_CHECKING

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.report.words import context, headline, plain

if TYPE_CHECKING:
    from gruviz.diagnosis.report.report import Report

WIDTH = 80
"""Columns of a terminal."""
INDENT = "   "
SEVERITY_WORDS = {
    Severity.BROKEN: "BROKEN",
    Severity.COSTLY: "COSTLY",
    Severity.WORTH_KNOWING: "NOTE",
    Severity.GOOD: "GOOD",
}


def as_text(report: "Report") -> str:
    """The verdict, then the findings, then a table of the layers."""
    parts = [
        "\n".join([*_wrapped(report.verdict), *_wrapped(context(report))]),
        *(_finding(number, finding) for number, finding in enumerate(report.findings, 1)),
        "\n".join(row for note in report.all_notes for row in _wrapped(f"Note: {note}", INDENT, first="")),
    ]
    return plain("\n\n".join(part for part in parts if part))


def _finding(number: int, finding: Finding) -> str:
    start = f"{number}. {SEVERITY_WORDS[finding.severity]}  "
    advice = finding.advice and f"Try: {finding.advice}"
    rows = _wrapped(start + headline(finding), INDENT, first="")
    return "\n".join([*rows, *_wrapped(finding.evidence, INDENT), *_wrapped(advice, INDENT)])


def _wrapped(text: str, indent: str = "", first: str | None = None) -> list[str]:
    return wrap(text, WIDTH, initial_indent=indent if first is None else first, subsequent_indent=indent)
