"""A gradient that grows on its way back."""

import math

import numpy as np

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.engine.verdicts import MUCH
from gruviz.wording import left, steps


def exploding(seen: Seen) -> Finding | None:
    """How much larger a gradient is further back, and by what factor it grows with each step."""
    reach = seen.numbers.reach
    if reach is None or seen.breaks:
        return None
    back = reach.band.median[::-1]
    finite = np.isfinite(back)
    peak = int(np.argmax(np.where(finite, back, -1)))
    overflow = int(np.argmin(finite)) + reach.band.since if not finite.all() else 0
    most, steps_back = float(back[peak]), peak + reach.band.since
    fast = peak > 0 and math.log(most) / peak > math.log(2) / SLOWEST
    if not overflow and not (most > MUCH and fast):
        return None
    factor = most ** (1 / peak) if peak else math.nan
    parts = [f"It grows by a factor of {factor:.3g} a step on average."] if peak else []
    parts += [f"It overflows {steps(overflow)} back."] if overflow else []
    return Finding(
        key="exploding",
        severity=Severity.BROKEN if overflow else Severity.COSTLY,
        cost=1.0 if overflow else min(1.0, math.log10(most) / 10),
        title=f"The gradient explodes in {seen.name}: {steps(steps_back)} back it is {left(most)} as large."
        if most > MUCH
        else f"The gradient overflows in {seen.name}, {steps(overflow)} back.",
        evidence=" ".join(parts),
        advice=_ADVICE,
        layer=seen.run.title,
        figure="decay",
    )


SLOWEST = 20
"""Steps: what takes longer to double is what a trained memory does, too."""
_ADVICE = (
    "Clip it, with torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0) before each optimizer step, and check "
    "whether the recurrent weights have grown: gruviz.initialise(model) starts them orthogonal, and a lower learning "
    "rate keeps them there."
)
