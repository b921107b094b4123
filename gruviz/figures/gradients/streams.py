"""What flows back through a run: how much gradient is left at each state, and by which path it came."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells import find_cell
from gruviz.engine.decay import CUT, FINITE, OVERFLOWED, UNDERFLOWED, ZERO, Band
from gruviz.engine.flow import Flow
from gruviz.engine.gradients import GradientFlow
from gruviz.figures.gradients.medians import median_of_numbers, medians_of_numbers
from gruviz.validation import InvalidValue
from gruviz.wording import TWICE, left, percent

ENDS: Mapping[str, str] = {
    CUT: "nothing arrives: it is cut",
    ZERO: "nothing arrives: it is exactly zero",
    UNDERFLOWED: "nothing arrives: it underflows to zero",
    OVERFLOWED: "it overflows",
}
"""What becomes of a gradient that stops being a number above zero."""


class Stream(NamedTuple):
    """One run's gradient on its way back, medians over its seeds and sequences, first state first."""

    left: Array
    """What is left of the gradient at the loss, (T+1,); 0 where nothing is, inf where it overflowed."""
    shares: Mapping[str, Array]
    """By path, the signed share of what step t sends back, (T,); nan where it sends nothing."""
    status: str = FINITE
    """Of what is left at the first state."""
    straight: float = np.nan
    """The share of what arrives there that never left the leak; nan without a leak or an arrival."""
    is_reference: bool = False
    every: bool = False
    """Whether each step has a loss of its own."""
    broken: str = ""
    """Where the states stop being numbers, in words."""

    @property
    def kept(self) -> float:
        """What is left at the first state."""
        return float(self.left[0])

    @property
    def arrival(self) -> str:
        """How it ends, in words: "39% arrives"."""
        if self.broken:
            return self.broken
        if self.every:
            return "each step has a loss of its own"
        if self.status != FINITE or self.kept == 0:
            return ENDS.get(self.status, ENDS[ZERO])
        return f"{left(self.kept)} arrives" if self.kept < TWICE else f"it grows to {left(self.kept)} its size"

    @property
    def typical(self) -> Mapping[str, float]:
        """Each path's share in a typical step, the median over steps; nan where there is none."""
        return {name: median_of_numbers(values) for name, values in self.shares.items()}

    @property
    def is_alive(self) -> bool:
        """Whether any step sends a gradient back."""
        return any(np.isfinite(values).any() for values in self.shares.values())

    @property
    def ways(self) -> str:
        """The typical shares that count, in words: "leak 97%, candidate 2%"."""
        typical = self.typical
        known = [name for name, value in typical.items() if abs(value) >= 0.005] or list(typical)
        return ", ".join(f"{name} {percent(typical[name])}" for name in known)


def streams(flows: Mapping[str, Flow], *, references: Collection[str] = ()) -> dict[str, Stream]:
    """Follow the gradient of each run; those named in `references` stand in no title where others can."""
    return {label: _stream(flow, label in references) for label, flow in flows.items()}


def step_shares(flow: Flow) -> dict[str, Array]:
    """Median over seeds and sequences of each path's share, (T,) each.

    A median, since a share is a ratio whose denominator can be close to zero; the medians need not sum to 1.
    """
    return {name: medians_of_numbers(values) for name, values in flow.path_shares.items()}


def _stream(flow: Flow, is_reference: bool) -> Stream:
    band, shares = _band(flow), step_shares(flow)
    breakdown = flow.recording.breakdown
    broken = breakdown.words if breakdown is not None and breakdown.is_typical else ""
    left = np.zeros(flow.recording.seq_len + 1) if band is None else band.median
    status = ZERO if band is None else str(band.status[0])
    longest = len(left) - 1  # of padded sequences, what is left is known as far back as the shortest reaches
    return Stream(
        left,
        {name: values[len(values) - longest :] for name, values in shares.items()},
        status,
        _straight(flow),
        is_reference,
        flow.loss == "every",
        broken,
    )


def _band(flow: Flow) -> Band | None:
    """None where no sequence has a gradient at the loss."""
    try:
        return flow.ratio()
    except InvalidValue:
        return None


def _straight(flow: Flow) -> float:
    if not isinstance(flow, GradientFlow) or find_cell(flow.recording.cell).leak is None:
        return np.nan
    if flow.loss != "last" or flow.lengths is not None:
        return np.nan
    return median_of_numbers(flow.detour_shares(0)[0, 0])
