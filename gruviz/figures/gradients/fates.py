"""What becomes of gradients, in words: the title and the summary of the first chart."""

from typing import NamedTuple

import numpy as np

from gruviz.engine.decay import UNDERFLOWED, Band, Decay
from gruviz.engine.verdicts import LITTLE, TWICE
from gruviz.figures.drawing.sample import Sample
from gruviz.wording import listed, power, share, steps

NAMED = 3
"""Most lines that a title names one by one."""


class Line(NamedTuple):
    """One curve of the chart."""

    label: str
    cell: str
    is_reference: bool
    band: Band
    decay: Decay
    sample: Sample
    bound: float | None
    mean_field: float | None
    onward: Decay | None = None
    """From one step back on; None where that is no part of the run."""
    proven: bool = False
    """Whether the bound of every network is below 1."""


class Fate(NamedTuple):
    """What became of one gradient: verb, with its plural, and the amount."""

    one: str
    many: str
    amount: str = ""

    def of(self, labels: list[str], whole: str = "") -> str:
        """Said of those who share it."""
        names = listed(labels) if len(labels) <= NAMED else f"{len(labels)} lines"
        verb = self.one if len(labels) == 1 else self.many
        return " ".join(filter(None, (names, verb, self.amount, whole if self.amount else "")))


def title(lines: list[Line]) -> str:
    """The finding: one line's verdict, or the line that keeps the most beside the one that keeps the least."""
    solid = [run for run in lines if not run.is_reference] or lines
    if len(solid) == 1:
        return f"{solid[0].label} {solid[0].decay.verdict}"
    if any(run.band.every for run in solid):
        return "With a loss at every step, no profile says how far a gradient reaches"
    since = _since(solid)
    decays = {run.label: run.onward if since and run.onward else run.decay for run in solid}
    words = _contrast(decays)
    return f"From one step back on, {words}" if since else words


def summary(lines: list[Line]) -> str:
    """Every verdict, what the precision hides, what the bound proves, and over what the numbers are medians."""
    verdicts = ". ".join(f"{run.label} {run.decay.verdict}" for run in lines)
    faint = [run.label for run in lines if UNDERFLOWED in run.band.status]
    note = f" In this precision {listed(faint)} cannot be told from zero further back." if faint else ""
    most = max(run.sample for run in lines)
    return f"{verdicts}.{note}{_proofs(lines)}{most.words('; the bands are quartiles')}"


def _since(lines: list[Line]) -> bool:
    """Whether some, and not all, lose a part in their output gate at the loss, which is no part of their memory."""
    return any(run.decay.rest for run in lines) and not all(run.decay.rest for run in lines)


def _contrast(decays: dict[str, Decay]) -> str:
    kept = {label: _comparable(decay) for label, decay in decays.items()}
    top, bottom = (decays[pick(kept, key=lambda label: kept[label])] for pick in (max, min))
    best, worst = ([label for label in kept if _fate(decays[label]) == _fate(end)] for end in (top, bottom))
    first = f"{_fate(top).of(best, _whole(top, len(best)))}{_distance(top)}"
    if _fate(top) == _fate(bottom):
        return first
    if _fate(top).one == _fate(bottom).one:
        return f"{first}, {listed(worst)} {_fate(bottom).amount}"
    return f"{first}, {_fate(bottom).of(worst)}"


def _distance(decay: Decay) -> str:
    if decay.regime == "breaks":
        return ""
    return f" {'over' if 0 < decay.kept < np.inf else 'within'} {steps(decay.seq_len)}"


def _whole(decay: Decay, count: int) -> str:
    whole = "its gradient" if count == 1 else "their gradient"
    return f"of {whole}" if 0 < decay.kept < TWICE else ""


def _comparable(decay: Decay) -> float:
    """What is kept; a state that has stopped being a number has no gradient, and comes last."""
    return -1.0 if decay.regime == "breaks" else decay.kept


def _fate(decay: Decay) -> Fate:
    """The words follow the size: only what is worth it is kept."""
    kept = decay.kept
    if decay.regime == "breaks":
        why = decay.verdict.removeprefix("has no gradient: ")
        return Fate(f"has no gradient ({why})", f"have no gradient (in the first, {why})")
    if not np.isfinite(kept):
        return Fate("overflows", "overflow")
    if kept == 0:
        return {
            "underflows": Fate("underflows to zero", "underflow to zero"),
            "cut": Fate("is cut", "are cut"),
        }.get(decay.regime, Fate("is left with exactly nothing", "are left with exactly nothing"))
    if kept >= TWICE:
        return Fate("multiplies its gradient by", "multiply their gradient by", power(kept))
    if kept > 1:
        return Fate("ends with", "end with", share(kept))
    if kept >= LITTLE:
        return Fate("keeps", "keep", share(kept))
    return Fate("is left with", "are left with", share(kept))


def _proofs(lines: list[Line]) -> str:
    """What the bound proves, where it is drawn."""
    bounded = [run for run in lines if run.bound is not None]
    proven = [run.label for run in bounded if run.proven]
    open_ = [f"{run.label} ({power(run.bound)})" for run in bounded if not run.proven and run.bound is not None]
    proof = f" The bound of {listed(proven)} is below 1 per step, which proves vanishing." if proven else ""
    none = (
        f" The bound per step of {listed(open_)} is not below 1 in every network, and so proves nothing."
        if open_
        else ""
    )
    return proof + none
