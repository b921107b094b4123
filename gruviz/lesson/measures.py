"""Numbers measured on a run, by name, and as people say them."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from gruviz.engine.cells import find_cell
from gruviz.engine.cells.names import keeper_of
from gruviz.experiments.run import Run, run_plan
from gruviz.experiments.settings import Experiment
from gruviz.figures.lesson.words import fate
from gruviz.wording import power, share, signed, steps

SETTINGS = {"gain": "g", "scale": "g", "update_bias": "g", "forget_bias": "g", "seq_len": ".0f"}
"""What a step's own controls may change, and its format: measured as `set_gain` and so on."""


class Measure(NamedTuple):
    """A measured number."""

    value: float
    text: str
    """As a sentence has it: "2.4 × 10⁻¹⁴", "13 steps"."""
    axis: str = ""
    """"x" or "y" where the chart has an axis on which it is read."""


def measure_runs(experiment: Experiment, runs: Sequence[Run]) -> dict[str, Measure]:
    """Everything that is measured on the gradients of an experiment.

    Names end with the cell, or with the cell and "_default" for the library's start. `kept` is the share of the
    gradient left at the first step, `fate` the same in words, `average` the factor per step that multiplies to it,
    `factor` the fitted one; `first` is what one step back from the loss leaves, `later` what all steps before that
    one do. `halving` is the half-life, `every` the steps in which the fitted rate halves, and `horizon` how many steps
    back at least 1% is left. Of an RNN `sigma` is the largest singular value of U, `bound` the growth that it allows
    over the whole run, and `slack` how far the run stays below that. `gate_…` is the mean of a gate; of the one that
    copies the state, `copy` is what its mean alone would carry over all steps, and `beyond` by what factor more
    arrives. `set_…` are the settings themselves.
    """
    measures = {
        f"set_{name}": Measure(float(getattr(experiment, name)), signed(getattr(experiment, name), form))
        for name, form in SETTINGS.items()
    }
    defaults = {cell for cell, settings, _ in run_plan(experiment) if not settings}
    for run in runs:
        numbers = _decay(run) | _gates(run) | (_bound(run) if run.cell == "rnn" else {})
        suffixes = [suffix_of(run)]
        if run.cell in defaults and not run.is_reference and not experiment.weight_settings(run.cell):
            suffixes.append(f"{run.cell}_default")
        measures |= {f"{name}_{suffix}": measure for suffix in suffixes for name, measure in numbers.items()}
    return measures


def suffix_of(run: Run) -> str:
    """End of the names of what is measured on one run: its cell, with "_default" for the library's start."""
    return f"{run.cell}_default" if run.is_reference else run.cell


def _decay(run: Run) -> dict[str, Measure]:
    """What is left of the gradient, on the whole and per step."""
    decay = run.flow.decay()
    first = float(run.flow.ratio().median[-2])
    average = decay.kept ** (1 / decay.seq_len)
    every = decay.doubling if decay.factor < 1 else math.nan
    return {
        "kept": Measure(decay.kept, share(decay.kept), "y"),
        "fate": Measure(decay.kept, fate(decay.kept), "y"),
        "average": Measure(average, signed(average, ".3g")),
        "factor": Measure(decay.factor, power(decay.factor)),
        "first": Measure(first, share(first)),
        "later": ratio_of(decay.kept, first),
        "halving": Measure(decay.half_life, steps(decay.half_life)),
        "every": Measure(every, steps(every)),
        "horizon": Measure(decay.horizon, steps(decay.horizon), "x"),
    }


def _gates(run: Run) -> dict[str, Measure]:
    """Mean gates, and what the copy of the state alone would carry."""
    means = {gate: float(values.mean(dtype=np.float64)) for gate, values in run.flow.recording.gates.items()}
    measures = {f"gate_{gate}": Measure(mean, signed(mean, ".2g")) for gate, mean in means.items()}
    if keeper := keeper_of(cell := find_cell(run.cell)):
        copied = 1 - means[keeper] if keeper == cell.update_block else means[keeper]
        decay = run.flow.decay()
        copy = copied**decay.seq_len
        measures |= {
            "copied": Measure(copied, share(copied)),
            "copy": Measure(copy, share(copy)),
            "beyond": ratio_of(decay.kept, copy, power),
        }
    return measures


def _bound(run: Run) -> dict[str, Measure]:
    """The largest singular value of U, and what it allows."""
    U, decay = run.flow.recording.weights.U.astype(np.float64), run.flow.decay()
    sigma = float(np.median(np.linalg.norm(U, 2, axis=(1, 2))))
    with np.errstate(over="ignore"):
        bound = float(np.float64(sigma) ** decay.seq_len)
    return {
        "sigma": Measure(sigma, f"{sigma:.2f}"),
        "bound": Measure(bound, share(bound)),
        "slack": ratio_of(bound, decay.kept, power),
    }


def ratio_of(value: float, unit: float, words: Callable[[float], str] = share) -> Measure:
    """One number by another; nan where the other is nothing."""
    ratio = value / unit if unit > 0 and math.isfinite(unit) else math.nan
    return Measure(ratio, words(ratio))


def texts(measures: Mapping[str, Measure]) -> dict[str, str]:
    """The numbers as prose has them, by name."""
    return {name: measure.text for name, measure in measures.items()}
