"""A gradient that is too small for the module's own precision."""

from collections.abc import Mapping

import numpy as np

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.engine.decay import HORIZON_SHARE
from gruviz.engine.readouts import back_from_the_end
from gruviz.wording import power, share, steps

SMALLEST: Mapping[str, float] = {"float16": 2.0**-24, "bfloat16": 2.0**-133, "float32": 2.0**-149}
"""The smallest number above zero of each precision."""


def underflow(seen: Seen) -> Finding | None:
    """Where the gradient becomes zero in the module's precision, although a part that counts would be left of it."""
    run, reach = seen.run, seen.numbers.reach
    least = SMALLEST.get(run.precision)
    if reach is None or least is None or not reach.whole or seen.breaks:
        return None
    largest = np.abs(run.flow.gradients[:, 0]).max(-1)[:, None]
    back = np.median(back_from_the_end(largest, run.lengths)[:, 0], axis=-1)[::-1]
    lost = np.flatnonzero(back < least / 2)
    if not len(lost) or back[0] == 0:
        return None
    lag = int(lost[0])
    row = lag - reach.band.since
    ratio = float(reach.band.median[::-1][row]) if 0 <= row < len(reach.band.median) else 0.0
    if ratio < HORIZON_SHARE:
        return None
    return Finding(
        key="underflow",
        severity=Severity.COSTLY,
        cost=1 - lag / reach.length,
        title=f"In {run.precision} the gradient of {seen.name} is zero from {steps(lag)} back on, where {share(ratio)} "
        "of it should be left.",
        evidence=f"Its largest number there would be {power(float(back[lag]))}, and the smallest above 0 that "
        f"{run.precision} has is {power(least)}. That is for the loss as it came; multiplied by a scaler, it lasts "
        "longer.",
        advice="Scale the loss with torch.amp.GradScaler, or keep this module in float32 or bfloat16.",
        layer=run.title,
        figure="decay",
    )
