"""Hold captions against numbers: python -m scripts.words [COUNT] [SEED].

Draws random settings from all that the page allows, extremes included, makes every view of them, and compares the words
with numbers that `scripts.spoken` computes once more from the arrays. A finding is printed with its settings.
"""

import re
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from gruviz import CELLS, Clamp, GradientFlow, gradient_flow, record
from gruviz.closeup.units import unit_memory
from gruviz.engine.cells import find_cell
from gruviz.experiments.run import Run, run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.figures import Chart
from gruviz.figures.gradients.decay import decay_chart, decay_line
from gruviz.figures.gradients.gates_and_states import heatmap_chart
from gruviz.figures.gradients.interference import compare_runs, interference_chart
from gruviz.figures.gradients.singular import few_steps
from gruviz.ui.charts.views import VIEWS, View
from gruviz.validation import GruvizError
from gruviz.wording import short_labels, steps
from scripts.spoken import AMOUNT, COUNT, LEFT, agrees, truth_of, wrong_everywhere, wrong_verdict

DESIGNS = [
    f"own_{reset}_{update}_{candidate}{bias}"
    for reset in ("none", "before", "after")
    for update in ("none", "independent", "input", "coupled")
    for candidate in ("tanh", "relu")
    for bias in ("", "_bias")
    if update != "coupled" or reset != "none"
]
LENGTHS = (2, 3, 5, 10, 20, 50, 100, 150, 300, 500)
TABLES = (((300.0,), (301.5,), (299.0,)) * 20, ((1e6, -1e6), (0.0, 1.0)) * 10, ((0.0,), (0.0,), (0.0,)))


def draw(chance: np.random.Generator) -> Experiment:
    """One experiment; most are small, some as large as the page allows, and every range is drawn to its ends."""
    pool = [*CELLS, *CELLS, *DESIGNS]
    cells = tuple(dict.fromkeys(chance.choice(pool, chance.integers(1, 3)).tolist()))

    def between(low: float, high: float) -> float:
        return float(chance.choice([low, high, chance.uniform(low, high), round(chance.uniform(low, high))]))

    inputs = str(chance.choice(["noise", "noise", "sunspots", "impulse", "sine", "constant", "text", "table", "raw"]))
    return Experiment(
        cells=cells,
        reference=bool(chance.integers(2)),
        seq_len=int(
            chance.choice([2, 3, 5, 10, 20, 50, 100, 150, 300, 500], p=[0.05, 0.05, *[0.15] * 5, 0.1, 0.03, 0.02])
        ),
        hidden_size=int(chance.choice([2, 3, 4, 8, 16, 32, 128], p=[0.15, 0.15, 0.3, 0.25, 0.12, 0.028, 0.002])),
        seeds=int(chance.choice([1, 1, 2, 3, 4, 16], p=[0.2, 0.2, 0.2, 0.2, 0.15, 0.05])),
        seed=int(chance.integers(2**31)),
        inputs=inputs,
        scale=float(chance.choice([0.0, 0.3, 1.0, 1.0, 3.0, 10.0])),
        text="abracadabra, abracadabra, the cat was full",
        table=TABLES[int(chance.integers(len(TABLES)))],
        precision=str(chance.choice(["float64", "float32"])),
        loss=str(chance.choice(["last", "last", "last", "every"])),
        scheme=str(chance.choice(["default", "orthogonal", "gaussian", "identity"])),
        gain=between(0.0, 4.0),
        update_bias=between(-10.0, 10.0),
        forget_bias=between(-10.0, 10.0),
        chrono=bool(chance.random() < 0.2),
    )


def findings(experiment: Experiment, chance: np.random.Generator) -> Iterator[str]:
    """Everything that some caption of an experiment says and that is not so."""
    runs = run_experiment(experiment)
    for run in runs:
        yield from _decay_words(run)
    for key, view in VIEWS.items():
        for chart in view(View(view, experiment, theory=("bound",))):
            yield from (f"{key}: {wrong}: {chart.title} | {chart.summary}" for wrong in _of_view(key, chart, runs))
    yield from _interference_words(experiment, chance)


