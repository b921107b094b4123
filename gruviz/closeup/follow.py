"""A close-up: one network on one sequence, as it is and as interventions change it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.closeup.interventions import NOTHING, Interventions
from gruviz.closeup.reading import Reading, symbols_read
from gruviz.engine.cells import find_cell
from gruviz.engine.gradients import GradientFlow, gradient_flow
from gruviz.engine.recording import record
from gruviz.engine.records import Recording
from gruviz.engine.weights import Weights
from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.models.answers import Answer, Readout, readout_of
from gruviz.models.shipped import COLLECTION, collection_model
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Task
from gruviz.tasks.base import one_hot
from gruviz.validation import InvalidShape, InvalidValue, check_choice
from gruviz.wording import listed, quoted


@dataclass(frozen=True)
class Closeup:
    """What is followed step by step.

    Args:
        experiment: One cell and one seed; `reference` plays no part.
        interventions: What is done to the run.
        model: Key of a trained model, which then brings the weights. It reads a sequence of its task, drawn with the
            experiment's seed, or the experiment's table where its inputs are "raw".
        reading: A network that has read a sequence, which then takes the place of experiment and model.
        tape: Symbols that a trained model reads in place of a sequence of its task, if any.

    Raises:
        GruvizError: If the experiment has several cells or seeds, or there is no such model.
    """

    experiment: Experiment
    interventions: Interventions = NOTHING
    model: str | None = None
    reading: Reading | None = None
    tape: str = ""

    def __post_init__(self) -> None:
        if len(self.experiment.cells) != 1:
            raise InvalidValue("cells", self.experiment.cells, "one cell")
        if self.experiment.seeds != 1:
            raise InvalidValue("seeds", self.experiment.seeds, "1")
        if self.model is not None:
            check_choice("model", self.model, COLLECTION)

    @property
    def cell(self) -> str:
        """Registry key of the cell that runs."""
        if self.reading is not None:
            return self.reading.recording.cell
        return self.experiment.cells[0] if self.model is None else collection_model(self.model).weights.cell


@dataclass(frozen=True, eq=False)
class CloseupRun:
    """A close-up that has run; every array has E = B = 1.

    Args:
        label: Cell and start in words.
        flow: The run with its interventions, and the gradient of what reads its last state: a fixed random direction,
            or a trained model's own answer.
        untouched: The run without interventions and its gradient; the very object `flow` where there are none.
        interventions: Those that fit the run, as they applied.
        problems: What is wrong with the others.
        symbols: What was read at each step, where every step shows one symbol.
        channels: What each channel of the input stands for, likewise.
        answer: A trained model's answer.
        untouched_answer: Its answer without interventions.
        readout: How a trained model of the collection answers.
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
    readout: Readout | None = None


def follow(closeup: Closeup) -> CloseupRun:
    """Run a close-up; an intervention that does not fit the run is left out and reported.

    Raises:
        GruvizError: If a trained model cannot read the numbers of the experiment's table.
    """
    plain = _plain_run(closeup)
    run = plain.flow.recording
    fitting, problems = closeup.interventions.fitting(find_cell(run.cell), run.seq_len, run.weights.hidden_size)
    flow = _touched(plain.flow, fitting) if fitting.all else plain.flow
    return CloseupRun(
        label=plain.label,
        flow=flow,
        untouched=plain.flow,
        interventions=fitting,
        problems=problems,
        symbols=symbols_read(plain.channels, run.inputs),
        channels=plain.channels,
        answer=plain.answer(flow.recording),
        untouched_answer=plain.answer(run),
        readout=plain.readout,
    )


def _touched(flow: GradientFlow, interventions: Interventions) -> GradientFlow:
    """The run once more with interventions, and the gradient of the same loss."""
    run = flow.recording
    touched = record(
        run.cell,
        run.weights,
        run.inputs,
        initial_state=run.state[0],
        clamps=interventions.clamps,
        resets=interventions.resets,
    )
    return flow.on(touched, cuts=interventions.cuts)


@dataclass(frozen=True, eq=False)
class _PlainRun:
    """The run before anything is done to it, and how a trained network's answer is read."""

    label: str
    flow: GradientFlow
    channels: tuple[str, ...] | None = None
    read_answer: Callable[[Array], Answer] | None = None
    readout: Readout | None = None

    def answer(self, recording: Recording) -> Answer | None:
        """What a trained network says after a run."""
        return None if self.read_answer is None else self.read_answer(recording.state[-1, 0, 0])


