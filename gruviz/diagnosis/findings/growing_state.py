"""A state that keeps growing where sequences are longer than those of the training."""

import math
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.diagnosis.numbers import EDGE
from gruviz.engine.norms import euclidean, silent
from gruviz.engine.recording import record
from gruviz.wording import part_of, power, share

UNBOUNDED = {"irnn": "h", "lstm": "c"}
"""States without an upper end, by cell; those of the others stay within ±1."""
GROWTH = 1.5
"""From the end of the training length to twice that: a sum of independent steps grows by no more than √2."""
SHORTEST = 10
"""Steps: in a shorter sequence the state is still on its way from zero to its usual size."""


class Growth(NamedTuple):
    """Median norm of a state after half of each sequence, after all of it, and after it was read twice."""

    half: float
    whole: float
    twice: float
    saturated: float
    """Share of tanh(c) beyond ±.99 then; 0 for a state that no tanh reads."""


def growing_state(seen: Seen) -> Finding | None:
    """Whether the state norm still grows when every sequence is read a second time, from where the first time ended."""
    name = UNBOUNDED.get(seen.numbers.cell)
    if name is None or seen.numbers.breakdown is not None or min(seen.run.lengths, default=0) < SHORTEST:
        return None
    if seen.run.recording.anew is not None:
        return None
    found = growth_of(seen.run, name)
    if not (found.twice > GROWTH * found.whole and found.whole > found.half):
        return None
    overflows = math.isinf(found.twice)
    to = "overflows" if overflows else f"keeps growing, to {part_of(found.twice / found.whole, 'its size')}"
    full = f" {share(found.saturated)} of tanh(c) are then beyond ±.99." * (name == "c")
    return Finding(
        key="growing_state",
        severity=Severity.COSTLY if overflows or name == "irnn" or found.saturated >= FULL else Severity.WORTH_KNOWING,
        cost=min(1.0, math.log2(found.twice / found.whole) / 10) if not overflows else 1.0,
        title=f"Beyond the length of {seen.run.seq_len} steps the norm of {name} in {seen.run.title} {to} at twice "
        "that.",
        evidence=f"Median norm of {name} after half of each sequence {power(found.half)}, after all of it "
        f"{power(found.whole)}, and after reading it a second time {power(found.twice)}.{full}",
        advice=_ADVICE[name],
        layer=seen.run.title,
        figure="states",
    )


FULL = 0.5
"""Share of the cell state that is past its tanh, where more of it changes nothing."""
_ADVICE = {
    "c": "If longer sequences will come, train on some, or shut the input gate as far as the forget gate is open, as "
    "gruviz.initialise(model, lag=…) does.",
    "h": "If longer sequences will come, train on some, or use a state that has an end: tanh, an nn.GRU or an nn.LSTM.",
}


@silent()
def growth_of(run: LayerRun, name: str) -> Growth:
    """Read each sequence twice: the second time from its own last state on."""
    states, ends = run.recording.state[:, 0], np.array(run.lengths)
    sequences = np.arange(len(ends))
    again = record(
        run.recording.cell, run.recording.weights, run.recording.inputs, initial_state=states[ends, sequences]
    )
    place = list(run.recording.states).index(name)
    size = run.recording.weights.hidden_size

    def norm_at(state: Array, rows: Array) -> float:
        norms = euclidean(state[rows, sequences, place * size : (place + 1) * size])
        return float(np.median(np.nan_to_num(norms, nan=np.inf, posinf=np.inf)))

    last = again.state[ends, 0, sequences, place * size : (place + 1) * size]
    saturated = float((np.abs(np.tanh(last)) > 1 - EDGE).mean()) if name == "c" else 0.0
    return Growth(norm_at(states, ends // 2), norm_at(states, ends), norm_at(again.state[:, 0], ends), saturated)
