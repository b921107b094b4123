"""The live figures of the lesson: an experiment in, a chart and the numbers one can be asked about out."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells import find_cell
from gruviz.engine.gradients import GradientFlow, gradient_flow
from gruviz.engine.recording import record
from gruviz.engine.records import Clamp, Recording
from gruviz.engine.weights import Weights
from gruviz.experiments.run import Run, run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.gradients.decay import decay_chart, decay_line
from gruviz.figures.gradients.fates import title
from gruviz.figures.gradients.weight_attribution import attribution_chart, attributions
from gruviz.figures.lesson.echo import echo_chart, measure_echo
from gruviz.figures.lesson.holds import GateHold, holds_chart
from gruviz.figures.lesson.signs import mean_update_gate, signs_chart
from gruviz.figures.lesson.trade_off import measure_trade_off, trade_off_chart
from gruviz.figures.lesson.words import fate
from gruviz.lesson.backward import ablation, explosion, states, ways
from gruviz.lesson.demonstration import Demonstration, first_cell
from gruviz.lesson.measures import Measure, measure_runs, suffix_of
from gruviz.lesson.trainability import starts
from gruviz.lesson.truncation import cut, silenced
from gruviz.validation import check_choice
from gruviz.wording import power, share, signed, steps

__all__ = ["DEMONSTRATIONS", "Demonstration", "Measure", "demonstrate"]


def demonstrate(figure: str, experiment: Experiment) -> Demonstration:
    """Run an experiment and draw it; `figure` is a key of `DEMONSTRATIONS`."""
    return DEMONSTRATIONS[check_choice("figure", figure, DEMONSTRATIONS)](experiment)


def _decay(experiment: Experiment, *, bound: bool = False) -> Demonstration:
    """Gradient left, step by step back from the loss."""
    runs = run_experiment(experiment)
    lines = [decay_line(run.label, run.flow, is_reference=run.is_reference, bound=bound) for run in runs]
    return Demonstration(decay_chart(lines), measure_runs(experiment, runs))


def _starts(experiment: Experiment) -> Demonstration:
    """Gradient left in cells as PyTorch creates them, beside the first cell as it is set here, which is dashed."""
    runs = run_experiment(experiment)
    shown = [run for run in runs if run.is_reference or run.cell == experiment.cells[0]]
    chart = decay_chart([decay_line(run.label, run.flow, is_reference=not run.is_reference) for run in shown])
    contrast = [run for run in shown if run.is_reference == (run.cell != experiment.cells[0])]
    finding = title([decay_line(run.label, run.flow) for run in contrast])
    return Demonstration(replace(chart, title=finding), measure_runs(experiment, runs))


def _bound(experiment: Experiment) -> Demonstration:
    """Gradient left, beside what the largest singular value would allow."""
    return _decay(experiment, bound=True)


def _echo(experiment: Experiment) -> Demonstration:
    """Trace of the first input in the state; `echo_…` is what is left at the end, `faded_…` when less than 1% is."""
    runs = run_experiment(experiment)
    echoes = {run.label: measure_echo(run.flow.recording, silenced(run), is_reference=run.is_reference) for run in runs}
    measures = measure_runs(experiment, runs)
    for run, echo in zip(runs, echoes.values(), strict=True):
        left = float(echo.band.median[-1])
        faded = echo.horizon + 1 if echo.horizon < len(echo.band.median) - 1 else math.nan
        measures[f"echo_{suffix_of(run)}"] = Measure(left, share(left), "y")
        measures[f"trace_{suffix_of(run)}"] = Measure(left, fate(left, "the trace"), "y")
        measures[f"faded_{suffix_of(run)}"] = Measure(faded, steps(faded), "x")
    return Demonstration(echo_chart(echoes), measures)


def _weights(experiment: Experiment) -> Demonstration:
    """Each step's share of the weight gradient; how many of the last (`recent_…`) or first (`early_…`) make up 90%.

    `portion_…` is that number of last steps as a share of all, `latest_…` the norm of the last step's own share.
    """
    runs = run_experiment(experiment)
    references = [run.label for run in runs if run.is_reference]
    shares = attributions({run.label: run.flow for run in runs}, references=references)
    measures = measure_runs(experiment, runs)
    for run in runs:
        profile = shares[run.label].weights
        recent, early = _nine_tenths(profile[::-1]), _nine_tenths(profile)
        suffix, latest = suffix_of(run), float(profile[-1])
        measures[f"recent_{suffix}"] = Measure(recent, steps(recent), "x")
        measures[f"early_{suffix}"] = Measure(early, steps(early))
        measures[f"portion_{suffix}"] = Measure(recent / len(profile), share(recent / len(profile)))
        measures[f"latest_{suffix}"] = Measure(latest, power(latest))
    return Demonstration(attribution_chart(shares, inputs=False), measures)


def _nine_tenths(norms: Array) -> int:
    """How many of these norms, in this order, make up nine tenths of their sum."""
    sums = np.cumsum(norms)
    return int(np.searchsorted(sums, 0.9 * sums[-1])) + 1


def _holds(experiment: Experiment) -> Demonstration:
    """Each gate held at 0 and at 1 in turn; `kept_z0` is what is left with z held at 0, `kept_free` with none."""
    cell = first_cell(experiment, lambda cell: bool(cell.gate_names), "at least one cell with gates")
    alone = replace(experiment, cells=(cell,), reference=False)
    [free] = run_experiment(alone)
    kept_by: dict[GateHold, float] = {}
    for gate, limits in find_cell(cell).gate_ranges.items():
        for value in (0, 1) if limits == (0, 1) else ():
            kept_by[gate, value] = _holding(free, Clamp(gate, float(value))).decay().kept
    kept = free.flow.decay().kept
    measures = measure_runs(alone, [free])
    measures["kept_free"] = Measure(kept, share(kept), "x")
    measures |= {f"kept_{gate}{value}": Measure(ratio, share(ratio), "x") for (gate, value), ratio in kept_by.items()}
    run = free.flow.recording
    return Demonstration(holds_chart(cell, kept, kept_by, run.seq_len, Sample.of(run)), measures)


def _holding(run: Run, clamp: Clamp) -> GradientFlow:
    """Gradient flow of a run with one of its gates held."""
    recording = run.flow.recording
    return gradient_flow(record(run.cell, recording.weights, recording.inputs, clamps=[clamp]))


def _signs(experiment: Experiment) -> Demonstration:
    """The mean update gate under both names: `z_write` and `z_keep`."""
    cell = first_cell(experiment, lambda cell: "z" in cell.gate_names, UPDATED)
    runs = run_experiment(experiment)
    z = mean_update_gate(next(run for run in runs if run.cell == cell).flow.recording)
    write = float(z.mean())
    measures = measure_runs(experiment, runs)
    measures[f"copied_{cell}"] = measures[f"copied_{cell}"]._replace(axis="y")
    measures["z_write"] = Measure(write, f"{write:.2f}", "y")
    measures["z_keep"] = Measure(1 - write, f"{1 - write:.2f}", "y")
    return Demonstration(signs_chart(z), measures)


BIASES = tuple(float(bias) for bias in range(-8, 0))
"""Of the update gate, in the figure of carrying and writing."""
UPDATED = "a cell with an update gate, such as gru"


def _carry(experiment: Experiment) -> Demonstration:
    """First state and first input against the bias; `carried_…` and `heard_…` by bias, m8 is −8.

    `best_bias` is where the first input counts most, `heard_best` and `carried_best` belong to it; `rooted_best` is the
    most that it counts where an RG-LRU keeps as much and writes with √(1 − a²).
    """
    cell = first_cell(experiment, lambda cell: bool(cell.update_block), UPDATED)
    alone = replace(experiment, cells=(cell,), reference=False, chrono=False)
    flows = {b: run_experiment(replace(alone, update_bias=b))[0].flow for b in BIASES}
    rooted = {b: _rooted(flow.recording, 1 / (1 + math.exp(b))) for b, flow in flows.items()}
    trade_off = measure_trade_off(flows, rooted)
    measures = measure_runs(alone, [])
    for bias, carried, heard in zip(trade_off.biases, trade_off.state_norms, trade_off.input_norms, strict=True):
        name = f"{bias:g}".replace("-", "m")
        measures[f"carried_{name}"] = Measure(float(carried), power(float(carried)), "y")
        measures[f"heard_{name}"] = Measure(float(heard), power(float(heard)), "y")
    best = int(np.argmax(trade_off.input_norms))
    bias = float(trade_off.biases[best])
    measures["best_bias"] = Measure(bias, signed(bias), "x")
    name = f"{bias:g}".replace("-", "m")
    measures |= {f"{kind}_best": measures[f"{kind}_{name}"] for kind in ("heard", "carried")}
    measures["theory_bias"] = Measure(trade_off.theory, signed(trade_off.theory, ".1f"), "x")
    most = max(float(np.median(flow.input_norms[0])) for flow in rooted.values())
    measures["rooted_best"] = Measure(most, power(most), "y")
    return Demonstration(trade_off_chart(trade_off), measures)


def _rooted(run: Recording, kept: float) -> GradientFlow:
    """An RG-LRU that reads what a run has read by the candidate's weights, and keeps the same share at every step."""
    kind, candidate = find_cell("rg_lru"), find_cell(run.cell).candidate.block
    W, b = run.weights.input[candidate], run.weights.bias[candidate]
    blocks = kind.block_names
    weights = Weights(
        kind.key,
        blocks,
        np.tile(W, (1, len(blocks), 1)),
        np.zeros((run.seeds, 0, run.hidden_size), W.dtype),
        np.tile(b, (1, len(blocks))),
        input_only=blocks,
        constants=np.zeros_like(b),
    )
    return gradient_flow(record(kind.key, weights, run.inputs, clamps=[Clamp("a", kept), Clamp("i", 1.0)]))


DEMONSTRATIONS: Mapping[str, Callable[[Experiment], Demonstration]] = {
    "decay": _decay,
    "starts": _starts,
    "bound": _bound,
    "echo": _echo,
    "weights": _weights,
    "holds": _holds,
    "signs": _signs,
    "carry": _carry,
    "ways": ways,
    "ablation": ablation,
    "explosion": explosion,
    "states": states,
    "cut": cut,
    "map": starts,
}
"""By the name that a step's header gives."""
