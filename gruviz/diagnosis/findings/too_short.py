"""Sequences that end before the answer could be heard."""

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen


def too_short(seen: Seen) -> Finding | None:
    """What lies further back than a sequence is long cannot be learned from it."""
    length, lag = seen.run.seq_len, seen.needed_lag
    if lag is None or lag < length or seen.run.layer > 0:
        return None
    return Finding(
        key="too_short",
        severity=Severity.COSTLY,
        cost=1 - length / (lag + 1),
        title=f"Your sequences have {length} steps, and the answer lies {lag} steps back.",
        evidence=f"No gradient can go back further than to the first of the {length} steps.",
        advice=f"Train on sequences, or on pieces between two cuts of backpropagation, of more than {lag} steps.",
        layer=seen.run.title,
    )
