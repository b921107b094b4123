"""Inputs so small that the biases and the state drown them."""

from gruviz.diagnosis.findings.constant_inputs import inputs_are_constant
from gruviz.diagnosis.findings.drives import LARGE, drives_of
from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.wording import power, share

LEAST = 0.01
"""Part of the largest other summand: embeddings that start small, at a spread of .02, make ten times as much."""


def faint_inputs(seen: Seen) -> Finding | None:
    """What the inputs add to the sums before the gates, against what the state and the biases add.

    Where that is large by itself, the weights have grown, and not the inputs are at fault.
    """
    if seen.run.layer > 0 or seen.breaks or inputs_are_constant(seen):
        return None
    drives = [drives_of(seen.run, block) for block in seen.run.recording.weights.blocks]
    parts = {drive.inputs / max(drive.state, drive.bias): drive for drive in drives if max(drive.state, drive.bias)}
    part = max(parts, default=LEAST)
    if not part < LEAST or max(parts[part].state, parts[part].bias) >= LARGE:
        return None
    return Finding(
        key="faint_inputs",
        severity=Severity.COSTLY,
        cost=1 - part,
        title=f"{seen.subject} hardly notices its inputs: they add only {share(part)} of what its state or bias adds.",
        evidence=f"{parts[part].words} The root mean square of the inputs' numbers is {power(parts[part].read)}.",
        advice="Scale the inputs to a size of about 1.",
        layer=seen.run.title,
    )