def _plain_run(closeup: Closeup) -> _PlainRun:
    if (reading := closeup.reading) is not None:
        return _PlainRun(reading.label, reading.flow, reading.channels, reading.read_answer)
    if closeup.model is not None:
        return _trained_run(closeup.experiment, collection_model(closeup.model), closeup.tape)
    return _fresh_run(closeup.experiment)


def _fresh_run(experiment: Experiment) -> _PlainRun:
    [run] = run_experiment(replace(experiment, reference=False, loss="last"))
    channels = tuple(dict.fromkeys(experiment.text)) if experiment.inputs == "text" else None
    return _PlainRun(run.label, run.flow, channels)


def _trained_run(experiment: Experiment, model: TrainedModel, tape: str) -> _PlainRun:
    task, weights = model.kind, model.weights.astype(experiment.precision)
    label = f"{find_cell(weights.cell).title}, trained: {task.title.lower()}"
    sequence = _sequence(experiment, task, tape)
    run = record(weights.cell, weights, sequence.inputs)
    readout = readout_of(model, sequence.target)
    flow = gradient_flow(run, grad_final=readout.answer(run.state[-1, 0, 0]).gradient[None])
    return _PlainRun(label, flow, sequence.channels, readout.answer, readout)


class _Sequence(NamedTuple):
    """What a trained network reads, (T, 1, D), the right answer, and what each channel stands for, if anything."""

    inputs: Array
    target: float | None = None
    channels: tuple[str, ...] | None = None


def _sequence(experiment: Experiment, task: Task, tape: str) -> _Sequence:
    if tape:
        return _typed_sequence(tape, task, experiment)
    return _own_sequence(experiment, task) if experiment.inputs == "raw" else _task_sequence(experiment, task)


def _typed_sequence(tape: str, task: Task, experiment: Experiment) -> _Sequence:
    if not task.symbols or not set(tape) <= set(task.symbols):
        known = listed(list(task.symbols)) if task.symbols else "no symbols, but numbers"
        raise InvalidValue(
            "tape", tape, f"made of {known}", f"This network reads {known}; the tape has {quoted(tape)}."
        )
    codes = np.array([task.symbols.index(symbol) for symbol in tape])
    deciding = [task.commands[symbol] for symbol in tape if symbol in task.commands]
    inputs = one_hot(codes, task.input_size)[:, None].astype(experiment.precision)
    return _Sequence(inputs, float(deciding[-1]) if deciding else None, task.symbols)


def _own_sequence(experiment: Experiment, task: Task) -> _Sequence:
    inputs = experiment.make_inputs()
    if inputs.shape[2] != task.input_size:
        given, wanted = inputs.shape[2], task.input_size
        sentence = (
            f"This network reads {wanted} numbers at each step, so the table needs {wanted} columns; it has {given}."
        )
        raise InvalidShape("table", f"{given} columns", f"{wanted} columns", sentence)
    return _Sequence(inputs)


def _task_sequence(experiment: Experiment, task: Task) -> _Sequence:
    length = max(experiment.seq_len, task.lengths[0])
    batch = task.sample(np.random.default_rng([experiment.seed, 0, 7]), 1, length)
    inputs = batch.inputs.astype(experiment.precision)
    return _Sequence(inputs, float(batch.targets[-1, 0]), task.symbols or None)


FORMS = {"gru": "gru_reset_after", "gru_reset_after": "gru"}
"""The two places of the reset gate."""


def other_form(closeup: Closeup) -> float | None:
    """Largest difference of any state if the reset acted at its other place, with the same weights; None without one.

    The recurrent bias, which only one of the forms has, is left out of both.
    """
    if closeup.cell not in FORMS:
        return None
    run = _plain_run(closeup).flow.recording
    one, other = (_states_as(cell, run) for cell in (closeup.cell, FORMS[closeup.cell]))
    return float(np.abs(one - other).max())


def _states_as(cell: str, run: Recording) -> Array:
    """The states of a run if its blocks of weights were those of another cell, without a recurrent bias."""
    w = run.weights
    bias = np.zeros_like(w.b[:, : w.hidden_size]) if find_cell(cell).has_recurrent_bias else None
    return record(cell, Weights(cell, w.blocks, w.W, w.U, w.b, bias), run.inputs, initial_state=run.state[0]).state
