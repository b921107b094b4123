"""Pictures above the text of a step: of what a network is, before anything is measured."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.figures.drawing.palette import PATH_COLORS, cell_color
from gruviz.lesson import LessonStep
from gruviz.ui.caching import shared
from gruviz.ui.charts.component import component
from gruviz.ui.controls.panel import Panel
from gruviz.ui.inside.picture import cell_picture
from gruviz.ui.walkthrough.controls import experiment_of
from gruviz.wording import left, power

Picture = Callable[[Panel, LessonStep], None]
"""Draws itself into the container that is open."""

KEY = "walkthrough_picture"
SHOWN = 5
"""Steps back from the loss that the chain shows."""
STATES = (0.1, 0.9)
"""Of the two units whose slope is shown."""
EXAMPLE = {"old": 0.8, "candidate": -0.4}
"""What is mixed."""
LOOP = (
    "Schematic. Left: a box, the state, whose output comes back to it through U, and an input through W. Right: the "
    "same network step after step, four boxes in a row, each with the same U and the same W."
)
SLOPE = (
    "The curve h = tanh a with two tangents: where h is {states[0]} its slope is {slopes[0]}, where h is {states[1]} "
    "it is {slopes[1]}."
)


def draw_picture(panel: Panel, step: LessonStep) -> None:
    """Draw the picture of a step, if it has one."""
    if step.picture in PICTURES:
        PICTURES[step.picture](panel, step)


def _loop(panel: Panel, step: LessonStep) -> None:
    """The loop, and the same network step after step; schematic."""
    cell = experiment_of(step, panel.values).cells[0]
    _draw("loop", 145, {"color": cell_color(cell), "told": LOOP})


def _chain(panel: Panel, step: LessonStep) -> None:
    """An arrow that goes back from the loss, as wide as what is left: factors of the step's own run."""
    _draw("chain", 130, chain(experiment_of(step, panel.values)))


def _slope(panel: Panel, step: LessonStep) -> None:
    """The slope of tanh near 0 and near 1; exact."""
    slopes = [power(1 - h * h) for h in STATES]
    told = SLOPE.format(states=STATES, slopes=slopes)
    _draw("slope", 145, {"states": STATES, "color": cell_color("rnn"), "told": told})


def _mix(panel: Panel, step: LessonStep) -> None:
    """A slider between keep and write; the numbers that are mixed are examples."""
    words = {
        "label": "Update gate z, from 0, keep, to 1, write",
        "told": "A bar of two parts, as long as their weights",
    }
    _draw("mix", 125, {**EXAMPLE, **words, "colors": [PATH_COLORS["leak"], PATH_COLORS["candidate"]]})


def _cell(panel: Panel, step: LessonStep) -> None:
    """The cell as Inside the cell draws it."""
    cell_picture(experiment_of(step, panel.values), key=f"{KEY}_cell", height=194)


@shared(64)
def chain(experiment: Experiment) -> dict[str, Any]:
    """What the chain shows: the factor of each of the last steps, and their running product.

    Medians over the networks of the first run, as in the chart.
    """
    run = run_experiment(experiment)[0]
    shares = [float(share) for share in run.flow.ratio().median[::-1][: SHOWN + 1]]
    factors = [after / before if before > 0 else 0.0 for before, after in pairwise(shares)]
    products = [{"left": share, "words": left(share)} for share in shares[1:]]
    told = "; ".join(f"× {power(f)}, {one['words']} left" for f, one in zip(factors, products, strict=True))
    return {
        "factors": [{"words": power(factor)} for factor in factors],
        "products": products,
        "marks": ["T", *(f"T−{k}" for k in range(1, len(shares)))],
        "color": cell_color(run.cell),
        "told": f"Back from the loss, step by step: {told}.",
    }


def _draw(kind: str, height: int, data: Mapping[str, Any]) -> None:
    component("pictures", key=f"{KEY}_{kind}", height=height, data={"kind": kind, **data})


PICTURES: Mapping[str, Picture] = {
    "loop": _loop,
    "chain": _chain,
    "slope": _slope,
    "mix": _mix,
    **dict.fromkeys(("gru", "lstm"), _cell),
}
"""By the name that a step's header gives."""
