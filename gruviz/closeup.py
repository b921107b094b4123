"""A close-up: one network on one sequence, as it is and as interventions change it."""

from dataclasses import dataclass

import numpy as np

from gruviz.cells import find_cell
from gruviz.config import Experiment
from gruviz.experiment import run_label
from gruviz.gradients import GradientFlow, gradient_flow
from gruviz.initialisation import init_weights
from gruviz.interventions import NOTHING, Interventions
from gruviz.recording import record
from gruviz.records import Weights
from gruviz.validation import InvalidValue


@dataclass(frozen=True)
class Closeup:
    """What is followed step by step.

    Args:
        experiment: One cell and one seed; `reference` plays no part.
        interventions: What is done to the run.

    Raises:
        GruvizError: If the experiment has several cells or seeds.
    """

    experiment: Experiment
    interventions: Interventions = NOTHING

    def __post_init__(self) -> None:
        if len(self.experiment.cells) != 1:
            raise InvalidValue("cells", self.experiment.cells, "one cell")
        if self.experiment.seeds != 1:
            raise InvalidValue("seeds", self.experiment.seeds, "1")

    @property
    def cell(self) -> str:
        """Registry key."""
        return self.experiment.cells[0]


@dataclass(frozen=True, eq=False)
class Followed:
    """A close-up that has run; every array has E = B = 1.

    Args:
        label: Cell and start in words.
        flow: The run with its interventions, and the gradient of a loss that reads its last state.
        untouched: The same without interventions; the very same object where there are none.
        interventions: Those that fit the run, as they applied.
        problems: What is wrong with the others.
        characters: What was read at each step, where the input is text.
    """

    label: str
    flow: GradientFlow
    untouched: GradientFlow
    interventions: Interventions
    problems: tuple[str, ...] = ()
    characters: str | None = None


def follow(closeup: Closeup) -> Followed:
    """Run a close-up; an intervention that does not fit the run is left out and told of."""
    experiment = closeup.experiment
    inputs = experiment.make_inputs()
    settings = experiment.weight_settings(closeup.cell)
    weights = init_weights(
        closeup.cell,
        input_size=inputs.shape[2],
        hidden_size=experiment.hidden_size,
        seed=experiment.seed,
        dtype=experiment.precision,
        **settings,  # type: ignore[arg-type]
    )
    done, problems = closeup.interventions.fitting(find_cell(closeup.cell), len(inputs), experiment.hidden_size)
    untouched = gradient_flow(record(closeup.cell, weights, inputs))
    flow = untouched
    if done.all:
        touched = record(closeup.cell, weights, inputs, clamps=done.clamps, resets=done.resets)
        flow = gradient_flow(touched, cuts=done.cuts)
    characters = experiment.text[: len(inputs)] if experiment.inputs == "text" else None
    return Followed(run_label(closeup.cell, settings), flow, untouched, done, problems, characters)


FORMS = {"gru": "gru_reset_after", "gru_reset_after": "gru"}
"""The two places of the reset gate."""


def other_form(closeup: Closeup) -> float | None:
    """Largest difference of any state if the reset acted at its other place, with the same weights; None without one.

    The recurrent bias, which only one of the forms has, is left out of both.
    """
    if closeup.cell not in FORMS:
        return None
    run = follow(Closeup(closeup.experiment)).flow.recording
    weights = run.weights
    states = []
    for cell in (closeup.cell, FORMS[closeup.cell]):
        inside = np.zeros_like(weights.b[:, : weights.hidden_size]) if cell == "gru_reset_after" else None
        same = Weights(cell, weights.blocks, weights.W, weights.U, weights.b, inside)
        states.append(record(cell, same, run.inputs).state)
    return float(np.abs(states[0] - states[1]).max())
