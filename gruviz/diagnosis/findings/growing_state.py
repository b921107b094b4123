"""A state that keeps growing where sequences are longer than those of the training."""

import math
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.diagnosis.beyond import read_on
from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.diagnosis.numbers import EDGE
from gruviz.engine.norms import euclidean, silent
from gruviz.wording import power, share, steps

UNBOUNDED = {"irnn": "h", "lstm": "c"}
"""States without an upper end, by cell; those of the others stay within ±1."""
GROWTH = 1.5
"""From the end of the training length to twice that: a sum of independent steps grows by no more than √2."""
SHORTEST = 10
"""Steps: in a shorter sequence the state is still on its way from zero to its usual size."""


class Growth(NamedTuple):
    """Median norm of a state after half of each sequence, after all of it, and after another one was read on top."""

    half: float
    whole: float
    twice: float
    saturated: float
    """Share of tanh(c) beyond ±.99 then; 0 for a state that no tanh reads."""


def growing_state(seen: Seen) -> Finding | None:
    """Whether the state norm still grows when, after each sequence, the next one of the batch is read."""
    name = UNBOUNDED.get(seen.numbers.cell)
    if name is None or seen.numbers.breakdown is not None or min(seen.run.lengths, default=0) < SHORTEST:
        return None
    if seen.run.recording.anew is not None:
        return None
    found = growth_of(seen.run, name)
    if not (found.twice > GROWTH * found.whole and found.whole > found.half):
        return None
    overflows = math.isinf(found.twice)
    larger = f"keeps growing: after twice as many it is {power(found.twice / found.whole)} times as large"
    full = f" By then {share(found.saturated)} of the values of tanh(c) are beyond ±.99." * (name == "c")
    return Finding(
        key="growing_state",
        severity=Severity.COSTLY if found.twice > FAST * found.whole else Severity.WORTH_KNOWING,
        cost=min(1.0, math.log2(found.twice / found.whole) / 10) if not overflows else 1.0,
        title=f"Beyond {steps(seen.run.seq_len)} the norm of {name} in {seen.name} "
        f"{'overflows, before twice as many' if overflows else larger}.",
        evidence=f"Median norm of {name} after half of each sequence {power(found.half)}, after all of it "
        f"{power(found.whole)}, and after reading {_what(seen)} on top {power(found.twice)}.{full}",
        advice=_ADVICE[name].format(seen.lag),
        layer=seen.run.title,
        figure="states",
    )


def _what(seen: Seen) -> str:
    return "the next sequence" if seen.numbers.sequences > 1 else "it a second time"


FAST = 10.0
"""A state that is ten times as large after twice the steps grows by a factor a step; a memory adds up."""
_ADVICE = {
    "c": "If longer sequences will come, train on some, or shut the input gate as far as the forget gate is open, as "
    "gruviz.initialise(model, lag={}) does.",
    "h": "If longer sequences will come, train on some, or use a state that is bounded: tanh, an nn.GRU or an nn.LSTM.",
}


@silent()
def growth_of(run: LayerRun, name: str) -> Growth:
    """Compare the norms on the way, at the end, and after reading on."""
    ends = np.array(run.lengths)
    sequences = np.arange(len(ends))
    states, on = run.recording.states[name][:, 0], read_on(run).states[name][:, 0]
    last = on[np.roll(ends, -1), sequences]
    saturated = float((np.abs(np.tanh(last)) > 1 - EDGE).mean()) if name == "c" else 0.0
    half, whole = (_median_norm(states[rows, sequences]) for rows in (ends // 2, ends))
    return Growth(half, whole, _median_norm(last), saturated)


def _median_norm(states: Array) -> float:
    return float(np.median(np.nan_to_num(euclidean(states), nan=np.inf, posinf=np.inf)))
