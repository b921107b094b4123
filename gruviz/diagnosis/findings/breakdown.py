"""A state that stops being a number."""

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.wording import power


def breakdown(seen: Seen) -> Finding | None:
    """The first step and unit at which the state overflows."""
    found, numbers = seen.numbers.breakdown, seen.numbers
    if found is None:
        return None
    how = "overflows" if found.overflowed else "is no longer a number"
    norms = numbers.state_norms[numbers.broken_state]
    half = min(found.step // 2, len(norms) - 1)
    return Finding(
        key="breakdown",
        severity=Severity.BROKEN,
        cost=found.broken / found.sequences,
        title=f"The state of {_lower(seen.subject)} {how} at step {found.step} in unit {found.unit}.",
        evidence=f"Of {found.sequences} sequences {found.broken} break so. The median norm of {numbers.broken_state} "
        f"was {power(float(norms[0]))} before the first step and {power(float(norms[half]))} after step {half}; units "
        "are counted from 0.",
        advice=_ADVICE.get(numbers.cell, _ADVICE[""]),
        layer=seen.run.title,
        figure="states",
    )


def _lower(subject: str) -> str:
    return subject[0].lower() + subject[1:]


_ADVICE = {
    "irnn": "A ReLU has no upper end, so that recurrent weights that grow the state do so at every step: use tanh, an "
    "nn.GRU or an nn.LSTM, or start the recurrent weights as the identity and clip the gradient.",
    "": "Look at the inputs and the weights first: a value that is infinite or not a number spreads to all later "
    "steps. Then clip the gradient and lower the learning rate.",
}
