"""The fading light: what reaches each step back in three networks, as the browser draws it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells import find_cell
from gruviz.engine.decay import FINITE
from gruviz.experiments.run import run_experiment, single_runs
from gruviz.experiments.settings import Experiment
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.left_scale import tick_words
from gruviz.figures.drawing.palette import cell_color
from gruviz.figures.gradients.decay import decay_chart, decay_line
from gruviz.figures.gradients.fates import Line
from gruviz.ui.caching import shared
from gruviz.ui.controls.kinds import Values
from gruviz.ui.home.controls import experiment_from
from gruviz.ui.home.words import bias_words, factor, fate, rate

FLOORS = (-4, -8, -16, -32, -64, -128, -192)
"""Powers of ten at which the axis may end: few, so that it seldom moves."""
CEILINGS = (0, 1, 2, 4, 8, 16, 32)
TICKS = 4
"""How many spaces the ticks of the powers of ten divide the axis into, at most."""
DIGITS, DIGITS_OF_BANDS = 4, 3
"""Of the numbers that the browser is sent: it writes two of them, and draws pixels."""


@dataclass(frozen=True, eq=False)
class Lane:
    """One network of the picture.

    Args:
        key: "rnn", "fresh" or "set".
        label: What it is called.
        note: How it starts, in a few words.
        name: As it stands in a sentence.
        line: Median and quartiles at every step, and what the cell is.
    """

    key: str
    label: str
    note: str
    name: str
    line: Line

    @property
    def left(self) -> float:
        """What is left at the beginning, with the digits that the browser has too."""
        return float(f"{self.line.band.median[0]:.{DIGITS}g}")

    @property
    def fate(self) -> str:
        """What becomes of the signal."""
        return fate(self.name, self.left, str(self.line.band.status[0]))

    @property
    def rate(self) -> float:
        """The one factor that, taken at every step, leaves the same; nan where that is no number above zero."""
        band = self.line.band
        usable = band.status[0] == FINITE and band.median[0] > 0
        return float(band.median[0] ** (1 / self.line.decay.seq_len)) if usable else float("nan")


def lanes_of(values: Values) -> list[Lane]:
    """The RNN, the GRU as PyTorch starts it, and the GRU as it is set; the last two are equal where nothing is set."""
    runs = {(one.cells[0], is_reference): one for one, is_reference in single_runs(experiment_from(values))}
    chosen = runs["gru", False]
    fresh = runs.get(("gru", True), chosen)
    rnn, (untouched, half), (held, gate) = _run(runs["rnn", False])[0], _run(fresh), _run(chosen)
    label, name = _set_names(values["update_bias"])
    feedback = "" if values["gain"] == 1 else f", feedback × {values['gain']:g}"
    bias = f"gate bias {bias_words(values['update_bias'])}, " if not feedback else ""
    return [
        Lane("rnn", "RNN", f"no gate{feedback}", "the RNN", rnn),
        Lane("fresh", "GRU, fresh", f"PyTorch’s start, gate ≈ {half:.2g}", "the GRU as PyTorch starts it", untouched),
        Lane("set", label, f"{bias}gate ≈ {gate:.2g}{feedback}", name, held),
    ]


def frame_of(values: Values) -> dict[str, Any]:
    """Everything that the browser draws at these settings, in plain numbers and texts.

    Lists begin at the beginning of the sequence: entry t of T+1 is the state after t steps, the last one the loss. What
    is no finite number is None.

    Args:
        values: Of Home's controls.
    """
    lanes = lanes_of(values)
    floor, ceiling = _range(lanes)
    title, summary = _words(lanes, values["seq_len"])
    return {
        "steps": values["seq_len"],
        "bias": values["update_bias"],
        "gain": values["gain"],
        "lanes": [_drawn(lane) for lane in lanes],
        "range": {"log": [floor, ceiling], "linear": [0, 1 if _highest(lanes) <= 1.02 else 2]},
        "ticks": [{"power": power, "label": tick_words(power)} for power in _ticks(floor, ceiling)],
        "title": title,
        "summary": summary,
        "note": _note(lanes),
        "alt": f"{title} {summary}",
    }


def chart_of(values: Values) -> Chart:
    """The same lines as a chart, with the table of all their numbers."""
    lanes = lanes_of(values)
    title, summary = _words(lanes, values["seq_len"])
    chart = decay_chart([lane.line._replace(label=lane.label, is_reference=lane.key == "fresh") for lane in lanes])
    return replace(chart, title=title, summary=summary)


@shared(512)
def _run(experiment: Experiment) -> tuple[Line, float]:
    """One network's line, and the mean of its update gate; nan where it has none."""
    [run] = run_experiment(experiment)
    block = find_cell(run.cell).update_block
    gate = float(run.flow.recording.gates[block].mean()) if block else float("nan")
    return decay_line(run.label, run.flow, is_reference=run.is_reference), gate


