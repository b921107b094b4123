"""A batch of which the loss reads one sequence only."""

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.diagnosis.reach import entering


def one_sequence(seen: Seen) -> Finding | None:
    """Gradient enters one sequence of several, after all of its steps: the sign of time and batch being mixed up."""
    enters = entering(seen.run)[1:]
    read = enters.any(0)
    if seen.numbers.sequences < 2 or read.sum() != 1 or seen.run.seq_len < 2:
        return None
    sequence = int(read.argmax())
    if not enters[: seen.run.lengths[sequence], sequence].all():
        return None
    return Finding(
        key="one_sequence",
        severity=Severity.BROKEN,
        cost=1 - 1 / seen.numbers.sequences,
        title=f"The loss reads one of {seen.numbers.sequences} sequences, after every step: time and batch are mixed "
        "up.",
        evidence=f"Gradient enters {seen.name} in sequence {sequence + 1} alone, after all of its "
        f"{seen.run.lengths[sequence]} steps. output[:, -1] of a module without batch_first, and output[-1] of one "
        "with it, is the last sequence and not the last step.",
        advice="Make the module with batch_first=True if its input is (batch, time, features), and read output[:, -1]; "
        "without it the input is (time, batch, features), and the last step is output[-1].",
        layer=seen.run.title,
    )
