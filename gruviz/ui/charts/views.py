"""From an experiment to finished charts: computed once for equal settings, a few at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gruviz.engine.gradients import GradientFlow
from gruviz.engine.jacobians import gradient_matrix
from gruviz.engine.records import Recording
from gruviz.experiments.run import Run, run_experiment, single_runs, unheard
from gruviz.experiments.settings import Experiment
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.gradients.collapse import collapse_chart
from gruviz.figures.gradients.decay import decay_chart, decay_line
from gruviz.figures.gradients.eigenvalues import eigenvalue_chart, eigenvalues
from gruviz.figures.gradients.ellipses import ellipse_chart, ellipses
from gruviz.figures.gradients.fates import Line
from gruviz.figures.gradients.gates_and_states import heatmap_chart
from gruviz.figures.gradients.matrix import matrix_chart
from gruviz.figures.gradients.river import river_chart
from gruviz.figures.gradients.singular import few_steps, spectra
from gruviz.figures.gradients.streams import streams
from gruviz.figures.gradients.weight_attribution import attribution_chart, attributions
from gruviz.ui.caching import shared

Flows = Mapping[str, GradientFlow]
"""By label."""


@dataclass(frozen=True)
class View:
    """What to draw of an experiment.

    Args:
        charts: Makes the charts: one of `VIEWS`, or a page's own.
        experiment: The settings.
        state: For the decay: "state" for all states together, or the name of one.
        theory: For the decay: which lines of theory are drawn, "bound" (Pascanu) and "mean_field".
        scale: For decay and paths: "log" or "linear".
        on_run: Called with runs done and in all; plays no part in equality.
    """

    charts: "Callable[[View], list[Chart]]"
    experiment: Experiment
    state: str = "state"
    theory: tuple[str, ...] = ()
    scale: str = "log"
    on_run: Callable[[int, int], None] = field(default=unheard, compare=False, hash=False)


@dataclass(frozen=True, eq=False)
class Rendering:
    """A chart and its figure as JSON, made once."""

    chart: Chart
    json: str

    @classmethod
    def of(cls, chart: Chart) -> "Rendering":
        """Make the figure's JSON."""
        return cls(chart, chart.figure.to_json(remove_uids=False))  # by them a browser knows a trace again


@shared(32)
def draw(view: View) -> tuple[Rendering, ...]:
    """Compute a view; equal views share the result, among all sessions."""
    return tuple(Rendering.of(chart) for chart in view.charts(view))


def _decay(view: View) -> list[Chart]:
    runs = single_runs(view.experiment)
    lines = []
    for done, (experiment, is_reference) in enumerate(runs):
        view.on_run(done, len(runs))
        lines.append(_line(experiment, is_reference, view.state, view.theory))
    return [decay_chart(lines, scale=view.scale)]


@shared(512)
def _line(experiment: Experiment, is_reference: bool, state: str, theory: tuple[str, ...]) -> Line:
    """One curve, a few kilobytes: a control that leaves a run as it was computes it no second time."""
    [run] = run_experiment(experiment)
    bound, mean_field = (name in theory for name in ("bound", "mean_field"))
    return decay_line(run.label, run.flow, is_reference=is_reference, state=state, bound=bound, mean_field=mean_field)


def path_charts(flows: Flows, references: Sequence[str] = (), scale: str = "log") -> list[Chart]:
    """The gradient as a stream, in the colours of the ways that it takes."""
    sample = Sample.of(next(iter(flows.values())).recording)
    return [river_chart(streams(flows, references=references), sample, scale=scale)]


def _breakdowns(runs: Mapping[str, Recording]) -> dict[str, str]:
    """Where the states of runs stop being numbers, in words, by label; only for those of which most do."""
    found = {label: run.breakdown for label, run in runs.items()}
    return {label: one.words for label, one in found.items() if one and one.is_typical}


def step_charts(flows: Flows, references: Sequence[str] = ()) -> list[Chart]:
    """What one step does, what many do together, and where the eigenvalues of steps lie."""
    recordings = {label: flow.recording for label, flow in flows.items()}
    stretches, products = spectra({label: few_steps(run) for label, run in recordings.items()}), ellipses(recordings)
    return [
        ellipse_chart(products, stretches),
        collapse_chart(products),
        eigenvalue_chart(eigenvalues(recordings)),
    ]


def weight_charts(flows: Flows, references: Sequence[str] = ()) -> list[Chart]:
    """The weight gradient by step."""
    return [attribution_chart(attributions(flows, references=references))]


def gate_charts(flows: Flows) -> list[Chart]:
    """Gates and states of the first seed of each."""
    return [heatmap_chart(flow.recording, label=label) for label, flow in flows.items()]


def _paths(view: View) -> list[Chart]:
    runs = _runs(view)
    return path_charts({run.label: run.flow for run in runs}, _references(runs), view.scale)


def _steps(view: View) -> list[Chart]:
    return step_charts(_flows(replace(view, experiment=_few_seeds(view.experiment))))


def _weights(view: View) -> list[Chart]:
    runs = _runs(view)
    return weight_charts({run.label: run.flow for run in runs}, _references(runs))


def _matrix(view: View) -> list[Chart]:
    few = replace(view, experiment=_few_seeds(view.experiment))
    found = _runs(few)
    runs = {run.label: run.flow.recording for run in found}
    matrices = {label: gradient_matrix(run) for label, run in runs.items()}
    return [matrix_chart(matrices, Sample(few.experiment.seeds), _breakdowns(runs), _references(found))]


def _gates(view: View) -> list[Chart]:
    one = replace(view, experiment=replace(view.experiment, seeds=1, reference=False))
    return gate_charts(_flows(one))


VIEWS: dict[str, Callable[[View], list[Chart]]] = {
    "decay": _decay,
    "paths": _paths,
    "steps": _steps,
    "weights": _weights,
    "matrix": _matrix,
    "gates": _gates,
}
"""By key of the view in the laboratory."""

FEW = 4
"""Seeds used where every step's matrix or every pair of steps is computed."""


def _few_seeds(experiment: Experiment) -> Experiment:
    return replace(experiment, seeds=min(FEW, experiment.seeds))


def _runs(view: View) -> list[Run]:
    return run_experiment(view.experiment, on_run=view.on_run)


def _references(runs: Sequence[Run]) -> list[str]:
    return [run.label for run in runs if run.is_reference]


def _flows(view: View) -> dict[str, GradientFlow]:
    return {run.label: run.flow for run in _runs(view)}
