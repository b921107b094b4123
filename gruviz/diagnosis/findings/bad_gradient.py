"""A gradient that is no number before it has gone back through any step."""

import numpy as np

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.wording import counted


def bad_gradient(seen: Seen) -> Finding | None:
    """What enters a layer from above is infinite or not a number, although the layer's own states are numbers."""
    bad = ~np.isfinite(seen.run.flow.direct[1:, 0]).all(-1) & seen.run.before_padding
    if not bad.any() or seen.numbers.breakdown is not None:
        return None
    step = int(np.argmax(bad.any(1))) + 1
    return Finding(
        key="bad_gradient",
        severity=Severity.BROKEN,
        cost=float(bad.any(0).mean()),
        title=f"The gradient that reaches {seen.name} from the loss is not a finite number, first at step {step}.",
        evidence=f"This happens in {int(bad.any(0).sum())} of {counted(bad.shape[1], 'sequence')}, while the "
        "layer's own states are finite.",
        advice="Look at the loss and at what lies between: a logarithm or a square root of 0, a division by a sum that "
        "can be 0, a softmax over nothing but −∞, or a half-precision loss that overflows.",
        layer=seen.run.title,
    )