def _of_view(key: str, chart: Chart, runs: list[Run]) -> Iterator[str]:
    for text in (chart.title, chart.summary):
        yield from wrong_everywhere(text)
    flows = {run.label: run.flow for run in runs}
    checks = {"decay": _decay_title, "weights": _weight_title, "steps": _step_title, "paths": _path_title}
    if key in checks:
        yield from checks[key](chart, flows)
    broken = [label for label, flow in flows.items() if not np.isfinite(flow.recording.state).all((0, -1)).any()]
    for label in broken if key in ("decay", "weights", "paths") else []:
        if (
            label in chart.summary
            and "the state overflows" not in chart.summary
            and "no longer a number" not in chart.summary
        ):
            yield f"does not say that the state of {label} breaks"


def _decay_words(run: Run) -> Iterator[str]:
    for state in ("state", *run.flow.recording.states):
        try:
            line = decay_line(run.label, run.flow, state=state)
        except GruvizError:
            continue
        verdict = line.decay.verdict
        if line.label == run.label:
            rest = truth_of(run.flow, 1) if run.flow.readout_lag else None
            wrong = [*wrong_verdict(verdict, truth_of(run.flow), rest), *wrong_everywhere(verdict)]
            yield from (f"verdict: {one}: {run.label} {verdict}" for one in wrong)
        yield from (f"alone: {one}" for one in wrong_everywhere(decay_chart([line]).title))


def _decay_title(chart: Chart, flows: dict[str, GradientFlow]) -> Iterator[str]:
    where, back, clauses = chart.title.partition(" back, ")
    if not back or "says how far" in chart.title:
        return
    since, short = int("one step back" in clauses), short_labels([*flows])
    for clause in clauses.split("; "):
        names, has, rest = re.split(r" (has|have) ", clause, maxsplit=1)
        for whole, flow in flows.items():
            label = short[whole]
            if not re.search(rf"(?:^|, | and )(?:the )?{re.escape(label)}(?=$|, | and )", names):
                continue
            truth = truth_of(flow, since) if flow.recording.seq_len > since else truth_of(flow)
            if where != steps(truth.length):
                yield f"{label} is read over {truth.length} steps"
            said = re.match(LEFT, rest)
            if said and not agrees(said[1], truth.kept):
                yield f"{label} has {truth.kept:.4g}"
            if (has == "has") != (" and " not in names.replace(label, "")):
                yield f"{has} for {names}"
            words = {"underflowed": 0.0, "exactly nothing": 0.0, "been cut": 0.0, "overflowed": np.inf}
            gone = next((kept for word, kept in words.items() if rest.startswith(word)), truth.kept)
            if gone != truth.kept:
                yield f"{label} has {truth.kept:.4g}"


def _weight_title(chart: Chart, flows: dict[str, GradientFlow]) -> Iterator[str]:
    found = re.search(rf"In (.*), 90% of the weight gradient comes from the (last|first) (?:{COUNT}|step)", chart.title)
    if found:
        label = max((label for label in flows if found[1].startswith(label)), key=len)
        weights = np.array(chart.table[f"{label}: contribution to the weight gradient"], float)
        order = weights[::-1] if found[2] == "last" else weights
        count = round(float((found[3] or "1").replace(",", "")))
        if order[:count].sum() < 0.9 * order.sum() * (1 - 1e-9) or order[: count - 1].sum() >= 0.9 * order.sum():
            yield f"nine tenths are not in the {found[2]} {count}"
    for label, flow in flows.items():
        norms = np.sqrt(sum(np.square(part.astype(np.longdouble)) for part in flow.weight_norms.values()))
        alive = np.isfinite(flow.recording.state).all((0, 2, 3))
        if (
            alive.any()
            and np.median(norms[:, alive], axis=1).max() > 0
            and f"{label}: no weight gradient" in chart.summary
        ):
            yield f"{label} has a weight gradient"


