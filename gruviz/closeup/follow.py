"""A close-up: one network on one sequence, as it is and as interventions change it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from gruviz.arrays import Array
from gruviz.closeup.interventions import NOTHING, Interventions
from gruviz.closeup.reading import Reading, symbols_read
from gruviz.engine.cells import find_cell
from gruviz.engine.gradients import GradientFlow, gradient_flow
from gruviz.engine.initialisation import init_weights
from gruviz.engine.recording import record
from gruviz.engine.records import Recording, Weights
from gruviz.experiments.run import run_label
from gruviz.experiments.settings import Experiment
from gruviz.models.answers import Answer, answer_of
from gruviz.models.shipped import COLLECTION, collection_model
from gruviz.tasks import find_task
from gruviz.validation import InvalidShape, InvalidValue, check_choice


@dataclass(frozen=True)
class Closeup:
    """What is followed step by step.

    Args:
        experiment: One cell and one seed; `reference` plays no part.
        interventions: What is done to the run.
        model: Key of a trained model, which then brings the weights. It reads a sequence of its task, drawn with the
            experiment's seed, or the experiment's table where its inputs are "raw".
        reading: A network with its sequence and its question, which then takes the place of both.

    Raises:
        GruvizError: If the experiment has several cells or seeds, or there is no such model.
    """

    experiment: Experiment
    interventions: Interventions = NOTHING
    model: str | None = None
    reading: Reading | None = None

    def __post_init__(self) -> None:
        if len(self.experiment.cells) != 1:
            raise InvalidValue("cells", self.experiment.cells, "one cell")
        if self.experiment.seeds != 1:
            raise InvalidValue("seeds", self.experiment.seeds, "1")
        if self.model is not None:
            check_choice("model", self.model, COLLECTION)

    @property
    def cell(self) -> str:
        """Registry key."""
        return self.experiment.cells[0] if self.reading is None else self.reading.recording.cell


@dataclass(frozen=True, eq=False)
class CloseupRun:
    """A close-up that has run; every array has E = B = 1.

    Args:
        label: Cell and start in words.
        flow: The run with its interventions, and the gradient of what reads its last state: a fixed random direction,
            or a trained model's own answer.
        untouched: The same without interventions; the very same object where there are none.
        interventions: Those that fit the run, as they applied.
        problems: What is wrong with the others.
        symbols: What was read at each step, where every step shows one symbol.
        channels: What each channel of the input stands for, likewise.
        answer: A trained model's answer.
        untouched_answer: The same without interventions.
    """

    label: str
    flow: GradientFlow
    untouched: GradientFlow
    interventions: Interventions
    problems: tuple[str, ...] = ()
    symbols: tuple[str, ...] | None = None
    channels: tuple[str, ...] | None = None
    answer: Answer | None = None
    untouched_answer: Answer | None = None


def follow(closeup: Closeup) -> CloseupRun:
    """Run a close-up; an intervention that does not fit the run is left out and told of.

    Raises:
        GruvizError: If a trained model cannot read the numbers that it is given.
    """
    start = _start(closeup)
    run = start.untouched.recording
    done, problems = closeup.interventions.fitting(find_cell(run.cell), run.seq_len, run.weights.hidden_size)
    flow = start.untouched
    if done.all:
        touched = record(
            run.cell,
            run.weights,
            run.inputs,
            initial_state=run.state[0],
            clamps=done.clamps,
            resets=done.resets,
        )
        flow = start.untouched.on(touched, cuts=done.cuts)
    now, before = (start.answer(one.recording) for one in (flow, start.untouched))
    return CloseupRun(start.label, flow, start.untouched, done, problems, start.symbols, start.channels, now, before)


@dataclass(frozen=True, eq=False)
class _Start:
    """The run as it is, and what it says."""

    label: str
    untouched: GradientFlow
    symbols: tuple[str, ...] | None = None
    channels: tuple[str, ...] | None = None
    says: Callable[[Array], Answer] | None = None

    def answer(self, recording: Recording) -> Answer | None:
        """What a trained network says after a run."""
        return None if self.says is None else self.says(recording.state[-1, 0, 0])


def _start(closeup: Closeup) -> _Start:
    if closeup.reading is not None:
        reading = closeup.reading
        return _Start(reading.label, reading.flow, reading.symbols, reading.channels, reading.answer)
    return _fresh(closeup.experiment) if closeup.model is None else _trained(closeup.experiment, closeup.model)


def _fresh(experiment: Experiment) -> _Start:
    cell, inputs = experiment.cells[0], experiment.make_inputs()
    settings = experiment.weight_settings(cell)
    weights = init_weights(
        cell,
        input_size=inputs.shape[2],
        hidden_size=experiment.hidden_size,
        seed=experiment.seed,
        dtype=experiment.precision,
        **settings,  # type: ignore[arg-type]
    )
    flow = gradient_flow(record(cell, weights, inputs))
    channels = tuple(dict.fromkeys(experiment.text)) if experiment.inputs == "text" else None
    return _Start(run_label(cell, settings), flow, symbols_read(channels, inputs), channels)


def _trained(experiment: Experiment, key: str) -> _Start:
    model = collection_model(key)
    task, weights = find_task(model.task), model.weights.astype(experiment.precision)
    label = f"{find_cell(weights.cell).title}, trained: {task.title.lower()}"
    target, channels = None, None
    if experiment.inputs == "raw":
        inputs = experiment.make_inputs()
        if inputs.shape[2] != task.input_size:
            columns = f"{task.input_size} columns, which is what the {task.title.lower()} reads"
            raise InvalidShape("table", f"{inputs.shape[2]} columns", columns)
    else:
        length = max(experiment.seq_len, task.lengths[0])
        batch = task.sample(np.random.default_rng([experiment.seed, 0, 7]), 1, length)
        target, channels = float(batch.targets[-1, 0]), task.symbols or None
        inputs = batch.inputs.astype(experiment.precision)
    run = record(weights.cell, weights, inputs)
    says = partial(answer_of, model, target=target)
    flow = gradient_flow(run, grad_final=says(run.state[-1, 0, 0]).gradient[None])
    return _Start(label, flow, symbols_read(channels, inputs), channels, says)


FORMS = {"gru": "gru_reset_after", "gru_reset_after": "gru"}
"""The two places of the reset gate."""


def other_form(closeup: Closeup) -> float | None:
    """Largest difference of any state if the reset acted at its other place, with the same weights; None without one.

    The recurrent bias, which only one of the forms has, is left out of both.
    """
    if closeup.cell not in FORMS:
        return None
    run = _start(closeup).untouched.recording
    weights = run.weights
    states = []
    for cell in (closeup.cell, FORMS[closeup.cell]):
        inside = np.zeros_like(weights.b[:, : weights.hidden_size]) if cell == "gru_reset_after" else None
        same = Weights(cell, weights.blocks, weights.W, weights.U, weights.b, inside)
        states.append(record(cell, same, run.inputs, initial_state=run.state[0]).state)
    return float(np.abs(states[0] - states[1]).max())
