"""Gates that stand at one end, so that nothing is kept, written or shown."""

from functools import partial
from typing import NamedTuple

from gruviz.diagnosis.findings.drives import drives_of
from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen, one_of
from gruviz.diagnosis.numbers import EDGE
from gruviz.diagnosis.reach import LAST
from gruviz.wording import power, share

MOST = 0.8
"""Share of a gate's values at the end that loses: a memory still has the other fifth to live in."""
NEARLY_ALL = 0.9
"""Of a gate that writes or shows: a slow memory does so rarely and is healthy."""
WRITTEN = 0.5
"""A gate that is shut but writes this much of a candidate over a whole sequence does write."""


class Stuck(NamedTuple):
    """One way for a gate to be stuck."""

    cells: tuple[str, ...]
    gate: str
    name: str
    open: bool
    """Which end it stands at."""
    what: str
    """What a layer then does."""


_GRUS, _LSTMS = ("gru", "gru_reset_after"), ("lstm",)
WAYS = (
    Stuck(_GRUS, "z", "update gate", True, "keeps nothing of its past"),
    Stuck(_GRUS, "z", "update gate", False, "hardly writes anything into its state"),
    Stuck(_LSTMS, "f", "forget gate", False, "keeps nothing of its past"),
    Stuck(_LSTMS, "i", "input gate", False, "hardly writes anything into its cell state"),
    Stuck(_LSTMS, "o", "output gate", False, "shows nothing of its cell state"),
)


def stuck_gate(seen: Seen, *, way: Stuck) -> Finding | None:
    """Whether a gate does this to a layer by standing at one end."""
    if seen.breaks or seen.run.seq_len < 2 or seen.numbers.cell not in way.cells or not _is_stuck(seen, way):
        return None
    return _finding(seen, way)


def _share(seen: Seen, way: Stuck) -> float:
    gate = seen.numbers.gates[way.gate]
    return gate.open if way.open else gate.shut


def _is_stuck(seen: Seen, way: Stuck) -> bool:
    stuck = _share(seen, way)
    if way.gate == "o":
        return stuck >= NEARLY_ALL and (seen.numbers.reads != LAST or _shut_at_the_end(seen) >= NEARLY_ALL)
    if way.gate == "i" or (way.gate == "z" and not way.open):
        return stuck >= NEARLY_ALL and _written(seen, way) < WRITTEN
    return stuck >= MOST


def _written(seen: Seen, way: Stuck) -> float:
    return seen.numbers.gates[way.gate].mean * seen.numbers.seq_len


def _shut_at_the_end(seen: Seen) -> float:
    ends = [end - 1 for end in seen.run.lengths]
    return float((seen.run.recording.gates["o"][ends, 0, range(len(ends))] < EDGE).mean())


def _finding(seen: Seen, way: Stuck) -> Finding:
    stuck = share(_share(seen, way))
    place = "above .99" if way.open else "below .01"
    drives = drives_of(seen.run, way.gate)
    turned = f" PyTorch's z is 1 minus this one, and {'below .01' if way.open else 'above .99'} there."
    amount = f" All its {seen.run.seq_len} steps together write {power(_written(seen, way))} of a candidate on average."
    return Finding(
        key=f"stuck_{way.gate}_{'open' if way.open else 'shut'}",
        severity=Severity.COSTLY,
        cost=_share(seen, way),
        title=f"{seen.subject} {way.what}: {stuck} of the {way.name}'s values are {place}.",
        evidence=f"{one_of(way.name)} near {int(way.open)} {_means(way)}.{turned * (way.gate == 'z')}"
        f"{amount * (not way.open and way.gate in 'zi')} {drives.words}",
        advice=drives.advice(seen.lag),
        layer=seen.run.title,
        figure="gates",
    )


def _means(way: Stuck) -> str:
    return {
        ("z", True): "writes the candidate over what was there",
        ("z", False): "leaves the state as it is",
        ("f", False): "wipes the cell state",
        ("i", False): "keeps the candidate out",
        ("o", False): "hides the cell state, and lets no gradient reach it from the loss",
    }[way.gate, way.open]


STUCK = tuple(partial(stuck_gate, way=way) for way in WAYS)
"""A rule for each way."""
