"""No gradient arrives at a layer."""

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.diagnosis.reach import NONE
from gruviz.wording import steps


def unreached(seen: Seen) -> Finding | None:
    """A layer that the loss does not read, or cannot be reached from."""
    if seen.numbers.reads != NONE:
        return None
    return Finding(
        key="unreached",
        severity=Severity.BROKEN,
        cost=1.0,
        title=f"{seen.subject} gets no gradient at all: it cannot learn.",
        evidence=f"Over {steps(seen.run.seq_len)}, ∂L/∂h is exactly zero at every one.",
        advice="Look for what cuts it off from the loss: .detach(), .data or .item() on the way, torch.no_grad(), an "
        "output or a last state that is not used, a ReLU behind it that is zero for every input, or a loss that is "
        "constant.",
        layer=seen.run.title,
    )
