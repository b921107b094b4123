"""Inputs that never change."""

import numpy as np

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.wording import counted, power


def constant_inputs(seen: Seen) -> Finding | None:
    """One and the same input at every step of every sequence: there is nothing to be learned from."""
    if seen.run.layer > 0 or not inputs_are_constant(seen):
        return None
    inputs = seen.run.recording.inputs
    largest = float(np.abs(inputs[0]).max()) if inputs.size else 0.0
    zero = "All inputs are zero." if largest == 0 else f"The largest input is {power(largest)} in size."
    return Finding(
        key="constant_inputs",
        severity=Severity.COSTLY,
        cost=1.0,
        title=f"{seen.subject} reads the same input at every step of every sequence.",
        evidence=f"{counted(seen.numbers.sequences, 'sequence')} of {seen.run.seq_len} steps were compared. {zero}",
        advice="Look at what comes before it: an embedding that sees padding only, data that was scaled by 0, or a "
        "batch of zeros.",
        layer=seen.run.title,
    )


def inputs_are_constant(seen: Seen) -> bool:
    """Whether nothing in the inputs differs between any two steps that count, of more than one."""
    rows = seen.run.recording.inputs[seen.run.before_padding]
    return len(rows) > 1 and bool((rows == rows[0]).all())
