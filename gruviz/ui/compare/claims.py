"""The claims of the text on the page: what it says, whether that holds, and the evidence."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import streamlit as st

from gruviz.applications.offered import LABELS, OFFERED
from gruviz.applications.results import ApplicationResult
from gruviz.comparison.claims import (
    FAILS,
    HOLDS,
    OPEN,
    PARTLY,
    Verdict,
    as_good,
    carry_and_write,
    faster_training,
    fewer_parameters,
    less_computation,
    long_memory,
    simpler,
)
from gruviz.comparison.costs import structure
from gruviz.comparison.memory import carry_against_write, memories
from gruviz.comparison.published import PUBLISHED
from gruviz.comparison.scoreboard import load_scoreboard
from gruviz.engine.cells import CELLS
from gruviz.experiments.settings import Experiment
from gruviz.figures.comparison.costs import budget_chart, computation_chart, cost_curves, parameter_chart
from gruviz.figures.comparison.published import published_chart
from gruviz.figures.comparison.scoreboard import scoreboard_chart
from gruviz.figures.comparison.structure import structure_chart
from gruviz.jobs.server_runs import measurements
from gruviz.models.shipped import applications_record
from gruviz.tasks import METRICS, find_task
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.views import Rendering, View, draw
from gruviz.ui.compare.controls import experiment_from, speed_config_from, stack_from
from gruviz.ui.compare.speed import speed_view
from gruviz.ui.controls.kinds import Values
from gruviz.ui.controls.own_cell import own_keys
from gruviz.ui.markdown import literal
from gruviz.ui.progress import progress_line
from gruviz.validation import GruvizError

MARKS = {HOLDS: "✓", PARTLY: "◐", FAILS: "✗", OPEN: "…"}


class Claim(NamedTuple):
    """One claim.

    Args:
        says: What the text says, in our words.
        verdict: From the page's values; cheap, or computed once for equal settings.
        show: Draws the evidence.
    """

    says: str
    verdict: Callable[[Values], Verdict]
    show: Callable[[Values], None]


def overview(values: Values) -> Mapping[str, Verdict]:
    """A table of all claims and their verdicts. Returns the verdicts, by view."""
    rows = ["| The text says | Verdict | Because |", "|:--|:--|:--|"]
    verdicts = {view: verdict_of(claim, values) for view, claim in CLAIMS.items()}
    for view, claim in CLAIMS.items():
        verdict = verdicts[view]
        rows.append(f"| {literal(claim.says)} | {_word(verdict)} | {literal(verdict.because)} |")
    with st.container(key="compare_overview"):
        st.markdown("\n".join(rows))
    return verdicts


def evidence(values: Values, verdict: Verdict) -> None:
    """The chosen claim, its verdict as the overview has it, and what it rests on.

    Raises:
        GruvizError: If the settings allow none.
    """
    claim = CLAIMS[values["view"]]
    with st.container(border=True, key="compare_verdict"):
        st.markdown(f"The text says: {literal(claim.says)}")
        st.markdown(f"{_word(verdict)}, because {literal(verdict.because)}.")
    claim.show(values)
    if verdict_of(claim, values) != verdict:
        st.rerun()  # a measurement has ended while this page was drawn


def verdict_of(claim: Claim, values: Values) -> Verdict:
    """A verdict; settings that allow none are told in its place."""
    try:
        return claim.verdict(values)
    except GruvizError as error:
        return Verdict(OPEN, str(error).removesuffix("."))


def _word(verdict: Verdict) -> str:
    return f"**{MARKS[verdict.word]} {verdict.word}**"


def _cards(pictures: Iterable[Rendering], view: str) -> None:
    for i, picture in enumerate(pictures):
        chart_card(picture, key=f"compare_{view}_{i}")


def _parameters(values: Values) -> Verdict:
    stack = stack_from(values)
    gru, lstm = (stack.costs(cell, values["units"]) for cell in ("gru", "lstm"))
    return fewer_parameters(gru, lstm, stack.equal_budget("gru", lstm.parameters))


def _show_parameters(values: Values) -> None:
    stack, cells, H = stack_from(values), own_keys(values["cells"], values), values["units"]
    [budget] = own_keys([values["budget"]], values)
    curves = parameter_chart(cost_curves(cells, stack, H), stack)
    budgets = budget_chart(cells, stack, stack.costs(budget, H))
    _cards(map(Rendering.of, (curves, budgets)), "parameters")


def _computation(values: Values) -> Verdict:
    stack = stack_from(values)
    return less_computation(*(stack.costs(cell, values["units"]) for cell in ("gru", "lstm")))


def _show_computation(values: Values) -> None:
    stack, cells = stack_from(values), own_keys(values["cells"], values)
    chart = computation_chart(cost_curves(cells, stack, values["units"]), stack)
    _cards([Rendering.of(chart)], "computation")


def _speed(values: Values) -> Verdict:
    config = speed_config_from(values)
    job = measurements().here(config)
    return faster_training(config, job.events if job and job.status == "finished" else ())


def _show_speed(values: Values) -> None:
    speed_view(speed_config_from(values))


def _simplicity(values: Values) -> Verdict:
    return simpler(structure("gru"), structure("lstm"))


def _show_simplicity(values: Values) -> None:
    found = [structure(cell) for cell in own_keys(values["cells"], values)]
    _cards([Rendering.of(structure_chart(found))], "simplicity")
    for column, cell in zip(st.columns(3), ("rnn", "gru", "lstm"), strict=True):
        lines = r" \\ ".join(equation.latex.replace(" = ", " &= ", 1) for equation in CELLS[cell].equations)
        with column:
            st.markdown(f"**{CELLS[cell].title}**")
            st.latex(rf"\begin{{aligned}}{lines}\end{{aligned}}")


def _benchmarks(values: Values) -> Verdict:
    return as_good(PUBLISHED, load_scoreboard())


def _show_benchmarks(values: Values) -> None:
    charts = (published_chart(PUBLISHED), scoreboard_chart(load_scoreboard()))
    _cards(map(Rendering.of, charts), "benchmarks")
    st.markdown("**The applications' shipped models**")
    st.dataframe(_applications(), hide_index=True)
    seeds = len(next(iter(applications_record().values()))["seeds"])
    st.caption(
        f"Medians of {seeds} seeds and their range, on what is held out; settings, baselines and the models themselves "
        "are on the page Applications."
    )


def _applications() -> dict[str, list[str]]:
    """What the shipped models of the applications reached, by cell, and the rule to beat."""
    table: dict[str, list[str]] = {name: [] for name in ("application", "metric", "RNN", "GRU", "LSTM", "rule to beat")}
    for name, config in OFFERED.items():
        told, metric = applications_record()[name], METRICS[find_task(config.task).metric]
        table["application"].append(LABELS[name])
        table["metric"].append(told["metric"])
        for title in ("RNN", "GRU", "LSTM"):
            [scores] = [scores for label, scores in told["measured"].items() if label.startswith(title)]
            table[title].append(ApplicationResult(title, tuple(scores)).said(metric))
        rule, value = next(iter(told["baselines"].items()))
        table["rule to beat"].append(f"{metric.said(value)} ({rule})")
    return table


def _memory(values: Values) -> Verdict:
    return _memory_of(experiment_from(values, ("rnn", "gru")))


@shared(64)
def _memory_of(experiment: Experiment) -> Verdict:
    return long_memory(memories(experiment))


def _carry(values: Values) -> Verdict:
    return _carry_of(experiment_from(values, ("gru",)))


@shared(64)
def _carry_of(experiment: Experiment) -> Verdict:
    return carry_and_write(carry_against_write(experiment))


def _show_runs(values: Values) -> None:
    view = values["view"]
    cells = ["gru"] if view == "carry" else values["cells"]
    with progress_line() as on_run:
        pictures = draw(View(view, experiment_from(values, cells), on_run=on_run))
    _cards(pictures, view)


CLAIMS: Mapping[str, Claim] = {
    "parameters": Claim("A GRU has fewer parameters than an LSTM.", _parameters, _show_parameters),
    "computation": Claim("A GRU needs less computation and memory.", _computation, _show_computation),
    "speed": Claim("A GRU is faster to train.", _speed, _show_speed),
    "simplicity": Claim("A GRU is simpler than an LSTM.", _simplicity, _show_simplicity),
    "benchmarks": Claim(
        "A GRU does as well as an LSTM, or better, on several benchmarks.", _benchmarks, _show_benchmarks
    ),
    "memory": Claim("A GRU remembers over long times, where an RNN forgets.", _memory, _show_runs),
    "carry": Claim("The update gate weighs the old state against the new input.", _carry, _show_runs),
}
"""By key of the view."""
