"""The claims of the text, one class each: the sentence, its verdict, and the evidence on the page."""

from collections.abc import Mapping

import streamlit as st

from gruviz.applications.offered import LABELS, OFFERED
from gruviz.applications.results import ApplicationResult
from gruviz.comparison.claims import (
    OPEN,
    Verdict,
    as_good,
    faster_training,
    fewer_parameters,
    less_computation,
    simpler,
)
from gruviz.comparison.costs import Costs, structure
from gruviz.comparison.published import PUBLISHED
from gruviz.comparison.scoreboard import load_scoreboard
from gruviz.comparison.writing import measure_writing
from gruviz.engine.cells import CELLS
from gruviz.figures.comparison.costs import budget_chart, computation_chart, cost_curves, parameter_chart
from gruviz.figures.comparison.published import published_chart
from gruviz.figures.comparison.scoreboard import scoreboard_chart
from gruviz.figures.comparison.structure import structure_chart
from gruviz.figures.comparison.writing import writing_chart
from gruviz.models.shipped import applications_record
from gruviz.server_runs import measurements
from gruviz.tasks import METRICS, find_task
from gruviz.ui.charts.card import view_cards
from gruviz.ui.charts.views import View
from gruviz.ui.compare.claim import Claim, claim_card
from gruviz.ui.compare.controls import chosen_cells, experiment_from, speed_config_from, stack_from
from gruviz.ui.compare.gates import GatesToday
from gruviz.ui.compare.memory import (
    carry_charts,
    carry_sketch,
    carry_verdict,
    half_life_charts,
    memory_sketch,
    memory_verdict,
)
from gruviz.ui.compare.sketches import Sketch, bars, leads, nothing_yet
from gruviz.ui.compare.speed import differences, earlier, milliseconds, speed_view
from gruviz.ui.controls.custom_cell import cell_keys, formula_lines
from gruviz.ui.controls.kinds import Values
from gruviz.wording import power

USUAL = ("rnn", "gru", "lstm")
"""The cells that the claims are about."""


class Parameters(Claim):
    """Counted from the equations."""

    sentence = "A GRU has fewer parameters than an LSTM."
    short = "A GRU has fewer parameters"

    def verdict(self, values: Values) -> Verdict:
        stack = stack_from(values)
        gru, lstm = (stack.costs(cell, values["units"]) for cell in ("gru", "lstm"))
        return fewer_parameters(gru, lstm, stack.equal_budget("gru", lstm.parameters))

    def sketch(self, values: Values) -> Sketch:
        return bars([(cell, one.parameters, f"{one.parameters:,}") for cell, one in _usual(values)], "Parameters")

    def show(self, values: Values) -> None:
        stack = stack_from(values)
        claim_card("parameters_0", parameter_chart(cost_curves(chosen_cells(values), stack, values["units"]), stack))

    def show_more(self, values: Values) -> None:
        stack, cells = stack_from(values), chosen_cells(values)
        [budget] = cell_keys([values["budget"]], values)
        claim_card("parameters_1", budget_chart(cells, stack, stack.costs(budget, values["units"])))


class Computation(Claim):
    """Counted from the equations."""

    sentence = "A GRU needs less computation and memory."
    short = "A GRU computes and stores less"

    def verdict(self, values: Values) -> Verdict:
        stack = stack_from(values)
        return less_computation(*(stack.costs(cell, values["units"]) for cell in ("gru", "lstm")))

    def sketch(self, values: Values) -> Sketch:
        counts = [(cell, one.multiply_adds, f"{one.multiply_adds:,}") for cell, one in _usual(values)]
        return bars(counts, "Multiplications a step")

    def show(self, values: Values) -> None:
        stack = stack_from(values)
        claim_card("computation_0", computation_chart(cost_curves(chosen_cells(values), stack, values["units"]), stack))


class Speed(Claim):
    """Measured on the server, once somebody has asked for it."""

    sentence = "A GRU is faster to train."
    short = "A GRU trains faster"

    def verdict(self, values: Values) -> Verdict:
        config = speed_config_from(values)
        job = measurements().existing(config)
        verdict = faster_training(config, job.events if job and job.status == "finished" else ())
        other = earlier(config)
        if verdict.word != OPEN or other is None:
            return verdict
        return Verdict(OPEN, verdict.because, f"What was measured before was with {differences(other.config, config)}.")

    def sketch(self, values: Values) -> Sketch:
        found = milliseconds(speed_config_from(values))
        if not found:
            return nothing_yet()
        return bars([(cell, time, f"{power(time)} ms") for cell, time in found.items()], "A training step in PyTorch")

    def show(self, values: Values) -> None:
        speed_view(speed_config_from(values))