def _set_names(bias: float) -> tuple[str, str]:
    if bias < 0:
        return "GRU, set to hold", "the GRU set to hold"
    if bias > 0:
        return "GRU, set to overwrite", "the GRU set to overwrite"
    return "GRU, gate not set", "the GRU whose gate is not set"


def _words(lanes: list[Lane], length: int) -> tuple[str, str]:
    """The finding, and what the picture shows."""
    rnn, fresh, chosen = lanes
    title = f"{length} steps back, {chosen.fate}; {rnn.fate}."
    rates = ", ".join(f"{rate(lane.rate)} in {lane.name}" for lane in lanes if np.isfinite(lane.rate))
    average = f" On average a step multiplies what is left by {rates}." if rates else ""
    third = fresh.fate[0].upper() + fresh.fate[1:]
    return title, f"{third}.{average} {_note(lanes)}"


def _note(lanes: list[Lane]) -> str:
    """Over what the numbers are medians, and what the words are."""
    sample = lanes[0].line.sample.words("; the bands are quartiles").strip()
    return f"{sample} They are untrained and read random numbers: the words only name the steps.".strip()


def _drawn(lane: Lane) -> dict[str, Any]:
    band = lane.line.band
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = band.median[:-1] / band.median[1:]
    finite = band.status == FINITE
    return {
        "key": lane.key,
        "label": lane.label,
        "name": lane.name,
        "note": lane.note,
        "color": cell_color(lane.line.cell),
        "median": _numbers(np.where(finite, band.median, np.nan), DIGITS),
        "lower": _numbers(band.lower, DIGITS_OF_BANDS),
        "upper": _numbers(band.upper, DIGITS_OF_BANDS),
        "factors": [factor(float(one)) for one in factors],
        "rate": rate(lane.rate),
        "end": None if finite[0] else str(band.status[0]),
    }


def _numbers(values: Array, digits: int) -> list[float | None]:
    return [float(f"{one:.{digits}g}") if np.isfinite(one) else None for one in values.tolist()]


def _highest(lanes: Iterable[Lane]) -> float:
    return max(float(np.max(lane.line.band.median[lane.line.band.status == FINITE], initial=1)) for lane in lanes)


def _range(lanes: list[Lane]) -> tuple[int, int]:
    """Powers of ten at which the axis begins and ends: room for every median, and one of a few."""
    medians = np.concatenate([lane.line.band.median[lane.line.band.status == FINITE] for lane in lanes])
    low, high = np.log10(medians[medians > 0].min(initial=1)), np.log10(_highest(lanes))
    floor = next((one for one in FLOORS if one <= low), FLOORS[-1])
    return floor, next((one for one in CEILINGS if one >= high - 0.02), CEILINGS[-1])


def _ticks(floor: int, ceiling: int) -> list[int]:
    """Powers from 100% down and up, at equal distances."""
    apart = max(2, -floor // TICKS)
    return [*range(0, floor - 1, -apart), *range(apart, ceiling + 1, apart)]