def _step_title(chart: Chart, flows: dict[str, GradientFlow]) -> Iterator[str]:
    said = re.search(rf"One step of (.*) can (?:stretch|at best).*? (?:to|at) {AMOUNT} (?:of )?its size", chart.title)
    if said and flows[said[1]].recording.weights.seeds <= 4:  # the view takes the first four only
        with np.errstate(all="ignore"):
            matrices = few_steps(flows[said[1]].recording).matrices.astype(np.float64)
        largest = np.linalg.norm(matrices[np.isfinite(matrices).all((-1, -2))], 2, (-2, -1)).max()
        if not agrees(said[2], float(largest)):
            yield f"a step of {said[1]} stretches to {largest:.4g}"


def _path_title(chart: Chart, flows: dict[str, GradientFlow]) -> Iterator[str]:
    for label, flow in flows.items():
        said = re.search(rf"(?<!\w){re.escape(label)}: {LEFT} arrives", chart.summary.replace(" 1 in ", " 1 part in "))
        if said and not agrees(said[1], truth_of(flow).kept):
            yield f"{truth_of(flow).kept:.4g} of {label} arrives"
        straight = re.search(rf"(?<!\w){re.escape(label)}: [^;.]*; {AMOUNT} of what arrives", chart.summary)
        if straight and not agrees(straight[1], float(np.nanmedian(flow.detour_shares(4)[0, 0]))):
            yield f"{label}'s share of the leak alone is {np.nanmedian(flow.detour_shares(4)[0, 0]):.4g}"


def _interference_words(experiment: Experiment, chance: np.random.Generator) -> Iterator[str]:
    """The first cell with a random hold, reset and cut."""
    cell = experiment.cells[0]
    run = run_experiment(experiment)[0]
    plain, length = run.flow.recording, run.flow.recording.seq_len
    gates = find_cell(cell).gate_ranges
    step = int(chance.integers(1, length + 1))
    holds = [(name, float(low) if np.isfinite(low) else 0.0) for name, (low, _) in gates.items()]
    clamps = [Clamp(*hold, step) for hold in holds[:1]]
    resets = [step] if chance.random() < 0.3 else []
    touched = record(cell, plain.weights, plain.inputs, clamps=clamps, resets=resets)
    cuts = [step] if chance.random() < 0.3 else []
    pair = gradient_flow(touched, cuts=cuts, loss=experiment.loss), run.flow
    try:
        chart = interference_chart(compare_runs(*pair, label="X"))
    except GruvizError:
        return
    wrong = [*wrong_everywhere(chart.title), *wrong_everywhere(chart.summary)]
    before, now = truth_of(run.flow).kept, truth_of(pair[0]).kept
    said = re.search(rf"before the loss is {AMOUNT} (?:of )?what it was", chart.title)
    if said and not agrees(said[1], now / before):
        wrong.append(f"it is {now / before:.4g}")
    if "cut" in chart.title and not cuts and not resets:
        wrong.append("nothing was cut")
    yield from (f"interference: {one}: {chart.title} | {chart.summary}" for one in wrong)
    title = heatmap_chart(touched, label="X").title
    yield from (f"gates: {one}: {title}" for one in wrong_everywhere(title))
    if np.isnan(unit_memory(touched).time_constant).any() and find_cell(cell).leak:
        yield f"units: no time constant: {cell}"


def main(count: int, seed: int) -> int:
    """Try so many experiments; the number of findings."""
    began, found = time.perf_counter(), 0
    for number in range(count):
        chance = np.random.default_rng([seed, number])
        experiment = draw(chance)
        try:
            wrong = list(findings(experiment, chance))
        except GruvizError as refused:
            wrong = [] if "memory" in str(refused) else [f"refused: {refused}"]
        except Exception as error:
            wrong = [f"broke: {error!r}"]
        found += len(wrong)
        for one in wrong:
            print(f"{number}: {one}\n    {experiment}", flush=True)
        if number % 50 == 49:
            print(f"{number + 1} of {count}", file=sys.stderr, flush=True)
    print(f"{found} findings in {count} experiments, {time.perf_counter() - began:.0f} s")
    return found


if __name__ == "__main__":
    arguments: list[Any] = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*arguments, *(2000, 0)[len(arguments) :]) > 0)
