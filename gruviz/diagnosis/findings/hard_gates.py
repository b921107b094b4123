"""Gates that are always either open or shut."""

from gruviz.diagnosis.findings.drives import drives_of
from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.wording import share

AT_ENDS = 0.9
"""Share of values at either end: trained gates decide, and still pass through the middle now and then."""
NAMES = {"r": "reset gate", "z": "update gate", "i": "input gate", "f": "forget gate", "o": "output gate"}
BOTH = 0.2
"""Share at the rarer end: a bias pushes a gate to one of them, which may be meant; large sums push it to both."""


def hard_gates(seen: Seen) -> Finding | None:
    """The hardest gate of those that are always at one of both ends, where their slope is nearly 0."""
    hard = {
        values.open + values.shut: gate
        for gate, values in seen.numbers.gates.items()
        if values.open + values.shut >= AT_ENDS and min(values.open, values.shut) >= BOTH
    }
    if not hard or seen.breaks:
        return None
    at_ends, gate = max(hard.items())
    values, drives = seen.numbers.gates[gate], drives_of(seen.run, gate)
    return Finding(
        key="hard_gates",
        severity=Severity.COSTLY,
        cost=min(1.0, at_ends),
        title=f"{share(at_ends)} of the values of the {NAMES.get(gate, gate)} in {seen.name} are below .01 or "
        "above .99: it hardly learns.",
        evidence=f"{share(values.shut)} are below .01 and {share(values.open)} above .99, where a sigmoid's slope is "
        f"less than .01 in place of .25. {drives.words}",
        advice=drives.advice(seen.lag),
        layer=seen.run.title,
        figure="gates",
    )
