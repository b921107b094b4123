"""Sentences that every form of a report has."""

import html
import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.engine.cells import find_cell
from gruviz.wording import counted, listed, steps

if TYPE_CHECKING:
    from gruviz.diagnosis.report.report import Report

SEVERITY_WORDS = {
    Severity.BROKEN: "BROKEN",
    Severity.COSTLY: "COSTLY",
    Severity.WORTH_KNOWING: "NOTE",
    Severity.GOOD: "GOOD",
}


def context(report: "Report") -> str:
    """What was looked at: "2 LSTM layers over 200 steps of 32 sequences; the loss is 3.2."."""
    if not report.runs:
        return "No recurrent layer was run."
    lengths = {length for run in report.runs for length in run.lengths}
    longest = steps(max(lengths, default=0))
    read = f"{_layers(report.runs)} over {'up to ' * (len(lengths) > 1)}{longest} of {_sequences(report.runs)}"
    return f"{read}{'' if report.loss is None else f'; the loss is {_loss(report.loss)}'}."


def headline(finding: Finding) -> str:
    """A finding's title, with the name of its layer where the title leaves it out."""
    named = not finding.layer or _letters(finding.layer) in _letters(finding.title)
    return finding.title if named else f"{finding.title} ({finding.layer})"


def cell_title(cell: str) -> str:
    """What a person who has built a network calls its cell: PyTorch's GRU resets after the product, and is a GRU."""
    return find_cell("gru" if cell == "gru_reset_after" else cell).title


def harmless(name: str) -> str:
    """A name in a figure, whose words Plotly reads as HTML: no letter of it opens a tag."""
    return plain(name).replace("<", "‹").replace(">", "›")


def in_html(text: str) -> str:
    """Plotly's line breaks and bold letters; everything else is text."""
    safe = html.escape(str(text))
    for tag in ("b", "/b", "sub", "/sub"):
        safe = safe.replace(f"&lt;{tag}&gt;", f"<{tag}>")
    return safe.replace("&lt;br&gt;", "<br/>")


def plain(text: str) -> str:
    """A text without what a terminal would act on, which the name of a module may contain."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "�" for letter in text)


def _loss(loss: float) -> str:
    return f"{loss:.4g}" if math.isfinite(loss) else "no number"


def _letters(text: str) -> str:
    """Without case and punctuation."""
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _layers(runs: Sequence[LayerRun]) -> str:
    """Such as "2 LSTM layers and 1 GRU layer, in both directions"."""
    kinds = Counter(cell_title(cell) for _, _, cell in {(run.name, run.layer, run.recording.cell) for run in runs})
    named = listed([counted(count, f"{cell} layer") for cell, count in sorted(kinds.items())])
    return named + ", in both directions," * any(run.directions > 1 for run in runs)


def _sequences(runs: Sequence[LayerRun]) -> str:
    return counted(max(len(run.lengths) for run in runs), "sequence")
