"""Units that say the same whatever they read."""

from gruviz.diagnosis.findings.constant_inputs import inputs_are_constant
from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.diagnosis.numbers import SET, STILL, first_steps
from gruviz.wording import counted, share

LEAST, MANY = 0.1, 0.5
"""Part of the units: a few that stand still serve as a bias."""
SHORTEST = 10
"""Steps: in a shorter sequence hardly any time is left in which to move."""


def latched_units(seen: Seen) -> Finding | None:
    """States that never change after the first steps, at the same value in all sequences."""
    latched, units, numbers = len(seen.numbers.latched), seen.numbers.hidden_size, seen.numbers
    part = latched / units
    if part < LEAST or numbers.sequences < 2 or numbers.seq_len < SHORTEST or inputs_are_constant(seen):
        return None
    first = first_steps(numbers.seq_len)
    return Finding(
        key="latched_units",
        severity=Severity.COSTLY if part >= MANY else Severity.WORTH_KNOWING,
        cost=part,
        title=f"{latched} of {counted(units, 'unit')} of {seen.name} "
        f"{'is latched: after step ' if latched == 1 else 'are latched: after step '}{first} "
        f"{'it never changes' if latched == 1 else 'they never change'}.",
        evidence=f"That is {share(part)} of the units. A latched unit stays at least {SET:g} from zero, moves by less "
        f"than {STILL:g} and has the same value in all {numbers.sequences} sequences: it says nothing about the input.",
        advice="Look at their biases and at the size of the inputs: both can pin a unit to its end. A lower learning "
        "rate, or weight decay on the recurrent weights, keeps units from being driven there.",
        layer=seen.run.title,
        figure="units",
    )
