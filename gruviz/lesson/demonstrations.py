"""The live figures of the lesson: an experiment in, a chart and the numbers one can be asked about out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from gruviz.engine.cells import CELLS
from gruviz.engine.gradients import GradientFlow, gradient_flow
from gruviz.engine.recording import record
from gruviz.engine.records import Clamp, Recording
from gruviz.experiments.run import Run, run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.gradients.decay import decay_chart, decay_line
from gruviz.figures.gradients.weight_attribution import attribution_chart, attributions
from gruviz.figures.lesson.echo import echo_chart, measure_echo
from gruviz.figures.lesson.holds import GateHold, holds_chart
from gruviz.figures.lesson.signs import mean_update_gate, signs_chart
from gruviz.figures.lesson.trade_off import measure_trade_off, trade_off_chart
from gruviz.lesson.measures import Measure, measure_runs
from gruviz.validation import InvalidValue, check_choice
from gruviz.wording import power, share, signed, steps

__all__ = ["DEMONSTRATIONS", "Demonstration", "Measure", "demonstrate"]


@dataclass(frozen=True, eq=False)
class Demonstration:
    """A figure of the lesson.

    Args:
        chart: As everywhere in the app.
        measures: Measured numbers by name, for questions and prose.
    """

    chart: Chart
    measures: Mapping[str, Measure]


def demonstrate(figure: str, experiment: Experiment) -> Demonstration:
    """Run an experiment and draw it; `figure` is a key of `DEMONSTRATIONS`."""
    return DEMONSTRATIONS[check_choice("figure", figure, DEMONSTRATIONS)](experiment)


def _decay(experiment: Experiment, *, bound: bool = False) -> Demonstration:
    """Gradient left, step by step back from the loss."""
    runs = run_experiment(experiment)
    lines = [decay_line(run.label, run.flow, is_reference=run.is_reference, bound=bound) for run in runs]
    return Demonstration(decay_chart(lines), measure_runs(experiment, runs))


def _bound(experiment: Experiment) -> Demonstration:
    """The same, with what the largest singular value would allow."""
    return _decay(experiment, bound=True)


def _echo(experiment: Experiment) -> Demonstration:
    """Trace of the first input in the state; `echo_…` is what is left of it at the end, `lasts_…` for how long."""
    runs = run_experiment(experiment)
    echoes = {run.label: measure_echo(run.flow.recording, _unheard(run), is_reference=run.is_reference) for run in runs}
    measures = measure_runs(experiment, runs)
    for run, echo in zip(runs, echoes.values(), strict=True):
        name = f"{run.cell}_default" if run.is_reference else run.cell
        left = float(echo.band.median[-1])
        measures[f"echo_{name}"] = Measure(left, share(left), "y")
        measures[f"lasts_{name}"] = Measure(echo.horizon, steps(echo.horizon), "x")
    return Demonstration(echo_chart(echoes), measures)


def _unheard(run: Run) -> Recording:
    """The same weights on the same sequence, its first input silenced."""
    recording = run.flow.recording
    silent = np.array(recording.inputs)
    silent[0] = 0
    return record(run.cell, recording.weights, silent)


def _weights(experiment: Experiment) -> Demonstration:
    """Each step's share of the weight gradient; `recent_…` is how many of the last steps make up nine tenths."""
    runs = run_experiment(experiment)
    references = [run.label for run in runs if run.is_reference]
    found = attributions({run.label: run.flow for run in runs}, references=references)
    measures = measure_runs(experiment, runs)
    for run in runs:
        name = f"{run.cell}_default" if run.is_reference else run.cell
        measures[f"recent_{name}"] = Measure(found[run.label].recent, steps(found[run.label].recent), "x")
        total = sum(float(np.median(norms[-1])) for norms in run.flow.weight_norms.values())
        measures[f"latest_{name}"] = Measure(total, power(total))
    return Demonstration(attribution_chart(found, inputs=False), measures)


def _holds(experiment: Experiment) -> Demonstration:
    """Each gate held at 0 and at 1 in turn; `kept_z0` is what is left with z held at 0, `kept_free` with none."""
    cell = next((cell for cell in experiment.cells if CELLS[cell].gate_names), None)
    if cell is None:
        raise InvalidValue("cells", ", ".join(experiment.cells), "at least one cell with gates")
    [free] = run_experiment(replace(experiment, cells=(cell,), reference=False))
    held: dict[GateHold, float] = {}
    for gate, limits in CELLS[cell].gate_ranges.items():
        for value in (0, 1) if limits == (0, 1) else ():
            held[gate, value] = _with(free, Clamp(gate, float(value))).decay().kept
    kept = free.flow.decay().kept
    measures = measure_runs(replace(experiment, cells=(cell,), reference=False), [free])
    measures["kept_free"] = Measure(kept, share(kept), "x")
    measures |= {f"kept_{gate}{value}": Measure(ratio, share(ratio), "x") for (gate, value), ratio in held.items()}
    run = free.flow.recording
    return Demonstration(holds_chart(cell, kept, held, run.seq_len, Sample.of(run)), measures)


def _with(run: Run, clamp: Clamp) -> GradientFlow:
    recording = run.flow.recording
    return gradient_flow(record(run.cell, recording.weights, recording.inputs, clamps=[clamp]))


def _signs(experiment: Experiment) -> Demonstration:
    """The mean update gate under both names; `z_write`, `z_keep`, and `copied`, what a step copies of the state."""
    runs = run_experiment(experiment)
    gated = next((run for run in runs if "z" in run.flow.recording.gates), None)
    if gated is None:
        raise InvalidValue("cells", ", ".join(experiment.cells), "a cell with an update gate, such as gru")
    z = mean_update_gate(gated.flow.recording)
    write = float(z.mean())
    measures = measure_runs(experiment, runs)
    measures["z_write"] = Measure(write, f"{write:.2f}", "y")
    measures["z_keep"] = Measure(1 - write, f"{1 - write:.2f}", "y")
    measures["copied"] = Measure(1 - write, share(1 - write))
    return Demonstration(signs_chart(z), measures)


BIASES = tuple(float(bias) for bias in range(-8, 3))
"""Of the update gate, in the figure of carrying and writing."""


def _carry(experiment: Experiment) -> Demonstration:
    """First state and first input against the bias; `carried_…` and `heard_…` by bias: m8 is −8, 0 is 0."""
    cell = next((cell for cell in experiment.cells if CELLS[cell].update_block), None)
    if cell is None:
        raise InvalidValue("cells", ", ".join(experiment.cells), "a cell with an update gate, such as gru")
    alone = replace(experiment, cells=(cell,), reference=False, chrono=False)
    found = measure_trade_off({b: run_experiment(replace(alone, update_bias=b))[0].flow for b in BIASES})
    measures: dict[str, Measure] = {}
    for bias, carried, heard in zip(found.biases, found.state_norms, found.input_norms, strict=True):
        name = f"{bias:g}".replace("-", "m")
        measures[f"carried_{name}"] = Measure(float(carried), power(float(carried)), "y")
        measures[f"heard_{name}"] = Measure(float(heard), power(float(heard)), "y")
    measures["theory_bias"] = Measure(found.theory, signed(found.theory, ".1f"), "x")
    return Demonstration(trade_off_chart(found), measures)


DEMONSTRATIONS: Mapping[str, Callable[[Experiment], Demonstration]] = {
    "decay": _decay,
    "bound": _bound,
    "echo": _echo,
    "weights": _weights,
    "holds": _holds,
    "signs": _signs,
    "carry": _carry,
}
"""By the name that a step's header gives."""
