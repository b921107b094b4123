"""What there is to say about a layer, in numbers: gradient, gates, units and states, over the steps that count."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array, Mask
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.diagnosis.reach import LAST, Reach, left_out, measured, reach_of, reads
from gruviz.diagnosis.truncation import Truncation, recurrent_gradient, truncation_of
from gruviz.engine.breakdown import Breakdown, find_breakdown
from gruviz.engine.cells import find_cell
from gruviz.engine.norms import euclidean, silent

EDGE = 0.01
"""A gate is shut below this and open above 1 minus it; a tanh is saturated within it of ±1, where its slope is 2%."""
FIRST_STEPS = 10
"""Steps after which a unit that never changes is latched; a quarter of shorter sequences."""
SET, STILL = 0.5, 0.01
"""A latched unit is at least `SET` from 0 and has moved less than `STILL`, on a scale of −1 to 1."""


class GateNumbers(NamedTuple):
    """Values of one gate over all units, in our sign: a GRU's z near 1 writes, where PyTorch's keeps."""

    mean: float
    shut: float
    """Share of them below .01."""
    open: float
    """Share of them above .99."""


@dataclass(frozen=True, eq=False)
class LayerNumbers:
    """One layer in one direction, measured.

    Args:
        title: Of the layer.
        cell: Registry key of the cell that was measured.
        seq_len: Steps of the longest sequence.
        sequences: B.
        hidden_size: H.
        reads: Where gradient enters: "last", "every" (at several steps) or "nothing".
        reach: The gradient by steps back; None where none arrives.
        gates: By symbol, of the gates between 0 and 1.
        saturated: Share beyond ±.99 of what a tanh gives, by symbol: the candidate, an LSTM's tanh(c), an RNN's h.
        dead: Units whose state is 0 at all steps of all sequences.
        latched: Units whose state is the same, and not near 0, in all sequences from the first steps on.
        state_norms: Median norm of each state by step, over the sequences that reach it, (T+1,).
        breakdown: The first state that is no number.
        broken_state: Its name, such as "c"; "" where there is none.
        gradient_norm: ‖∂L/∂U‖ over the batch; nan where it is no number.
        truncation: Share of ∂L/∂U kept by window; None where it was not asked for, or there is none.
        left_out: Sequences with a state that is no number, where they are fewer than half: `reach`, gates, saturation
            and units are those of the others.
    """

    title: str
    cell: str
    seq_len: int
    sequences: int
    hidden_size: int
    reads: str
    reach: Reach | None
    gates: Mapping[str, GateNumbers]
    saturated: Mapping[str, float]
    dead: tuple[int, ...]
    latched: tuple[int, ...]
    state_norms: Mapping[str, Array]
    breakdown: Breakdown | None
    broken_state: str
    gradient_norm: float
    truncation: Truncation | None = None
    left_out: int = 0

    @classmethod
    def of(cls, run: LayerRun, *, at_end: bool | None = None, truncation: bool = False) -> "LayerNumbers":
        """Measure a layer.

        Args:
            run: The layer.
            at_end: Whether the network's loss is read at the end only, for a layer below the one that is read.
            truncation: Whether to measure what cutting backpropagation leaves, which takes a backward pass for each
                of up to twenty windows unless the loss is read at the end only.
        """
        recording, here = run.recording, measured(run)
        h = recording.states["h"][1:, 0]
        breakdown, broken_state = _breakdown(run)
        return cls(
            title=run.title,
            cell=recording.cell,
            seq_len=run.seq_len,
            sequences=recording.batch_size,
            hidden_size=recording.weights.hidden_size,
            reads=reads(run),
            reach=reach_of(run, at_end=at_end),
            gates=_gates(run, here),
            saturated=_saturated(run, here),
            dead=_units(_dead(h, here)),
            latched=_units(_latched(h, here)),
            state_norms=_state_norms(run),
            breakdown=breakdown,
            broken_state=broken_state,
            gradient_norm=_gradient_norm(run),
            truncation=truncation_of(run) if truncation else None,
            left_out=int(left_out(run).sum()),
        )

    @property
    def is_heard(self) -> bool:
        """Whether the gradient by steps back is a number at all."""
        numbers = self.reach is not None and bool(np.isfinite(self.reach.band.median[-1]))
        return numbers and not (self.breakdown is not None and self.breakdown.is_typical)

    @property
    def horizon(self) -> int:
        """Steps back at which at least 1% of the gradient arrives; 0 where none arrives at all."""
        return 0 if self.reach is None else self.reach.horizon

    @property
    def kept(self) -> float:
        """Median share of the gradient that arrives at the first step; nan where none does at any."""
        return float("nan") if self.reach is None else self.reach.decay.kept

    def as_dict(self) -> dict[str, float]:
        """Everything that is one number, for a log."""
        numbers: dict[str, float] = {
            "horizon": float(self.horizon),
            "gradient_at_first_step": self.kept,
            "gradient_norm": self.gradient_norm,
            "dead_units": float(len(self.dead)),
            "latched_units": float(len(self.latched)),
        }
        for gate, values in self.gates.items():
            numbers |= {f"gate_{gate}_mean": values.mean, f"gate_{gate}_shut": values.shut}
            numbers[f"gate_{gate}_open"] = values.open
        numbers |= {f"saturated_{symbol}": share for symbol, share in self.saturated.items()}
        numbers |= {f"state_norm_{name}": float(norms[-1]) for name, norms in self.state_norms.items() if len(norms)}
        return numbers


def numbers_of(runs: Iterable[LayerRun], *, truncation: bool = False) -> tuple[LayerNumbers, ...]:
    """Measure the layers of a network. Those below a layer that is read at the end belong to a loss at the end."""
    runs = tuple(runs)
    read = {run.name: reads(run) for run in runs if run.layer == run.layers - 1 and run.directions == 1}
    return tuple(
        LayerNumbers.of(run, at_end=True if read.get(run.name) == LAST else None, truncation=truncation) for run in runs
    )


def first_steps(seq_len: int) -> int:
    """Steps in which a unit may still move, and be latched."""
    return min(FIRST_STEPS, seq_len // 4)


def _units(mask: Mask) -> tuple[int, ...]:
    return tuple(np.flatnonzero(mask).tolist())


def _dead(h: Array, here: Mask) -> Mask:
    return ((h == 0) | ~here[..., None]).all((0, 1)) & here.any()


@silent()
def _latched(h: Array, here: Mask) -> Mask:
    """Units away from 0 that stay where they are, at the same place in all sequences."""
    first = first_steps(len(h))
    later, counts = h[first:], here[first:, :, None]
    if counts.sum() < 2:
        return np.zeros(h.shape[-1], np.bool_)
    low, high = np.where(counts, later, np.inf).min((0, 1)), np.where(counts, later, -np.inf).max((0, 1))
    return (high - low < STILL) & (np.minimum(abs(low), abs(high)) >= SET)


def _gates(run: LayerRun, here: Mask) -> dict[str, GateNumbers]:
    ranges = find_cell(run.recording.cell).gate_ranges
    return {
        gate: _gate_numbers(run.recording.gates[gate][:, 0][here]) for gate, ends in ranges.items() if ends == (0, 1)
    }


def _gate_numbers(values: Array) -> GateNumbers:
    if not values.size:
        return GateNumbers(math.nan, 0.0, 0.0)
    return GateNumbers(float(values.mean()), float((values < EDGE).mean()), float((values > 1 - EDGE).mean()))


def _saturated(run: LayerRun, here: Mask) -> dict[str, float]:
    recording, candidate = run.recording, find_cell(run.recording.cell).candidate
    if candidate.activation != "tanh" or not here.any():
        return {}
    own = recording.gates.get(candidate.symbol)
    values = {candidate.symbol: recording.states["h"][1:] if own is None else own}
    if "c" in recording.states:
        values["c"] = np.tanh(recording.states["c"][1:])
    return {symbol: float((abs(array[:, 0][here]) > 1 - EDGE).mean()) for symbol, array in values.items()}


def _state_norms(run: LayerRun) -> dict[str, Array]:
    return {
        name: _median_norms(states[:, 0], run.states_before_padding) for name, states in run.recording.states.items()
    }


@silent()
def _median_norms(states: Array, rows: Mask) -> Array:
    """By step, over the sequences that reach it; what is no number counts as infinite."""
    norms = np.nan_to_num(euclidean(states), nan=np.inf, posinf=np.inf)
    return np.array([np.median(norm[row]) for norm, row in zip(norms, rows, strict=True) if row.any()])


def _breakdown(run: LayerRun) -> tuple[Breakdown | None, str]:
    """The first state before the padding that is no number, and its name."""
    if run.recording.breakdown is None:
        return None, ""
    inside, size = run.states_before_padding[:, None, :, None], run.recording.hidden_size
    state = np.where(inside, run.recording.state, 0)
    found = find_breakdown(state, size)
    if found is None:
        return None, ""
    broken = np.argwhere(~np.isfinite(state[found.step]))[0]
    return found, list(run.recording.states)[int(broken[-1]) // size]


def _gradient_norm(run: LayerRun) -> float:
    gradient = recurrent_gradient(run).ravel()
    norm = float(euclidean(gradient)) if gradient.size else 0.0
    return norm if math.isfinite(norm) else math.nan
