"""The first screen: what is wrong, how the gradient fares beside a fresh start, and what was found."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.numbers import LayerNumbers
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.gradients.decay import decay_chart
from gruviz.figures.gradients.fates import Line
from gruviz.ui.controls.panel import Panel
from gruviz.ui.markdown import literal
from gruviz.ui.your_network.chosen import kind_of
from gruviz.ui.your_network.diagnosis import Diagnosis
from gruviz.wording import left, steps

SEVERITIES = {
    Severity.BROKEN: ("broken", "Broken"),
    Severity.COSTLY: ("costly", "Costly"),
    Severity.WORTH_KNOWING: ("note", "Worth knowing"),
    Severity.GOOD: ("good", "Good"),
}
"""By severity, the name of its style and its word."""
LATER = " Of an LSTM it counts as 1 one step before the loss, where it enters the cell state."
AS_IT_IS, FRESH = "{} as it is", "{} fresh from PyTorch"
"""Labels of the two runs, around the kind of cell."""


def headline(diagnosis: Diagnosis) -> str:
    """What is wrong, in one sentence."""
    findings = diagnosis.report.findings
    wrong = [one for one in findings if one.severity >= Severity.COSTLY]
    good = [one for one in findings if one.severity is Severity.GOOD]
    return next(iter([*wrong, *good, *findings])).title


def finding_cards(panel: Panel, findings: Sequence[Finding], *, first: int = 0) -> None:
    """A card for each finding: what it is, the numbers behind it, and what to try.

    Args:
        panel: Of the page.
        findings: In order.
        first: Number of the first of them, for the keys.
    """
    for i, finding in enumerate(findings, first):
        style, word = SEVERITIES[finding.severity]
        with st.container(border=True, key=panel.key(f"finding_{i}_{style}")):
            about = f"{word} · {finding.layer}" if finding.layer else word
            advice = f"**Try:** {literal(finding.advice)}" if finding.advice else ""
            parts = [literal(about), f"**{literal(finding.title)}**", literal(finding.evidence), advice]
            st.markdown("\n\n".join(filter(None, parts)))


def gradient_chart(diagnosis: Diagnosis) -> Chart | None:
    """The gradient by step through the layer that matters most, and through the same one freshly started."""
    own, fresh = diagnosis.report.layers, diagnosis.fresh_layers
    place = place_that_matters(diagnosis)
    as_it_is, beside = labels(diagnosis, place)
    lines = [_line(as_it_is, own[place]), *(_line(beside, one, is_reference=True) for one in fresh[place : place + 1])]
    drawn = [line for line in lines if line is not None]
    if not drawn:
        return None
    chart = decay_chart(drawn)
    later = LATER if drawn[0].band.since else ""
    return replace(chart, title=_title(drawn) or chart.title, summary=chart.summary + later)


def _title(lines: Sequence[Line]) -> str:
    """What is left at the first step, of both; empty where one of them has no number there."""
    kept = [line.decay.kept for line in lines]
    if len(lines) < 2 or any(line.decay.regime == "breaks" for line in lines):
        return ""
    back = steps(lines[0].decay.seq_len + lines[0].band.since)
    return f"Left of the gradient {back} back: {left(kept[0])}; freshly started: {left(kept[1])}"


def labels(diagnosis: Diagnosis, place: int) -> tuple[str, str]:
    """What the two runs of a layer are called: as it is, and freshly started."""
    kind = kind_of(diagnosis.stack[place].reading)
    return AS_IT_IS.format(kind), FRESH.format(kind)


def place_that_matters(diagnosis: Diagnosis) -> int:
    """Which layer the first finding is about, else the uppermost."""
    titles = [layer.title for layer in diagnosis.report.layers]
    named = [titles.index(one.layer) for one in diagnosis.report.findings if one.layer in titles]
    return named[0] if named else len(titles) - 1


def _line(label: str, layer: LayerNumbers, *, is_reference: bool = False) -> Line | None:
    """A curve of the first chart; None where no gradient arrives."""
    reach = layer.reach
    if reach is None or not reach.decay.seq_len:
        return None
    return Line(label, layer.cell, is_reference, reach.band, reach.decay, Sample(1, layer.sequences), None, None)
