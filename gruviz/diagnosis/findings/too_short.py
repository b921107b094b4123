"""Sequences that end before the answer could be heard."""

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.diagnosis.reach import longest_piece
from gruviz.wording import steps


def too_short(seen: Seen) -> Finding | None:
    """What lies further back than a sequence is long cannot be learned from it."""
    lag = seen.needed_lag
    if lag is None or seen.run.layer > 0 or seen.run.seq_len == 0:
        return None
    length = longest_piece(seen.run)
    if lag <= length:
        return None
    return Finding(
        key="too_short",
        severity=Severity.COSTLY,
        cost=1 - length / lag,
        title=f"{_what(seen)} {steps(length)}, and the answer lies {steps(lag)} back.",
        evidence=f"No gradient can go back further than to the first of {steps(length)}.",
        advice=f"Train on sequences, or on pieces between two cuts of backpropagation, of more than {steps(lag)}.",
        layer=seen.run.title,
    )


def _what(seen: Seen) -> str:
    divided = longest_piece(seen.run) < seen.run.seq_len
    return "Uncut pieces of your sequences have at most" if divided else "Your sequences have"
