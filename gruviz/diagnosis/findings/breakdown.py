"""A state that stops being a number."""

import numpy as np

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.wording import counted, power


def breakdown(seen: Seen) -> Finding | None:
    """The first step and unit at which the state overflows; of what the layer below gives on, it is told there."""
    found, numbers = seen.numbers.breakdown, seen.numbers
    if found is None or (seen.run.layer > 0 and not _reads_numbers(seen)):
        return None
    how = "overflows" if found.overflowed else "is no longer a number"
    return Finding(
        key="breakdown",
        severity=Severity.BROKEN,
        cost=found.broken / found.sequences,
        title=f"The state of {_lower(seen.subject)} {how} at step {found.step} in unit {found.unit}.",
        evidence=f"{_cause(seen)}This happens in {found.broken} of {counted(found.sequences, 'sequence')}; "
        "units are counted from 0.",
        advice=_ADVICE.get(numbers.cell, _ADVICE[""]),
        layer=seen.run.title,
        figure="states",
    )


def _reads_numbers(seen: Seen) -> bool:
    return bool(np.isfinite(seen.run.recording.inputs[seen.run.before_padding]).all())


def _cause(seen: Seen) -> str:
    """Whether it was given what is no number; else how the state grew up to then."""
    recording, found = seen.run.recording, seen.numbers.breakdown
    weights = recording.weights
    if not all(np.isfinite(array).all() for array in (weights.W, weights.U, weights.b)):
        return "Its weights are not all finite numbers. "
    if not _reads_numbers(seen):
        return "Its inputs are not all finite numbers. "
    half, name = (found.step // 2 if found else 0), seen.numbers.broken_state
    norms = seen.numbers.state_norms[name]
    if not 0 < half < len(norms):
        return ""
    first, later = (power(float(norms[step])) for step in (1, half))
    return f"The median norm of {name} was {first} after step 1 and {later} after step {half}. "


def _lower(subject: str) -> str:
    return subject[0].lower() + subject[1:]


_ADVICE = {
    "irnn": "A ReLU has no upper limit, so recurrent weights that make the state grow do so at every step: use tanh, "
    "an nn.GRU or an nn.LSTM, or start the recurrent weights as the identity and clip the gradient.",
    "": "Look at the inputs and the weights first: a value that is infinite or not a number spreads to all later "
    "steps. Then clip the gradient and lower the learning rate.",
}
