"""A loss that is no number, where nothing below it says why."""

import math

from gruviz.diagnosis.findings.finding import Finding, Severity


def bad_loss(loss: float | None) -> Finding | None:
    """Whether the loss is infinite or not a number."""
    if loss is None or math.isfinite(loss):
        return None
    return Finding(
        key="bad_loss",
        severity=Severity.BROKEN,
        cost=1.0,
        title=f"The loss is {'not a number' if math.isnan(loss) else 'infinite'}: nothing can be learned from it.",
        evidence="The states of all recurrent layers are finite numbers, and what reaches them from the loss is, too.",
        advice="Look at what lies between the last layer and the loss: numbers so large that they overflow when they "
        "are squared or exponentiated, a logarithm of 0, or a division by 0.",
    )
