"""Numbers measured on a run, by name, and as people say them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from gruviz.experiments.run import Run, run_plan
from gruviz.experiments.settings import Experiment
from gruviz.wording import power, share, signed, steps


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
    gradient left at the first step, `factor` that of one step, `halving` the half-life and `horizon` how many steps
    back at least 1% is left; `bound` is the growth that the largest singular value allows over the whole run, `sigma`
    that value, and `gate_…` the mean of a gate.
    """
    measures: dict[str, Measure] = {}
    defaults = {cell for cell, settings, _ in run_plan(experiment) if not settings}
    for run in runs:
        numbers = _measure(run)
        suffixes = [suffix_of(run)]
        if run.cell in defaults and not run.is_reference and not experiment.weight_settings(run.cell):
            suffixes.append(f"{run.cell}_default")
        measures |= {f"{name}_{suffix}": measure for suffix in suffixes for name, measure in numbers.items()}
    return measures


def suffix_of(run: Run) -> str:
    """End of the names of what is measured on one run: its cell, with "_default" for the library's start."""
    return f"{run.cell}_default" if run.is_reference else run.cell


def _measure(run: Run) -> dict[str, Measure]:
    decay = run.flow.decay()
    measures = {
        "kept": Measure(decay.kept, share(decay.kept), "y"),
        "factor": Measure(decay.factor, power(decay.factor)),
        "halving": Measure(decay.half_life, steps(decay.half_life)),
        "horizon": Measure(decay.horizon, steps(decay.horizon), "x"),
    }
    recording = run.flow.recording
    for gate, values in recording.gates.items():
        mean = float(values.mean(dtype=np.float64))
        measures[f"gate_{gate}"] = Measure(mean, signed(mean, ".2g"))
    if run.cell == "rnn":
        sigma = float(np.median(np.linalg.norm(recording.weights.U.astype(np.float64), 2, axis=(1, 2))))
        with np.errstate(over="ignore"):
            bound = float(np.float64(sigma) ** decay.seq_len)
        measures["sigma"] = Measure(sigma, f"{sigma:.2f}")
        measures["bound"] = Measure(bound, share(bound))
    return measures


def texts(measures: Mapping[str, Measure]) -> dict[str, str]:
    """The numbers as prose has them, by name."""
    return {name: measure.text for name, measure in measures.items()}
