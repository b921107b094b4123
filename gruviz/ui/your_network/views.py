"""The views of the laboratory, of a layer as it is beside the same layer freshly started."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from gruviz.closeup.reading import last_steps
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.engine.gradients import GradientFlow
from gruviz.engine.jacobians import gradient_matrix
from gruviz.engine.records import Recording
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.gradients.decay import decay_chart, decay_line
from gruviz.figures.gradients.matrix import matrix_chart
from gruviz.ui.charts.views import gate_charts, path_charts, step_charts, weight_charts
from gruviz.ui.your_network.diagnosis import Diagnosis
from gruviz.ui.your_network.screen import labels

Flows = Mapping[str, GradientFlow]
MOST_UNITS = {"steps": 128, "matrix": 256}
"""Units up to which a view is drawn that follows every step on its own."""
DRAWN = 128
"""Units that the map of gates and states draws at most."""
PAIRS = 8e9
"""Products that the gradients between all pairs of steps may take, elementwise ones counted a hundredfold."""


def flows_of(diagnosis: Diagnosis, place: int) -> Flows:
    """The flows through a layer as it is, and through the same one freshly started."""
    runs = (diagnosis.report.runs[place], *diagnosis.fresh[place : place + 1])
    return {label: _at_end(run) for label, run in zip(labels(diagnosis, place), runs, strict=False)}


def _at_end(run: LayerRun) -> GradientFlow:
    """The flow through a layer; also of one below another, whose loss is that of the network and read at the end."""
    return replace(run.flow, loss="last")


def has_room(view: str, recording: Recording) -> bool:
    """Whether a layer is small enough for a view."""
    return recording.weights.hidden_size <= MOST_UNITS.get(view, recording.weights.hidden_size)


def left_out(view: str, recording: Recording) -> str:
    """What a view does not draw of a large layer, in a sentence; empty where it draws all."""
    units, steps = recording.weights.hidden_size, steps_in_pairs(recording)
    if view == "gates" and units > DRAWN:
        return f"Of {units:,} units, one in {_stride(units)} is drawn."
    if view == "matrix" and steps < recording.seq_len:
        return f"The last {steps} of {recording.seq_len} steps are drawn."
    return ""


def steps_in_pairs(recording: Recording) -> int:
    """Steps of which all pairs can be followed in about a second."""
    each = recording.weights.U.size + 100 * recording.state.shape[-1]
    return min(recording.seq_len, int((PAIRS / each) ** 0.5))


def thinned(flow: GradientFlow) -> GradientFlow:
    """A flow whose recording shows as many units as a map has room for."""
    run = flow.recording
    stride = _stride(run.weights.hidden_size)
    gates, states = ({name: array[..., ::stride] for name, array in each.items()} for each in (run.gates, run.states))
    return replace(flow, recording=replace(run, gates=gates, states=states))


def _stride(units: int) -> int:
    return -(-units // DRAWN)


def _one(flows: Flows) -> dict[str, GradientFlow]:
    """One sequence of each."""
    return {label: last_steps(flow) for label, flow in flows.items()}


def _decay(flows: Flows, references: Sequence[str]) -> list[Chart]:
    return [decay_chart([decay_line(label, flow, is_reference=label in references) for label, flow in flows.items()])]


def _matrix(flows: Flows, references: Sequence[str]) -> list[Chart]:
    ends = {label: last_steps(flow, steps_in_pairs(flow.recording)) for label, flow in flows.items()}
    return [matrix_chart({label: gradient_matrix(end.recording) for label, end in ends.items()}, references=references)]


CHARTS: Mapping[str, Callable[[Flows, Sequence[str]], list[Chart]]] = {
    "decay": _decay,
    "paths": path_charts,
    "steps": lambda flows, references: step_charts(_one(flows), references),
    "weights": weight_charts,
    "matrix": _matrix,
    "gates": lambda flows, _: gate_charts({label: thinned(flow) for label, flow in _one(flows).items()}),
}
"""By view of the laboratory: charts of flows, of which those with the given labels are references."""
