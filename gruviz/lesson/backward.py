"""Live figures about the way back through a gated cell: beside its gates, without one, exploding, and by state."""

from collections.abc import Sequence

from gruviz.comparison.scoreboard import Score, load_scoreboard
from gruviz.engine.cells import find_cell
from gruviz.engine.cells.names import keeper_of
from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.figures.gradients.decay import decay_chart, decay_line
from gruviz.figures.lesson.clipping import LIMIT, clip, clipping_chart
from gruviz.figures.lesson.two_states import measure_two_states, two_states_chart
from gruviz.figures.lesson.ways import READS_STATE, Ways, gate_path, measure_ways, ways_chart
from gruviz.lesson.demonstration import Demonstration, first_cell
from gruviz.lesson.measures import Measure, measure_runs, ratio_of, suffix_of
from gruviz.wording import power, share, signed

LEARNED = "adding"
"""The task of the scoreboard on which cells without a gate are compared."""


def ways(experiment: Experiment) -> Demonstration:
    """Gradient by the ways it took: `way_copy`, `way_detours` and `way_gate` are what each leaves at the first step.

    `quarter` is what a factor of ¼ at every step would leave, `slope` the mean slope of the gate, `per_step` the
    factor per step through its decision.
    """
    cell = first_cell(experiment, lambda cell: bool(gate_path(cell)), READS_STATE)
    runs = run_experiment(experiment)
    flow = next(run.flow for run in runs if run.cell == cell and not run.is_reference)
    shown = measure_ways(flow)
    gate = flow.recording.gates[keeper_of(find_cell(cell))]
    slope = float((gate * (1 - gate)).mean(dtype=float))
    return Demonstration(ways_chart(shown), measure_runs(experiment, runs) | _ways(shown, slope))


def _ways(shown: Ways, slope: float) -> dict[str, Measure]:
    copy, detours, gate, quarter = (float(part[0]) for part in (shown.copy, shown.detours, shown.gate, shown.steepest))
    once = float(shown.gate[-2])
    return {
        "way_copy": Measure(copy, share(copy), "y"),
        "way_detours": Measure(detours, share(detours), "y"),
        "way_gate": Measure(gate, share(gate), "y"),
        "quarter": Measure(quarter, share(quarter), "y"),
        "slope": Measure(slope, signed(slope, ".2g")),
        "per_step": Measure(once, power(once)),
    }


def ablation(experiment: Experiment) -> Demonstration:
    """Gradient left in cells with one gate less; `trained_…` is how many of them learned a task, of `networks`.

    The trainings were run beforehand: those of the scoreboard, from PyTorch's start, whatever the experiment's.
    """
    runs = run_experiment(experiment)
    chart = decay_chart([decay_line(run.label, run.flow, is_reference=run.is_reference) for run in runs])
    return Demonstration(chart, measure_runs(experiment, runs) | _trained(experiment.cells))


def _trained(cells: Sequence[str]) -> dict[str, Measure]:
    scores = {score.cell: score for score in reversed(load_scoreboard().scores) if score.task == LEARNED}
    known = [scores[cell] for cell in cells if cell in scores]
    measures = {f"trained_{score.cell}": solved(score) for score in known}
    for score in known[:1]:
        measures["trained_steps"] = Measure(float(score.length), f"{score.length}")
        measures["limit"] = Measure(float(score.limit), f"{score.limit}")
    return measures


def solved(score: Score) -> Measure:
    """How many networks learned their task: "5 of 5"."""
    return Measure(float(score.solved), f"{score.solved} of {score.seeds}")


def explosion(experiment: Experiment) -> Demonstration:
    """Gradient before clipping and after it; `norm_…` is that of all weights together.

    `divided_…` is the number that clipping divides everything by, 1 where it does nothing; `limit` the largest norm
    that it lets through.
    """
    runs = run_experiment(experiment)
    shown = {run.label: clip(run.flow, is_reference=run.is_reference) for run in runs}
    measures = measure_runs(experiment, runs) | {"limit": Measure(LIMIT, signed(LIMIT))}
    for run, one in zip(runs, shown.values(), strict=True):
        suffix = suffix_of(run)
        measures[f"norm_{suffix}"] = Measure(one.norm, power(one.norm))
        measures[f"divided_{suffix}"] = Measure(one.divisor, power(one.divisor))
    return Demonstration(clipping_chart(shown), measures)


TWO_STATES = "a cell with the states h and c, such as lstm"


def states(experiment: Experiment) -> Demonstration:
    """Gradient of an LSTM by state: `first_h` and `first_c` at the first step, `near_h` and `near_c` one step back.

    `c_to_h` is how many times as large as that of h the gradient of c is at the first step; `pace_h` and `pace_c` what
    all steps before the one next to the loss leave of each.
    """
    cell = first_cell(experiment, lambda cell: cell.state_names == ("h", "c"), TWO_STATES)
    runs = run_experiment(experiment)
    shown = measure_two_states(next(run.flow for run in runs if run.cell == cell and not run.is_reference))
    measures = measure_runs(experiment, runs)
    for name, values in (("h", shown.h), ("c", shown.c)):
        first, near = float(values[0]), float(values[-2])
        measures[f"first_{name}"] = Measure(first, share(first), "y")
        measures[f"near_{name}"] = Measure(near, share(near), "y")
        measures[f"pace_{name}"] = ratio_of(first, near)
    measures["c_to_h"] = ratio_of(float(shown.c[0]), float(shown.h[0]), power)
    return Demonstration(two_states_chart(shown), measures)
