"""What the runs of the claims on memory show: half-lives, and carrying against writing."""

from gruviz.comparison.claims import Verdict, carry_and_write, long_memory
from gruviz.comparison.memory import carry_by_lag, memories
from gruviz.experiments.settings import Experiment
from gruviz.figures.comparison.carry import carry_chart
from gruviz.figures.comparison.half_lives import half_life_chart
from gruviz.figures.drawing.chart import Chart
from gruviz.ui.caching import shared
from gruviz.ui.charts.views import View
from gruviz.ui.compare.sketches import Sketch, best_biases, half_lives


def half_life_charts(view: View) -> list[Chart]:
    """How far back each cell of an experiment remembers."""
    return [half_life_chart(memories(view.experiment, on_run=view.on_run))]


def carry_charts(view: View) -> list[Chart]:
    """What a GRU carries and writes at each bias of its update gate."""
    return [carry_chart(carry_by_lag(view.experiment))]


@shared(64)
def memory_verdict(experiment: Experiment) -> Verdict:
    """Whether a GRU remembers longer than an RNN; both are in the experiment."""
    return long_memory(memories(experiment))


@shared(64)
def carry_verdict(experiment: Experiment) -> Verdict:
    """Whether the update gate weighs the old state against the new input."""
    return carry_and_write(carry_by_lag(experiment))


@shared(64)
def memory_sketch(experiment: Experiment) -> Sketch:
    """How long RNN and GRU remember, in a few strokes."""
    return half_lives(memories(experiment))


@shared(64)
def carry_sketch(experiment: Experiment) -> Sketch:
    """The best gate bias over the distance, in a few strokes."""
    return best_biases(carry_by_lag(experiment))
