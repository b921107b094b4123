"""What becomes of gradients, in words: the title and the summary of the first chart."""

from typing import NamedTuple

import numpy as np

from gruviz.engine.cells import OWN, find_cell
from gruviz.engine.decay import UNDERFLOWED, Band, Decay
from gruviz.figures.drawing.sample import Sample
from gruviz.wording import TWICE, left, listed, power, short_labels, steps

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
    ink: str = ""
    """Another cell whose colour and mark the curve has, where several lines are of one cell."""

    @property
    def look(self) -> str:
        """The cell whose colour and mark it has."""
        return self.ink or self.cell


class Fate(NamedTuple):
    """What has become of gradients: what those that share it have, as "has 39% of its gradient left" goes on."""

    what: str
    of: str = ""
    """Of what it is an amount, once for a single gradient and once for several; empty if it is none."""
    plural: str = ""

    def said(self, names: list[str], *, again: bool = False) -> str:
        """Said of those who share it; without the whole where that was just said."""
        who = listed(names) if len(names) <= NAMED else f"{len(names)} lines"
        verb, whole = ("has", self.of) if len(names) == 1 else ("have", self.plural)
        return " ".join(filter(None, (who, verb, self.what, "" if again else whole)))


def title(lines: list[Line]) -> str:
    """The finding: one line's verdict, or the line that keeps the most beside the one that keeps the least."""
    solid = [run for run in lines if not run.is_reference] or lines
    if len(solid) == 1:
        return f"{solid[0].label} {solid[0].decay.verdict}"
    if any(run.band.every for run in solid):
        return "With a loss at every step, no profile says how far a gradient reaches"
    since = _since(solid)
    names = short_labels([run.label for run in lines])
    decays = {_named(names[run.label], run.cell): run.onward if since and run.onward else run.decay for run in solid}
    lengths = {run.decay.seq_len for run in solid}
    where = f"{steps(max(lengths))} back" if len(lengths) == 1 else "At the first step"
    return f"{where}, {_contrast(decays, since)}"


def _named(label: str, cell: str) -> str:
    """A line in a sentence: "the RNN"; as it is where its label does not begin with the name of its cell."""
    return f"the {label}" if cell != OWN and label.startswith(find_cell(cell).title) else label


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


def _contrast(decays: dict[str, Decay], since: bool) -> str:
    kept = {name: _comparable(decay) for name, decay in decays.items()}
    top, bottom = (_fate(decays[pick(kept, key=lambda name: kept[name])], since) for pick in (max, min))
    best, worst = ([name for name in kept if _fate(decays[name], since) == end] for end in (top, bottom))
    first = top.said(best)
    return first if top == bottom else f"{first}; {bottom.said(worst, again=bool(top.of))}"


def _comparable(decay: Decay) -> float:
    """What is kept; a state that has stopped being a number has no gradient, and comes last."""
    return -1.0 if decay.regime == "breaks" else decay.kept


def _fate(decay: Decay, since: bool) -> Fate:
    kept = decay.kept
    if decay.regime == "breaks":
        return Fate(f"no gradient ({decay.verdict.removeprefix('has no gradient: ')})")
    if not np.isfinite(kept):
        return Fate("overflowed")
    if kept == 0:
        return Fate({"underflows": "underflowed to zero", "cut": "been cut"}.get(decay.regime, "exactly nothing left"))
    amount = left(kept).replace("1 in", "1 part in")
    times, rest = ("" if kept >= TWICE else "of "), (" left" if kept <= 1 else "")
    if since:
        return Fate(amount, f"{times}what it had one step back", f"{times}what they had one step back")
    return Fate(amount, f"{times}its gradient{rest}", f"{times}their gradient{rest}")


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