class Simplicity(Claim):
    """Read off the equations."""

    sentence = "A GRU is simpler than an LSTM."
    short = "A GRU is simpler"

    def verdict(self, values: Values) -> Verdict:
        return simpler(structure("gru"), structure("lstm"))

    def sketch(self, values: Values) -> Sketch:
        counts = [(cell, structure(cell).equations) for cell in USUAL]
        return bars([(cell, count, str(count)) for cell, count in counts], "Equations")

    def show(self, values: Values) -> None:
        claim_card("simplicity_0", structure_chart([structure(cell) for cell in chosen_cells(values)]))

    def show_more(self, values: Values) -> None:
        with st.container(key="equations_compare"):
            for column, cell in zip(st.columns(3), USUAL, strict=True):
                equations = (equation.latex for equation in CELLS[cell].equations)
                column.markdown(f"**{CELLS[cell].title}**  \n{formula_lines(equations)}")


class Benchmarks(Claim):
    """Published by others, and measured by us on small tasks and on the applications."""

    sentence = "A GRU does as well as an LSTM, or better, on several benchmarks."
    short = "A GRU does as well as an LSTM"

    def verdict(self, values: Values) -> Verdict:
        return as_good(PUBLISHED, load_scoreboard())

    def sketch(self, values: Values) -> Sketch:
        return leads(PUBLISHED)

    def show(self, values: Values) -> None:
        claim_card("benchmarks_0", published_chart(PUBLISHED))

    def show_more(self, values: Values) -> None:
        claim_card("benchmarks_1", scoreboard_chart(load_scoreboard().of(values["cells"])))
        st.markdown("**The applications' shipped models**")
        st.dataframe(_application_table(), hide_index=True)
        seeds = sorted({len(told["seeds"]) for told in applications_record().values()})
        st.caption(
            f"Medians of {' or '.join(map(str, seeds))} seeds and their range, on what is held out; settings, "
            "baselines and the models themselves are on the page Applications."
        )


class LongMemory(Claim):
    """Measured in runs from many starts."""

    sentence = "A GRU remembers over long times, where an RNN forgets."
    short = "A GRU remembers longer than an RNN"

    def verdict(self, values: Values) -> Verdict:
        return memory_verdict(experiment_from(values, ("rnn", "gru")))

    def sketch(self, values: Values) -> Sketch:
        return memory_sketch(experiment_from(values, ("rnn", "gru")))

    def show(self, values: Values) -> None:
        view_cards(View(half_life_charts, experiment_from(values, chosen_cells(values))), key="compare_memory")


class CarryOrWrite(Claim):
    """Measured in runs of a GRU."""

    sentence = "The update gate weighs the old state against the new input."
    short = "One gate weighs old against new"

    def verdict(self, values: Values) -> Verdict:
        return carry_verdict(experiment_from(values, ("gru",)))

    def sketch(self, values: Values) -> Sketch:
        return carry_sketch(experiment_from(values, ("gru",)))

    def show(self, values: Values) -> None:
        view_cards(View(carry_charts, experiment_from(values, ("gru",))), key="compare_carry")

    def show_more(self, values: Values) -> None:
        claim_card("carry_1", writing_chart(measure_writing(values["seq_len"])))


CLAIMS: Mapping[str, Claim] = {
    "parameters": Parameters(),
    "computation": Computation(),
    "speed": Speed(),
    "simplicity": Simplicity(),
    "benchmarks": Benchmarks(),
    "memory": LongMemory(),
    "carry": CarryOrWrite(),
    "gates": GatesToday(),
}
"""By key of the view, in the order of the text."""


def _usual(values: Values) -> list[tuple[str, Costs]]:
    """What RNN, GRU and LSTM cost."""
    stack = stack_from(values)
    return [(cell, stack.costs(cell, values["units"])) for cell in USUAL]


def _application_table() -> dict[str, list[str]]:
    """What the shipped models of the applications reached, by cell, and the rule to beat."""
    table: dict[str, list[str]] = {name: [] for name in ("application", "metric", "RNN", "GRU", "LSTM", "rule to beat")}
    for name, config in OFFERED.items():
        record, metric = applications_record()[name], METRICS[find_task(config.task).metric]
        table["application"].append(LABELS[name])
        table["metric"].append(record["metric"])
        for title in ("RNN", "GRU", "LSTM"):
            [scores] = [scores for label, scores in record["measured"].items() if label.startswith(title)]
            table[title].append(ApplicationResult(title, tuple(scores)).words(metric))
        rule, value = next(iter(record["baselines"].items()))
        table["rule to beat"].append(f"{metric.words(value)} ({rule})")
    return table
