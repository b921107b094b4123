"""Presets as experiments: a question each, and one line that says where to look, with the numbers of the run."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from gruviz.engine.cells import find_cell
from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.ui.caching import shared
from gruviz.ui.controls.panel import Panel
from gruviz.ui.gradient_flow.parts import part
from gruviz.wording import TWICE, left, listed, steps

Kept = Mapping[tuple[str, bool], float]
"""What is left of a gradient at the first step, by cell and whether it is PyTorch's start beside the settings."""


class Card(NamedTuple):
    """A preset as it is offered.

    Args:
        question: That it answers.
        sketch: Name of its drawing.
        look: Where to look in the first view, in words that follow the run.
    """

    question: str
    sketch: str
    look: Callable[[Experiment], str]


@shared(64)
def kept_by(experiment: Experiment) -> Kept:
    """What is left at the first step, in the median over the networks."""
    return {(run.cell, run.is_reference): run.flow.decay().kept for run in run_experiment(experiment)}


def _textbook(experiment: Experiment) -> str:
    kept = kept_by(experiment)
    return (
        f"Look at the left end: the GRU that starts out holding has {left(kept['gru', False])} of its gradient left, "
        f"a GRU as PyTorch starts it {left(kept['gru', True])}, the RNN {left(kept['rnn', False])}."
    )


def _fresh(experiment: Experiment) -> str:
    ends = listed([f"{left(kept)} in the {find_cell(cell).title}" for (cell, _), kept in kept_by(experiment).items()])
    return f"Look at the left end: {ends} is left. A gate that nobody has trained is half open, and holds nothing."


def _orthogonal(experiment: Experiment) -> str:
    kept = kept_by(experiment)
    rnn, usual = kept["rnn", False], kept["rnn", True]
    verdict = " Better, yet still next to nothing." if usual < rnn < 0.01 else ""
    return (
        f"Look at the RNN's two lines: with orthogonal weights {left(rnn)} is left, with PyTorch's "
        f"{left(usual)}.{verdict}"
    )


def _explosion(experiment: Experiment) -> str:
    kept = kept_by(experiment)
    rnn, gru = kept["rnn", False], kept["gru", False]
    rises = f"which rises to {left(rnn)} its size" if rnn > TWICE else f"of which {left(rnn)} is left"
    return (
        f"Look at the RNN's gradient, {rises} in {steps(experiment.seq_len)}. The GRU, with the same strength of "
        f"feedback, has {left(gru)} left."
    )


def _chrono(experiment: Experiment) -> str:
    kept = kept_by(experiment)
    chrono, usual = (
        listed([f"{left(kept[cell, is_reference])} in the {find_cell(cell).title}" for cell in ("gru", "lstm")])
        for is_reference in (False, True)
    )
    return (
        f"Look at the solid lines: some units forget within a few steps, others hold on. {chrono} is left; from "
        f"PyTorch's start, {usual}."
    )


def _loud(experiment: Experiment) -> str:
    loud, quiet = (kept_by(version)["rnn", False] for version in (experiment, replace(experiment, scale=1.0)))
    return (
        f"Look at the slope: {left(loud)} of the gradient is left. Turn “Input scale” down from "
        f"{experiment.scale:g} to 1, and it is {left(quiet)}."
    )


def _underflow(experiment: Experiment) -> str:
    rnn = kept_by(experiment)["rnn", False]
    if rnn == 0:
        return (
            "Look for the cross: further back, the RNN's gradient is too small for a float32 number. It is not small "
            "any more, it is zero."
        )
    return f"Look at the RNN's line: {left(rnn)} is left, and float32 can still hold that."


def _identity(experiment: Experiment) -> str:
    kept = kept_by(experiment)
    return (
        f"Look at the ReLU RNN: started from the identity it has {left(kept['irnn', False])} left, without any gate. "
        f"The tanh RNN from the same start has {left(kept['rnn', False])}."
    )


def _every(experiment: Experiment) -> str:
    kept = {find_cell(cell).title: ratio for (cell, _), ratio in kept_by(experiment).items()}
    best, worst = max(kept, key=kept.__getitem__), min(kept, key=kept.__getitem__)
    return (
        f"Look at the order of the lines at the left: the {best} has the most left ({left(kept[best])}), the {worst} "
        f"the least ({left(kept[worst])})."
    )


def _own(experiment: Experiment) -> str:
    kept = {cell: ratio for (cell, _), ratio in kept_by(experiment).items()}
    own = next(ratio for cell, ratio in kept.items() if cell != "gru")
    return (
        f"Look at your cell, whose one gate does not see the state: {left(own)} is left, in the GRU "
        f"{left(kept['gru'])}. Rebuild it under “More cells”."
    )


CARDS: Mapping[str, Card] = {
    "Textbook": Card("Why were gates invented?", "decay", _textbook),
    "Fresh from PyTorch": Card("Do gates remember by themselves?", "both", _fresh),
    "Orthogonal weights": Card("Can they save an RNN?", "orthogonal", _orthogonal),
    "Explosion": Card("Can a gradient grow?", "explode", _explosion),
    "Chrono start": Card("Can a start know how far to remember?", "chrono", _chrono),
    "Loud input": Card("What does it do to an RNN?", "loud", _loud),
    "Float32": Card("When is a gradient exactly zero?", "underflow", _underflow),
    "Identity start": Card("Does a network need gates at all?", "identity", _identity),
    "Every cell": Card("Which holds most, untrained?", "many", _every),
    "A cell of your own": Card("What if a gate is left out?", "own", _own),
}
"""By name of the preset."""

LOOK = {
    "decay": "Look at the slope: where a line is straight, every step multiplies the gradient by the same factor.",
    "paths": "Look at which way carries the gradient, and whether another one takes over further back.",
    "steps": "Look at how much one step can stretch a gradient at most, and how much it leaves of it on average.",
    "weights": "Look at how many of the last steps are enough to make up most of the gradient.",
    "matrix": "Look at how far each row reaches to the left of the diagonal: so far back that loss is heard.",
    "gates": "Look for long stretches of one colour along a row: there a unit stays as it is.",
}
"""Where to look in a view, whatever the run."""
LINEAR = "Look at what lies flat on the floor: on this scale you see what learning sees of it."
EVERY = "Look twice: every step has a loss of its own here, and how high a line stays says nothing about memory."


def experiment_cards(panel: Panel) -> None:
    """Draw the strip of experiments; the one whose settings are on the page is lit."""
    presets = panel.presets()

    def choose(name: str) -> None:
        for control, value in presets.get(name, {}).items():
            panel.set(control, value)

    if presets:
        cards = [{"name": name, "question": CARDS[name].question, "icon": CARDS[name].sketch} for name in presets]
        data = {"label": "Experiments", "cards": cards, "lit": panel.lit()}
        part("experiments", data, key=panel.key("experiments"), on_choice=choose)


def look_line(panel: Panel, experiment: Experiment) -> str:
    """Where to look: of the lit experiment in the first view, else of the view."""
    view, lit = panel.values["view"], panel.lit()
    if view != "decay":
        return LOOK[view]
    if experiment.loss == "every":
        return EVERY
    if panel.values["axis"] == "linear":
        return LINEAR
    return LOOK[view] if lit is None else CARDS[lit].look(experiment)
