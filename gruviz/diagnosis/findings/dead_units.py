"""Units that are zero whatever they read."""

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.wording import counted, share

LEAST, MANY = 0.1, 0.5
"""Part of the units: some are dead in most networks with ReLU, and the others do their work."""


def dead_units(seen: Seen) -> Finding | None:
    """States that are exactly zero at all steps of all sequences."""
    dead, units, numbers = len(seen.numbers.dead), seen.numbers.hidden_size, seen.numbers
    part = dead / units
    if part < LEAST or seen.breaks:
        return None
    severity = Severity.BROKEN if dead == units else Severity.COSTLY if part >= MANY else Severity.WORTH_KNOWING
    relu = numbers.cell == "irnn"
    return Finding(
        key="dead_units",
        severity=severity,
        cost=part,
        title=f"{dead} of {counted(units, 'unit')} of {seen.name} {'is' if dead == 1 else 'are'} dead: zero at every "
        "step of every sequence.",
        evidence=f"That is {share(part)} of the units, over {counted(numbers.sequences, 'sequence')} of up to "
        f"{numbers.seq_len} steps; the first is unit {numbers.dead[0]}, counted from 0."
        + " No gradient passes through a dead unit, so it stays dead on inputs such as these."
        * relu,
        advice="Lower the learning rate and start from smaller or zero biases; tanh in place of ReLU has no dead units."
        if relu
        else "Look at the weights that lead into them: a gate that is shut or weights of zero hold them there.",
        layer=seen.run.title,
        figure="units",
    )
