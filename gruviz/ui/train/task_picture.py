"""The task of a training as its picture shows it: one sequence, what is asked of it, and in what words."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.tasks import METRICS, find_task
from gruviz.training.probes import drawn_probes
from gruviz.training.settings import TrainConfig
from gruviz.ui.caching import shared

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


class TaskWords(NamedTuple):
    """How a task is told.

    Args:
        goal: What "they" learn, for sequences of T steps.
        told: What it reads and has to say, in a line.
        asked: What is asked after the last step; empty where a sum says it.
        marks: Steps that matter, from the inputs of one sequence, (T, D).
        symbols: Letters of the channels, where a step shows one of them.
        names: Letters of the classes; empty where the answer is a number.
    """

    goal: Callable[[int], str]
    told: str
    asked: str
    marks: Callable[[Array], NDArray[np.bool_]]
    symbols: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def _shows(*channels: int) -> Callable[[Array], NDArray[np.bool_]]:
    """Whether a step shows one of some symbols, (T, D) → (T,)."""
    return lambda inputs: np.isin(inputs.argmax(1), channels)


WORDS: Mapping[str, TaskWords] = {
    "adding": TaskWords(
        lambda T: f"to add two numbers that they saw up to {T} steps apart",
        "A number at every step; two of them are marked. After the last step: what is their sum?",
        "",
        lambda inputs: inputs[:, 1] > 0,
    ),
    "temporal_order": TaskWords(
        lambda T: f"to tell in which order two letters came, within {T} steps",
        "Letters that mean nothing, and an X or a Y early and in the middle. After the last step: in which order?",
        "Which came first, which second?",
        _shows(0, 1),
        ("X", "Y", "a", "b", "c", "d"),
        ("XX", "XY", "YX", "YY"),
    ),
    "first_symbol": TaskWords(
        lambda T: f"to recall the letter that they saw {T - 1} steps ago",
        "A letter, then nothing but noise. After the last step: which letter was it?",
        "Which letter stood first?",
        lambda inputs: np.arange(len(inputs)) == 0,
        names=("A", "B", "C", "D"),
    ),
    "flip_flop": TaskWords(
        lambda T: f"to remember how a switch was set, at least {T - T // 2} steps ago",
        "S sets a switch, R resets it, all else means nothing. After the last step: how does it stand?",
        "How does the switch stand?",
        _shows(0, 1),
        ("S", "R", "·", "∘"),
        ("ON", "OFF"),
    ),
    "copying": TaskWords(
        lambda T: f"to say three letters again, {T - 3} steps later",
        "Three letters, then silence. At each of the last three steps: which letter comes next?",
        "Which three letters were it?",
        _shows(0, 1, 2, 3),
        ("A", "B", "C", "D", "·", "?"),
        ("A", "B", "C", "D"),
    ),
}
"""By key of the task."""


def words_of(config: TrainConfig) -> TaskWords:
    """How the task of a training is told."""
    return WORDS[find_task(config.task).key]


def title_of(config: TrainConfig) -> str:
    """Who learns what, in one line."""
    count, goal = len(config.learners), words_of(config).goal(config.length)
    if count == 1:
        return f"One network learns {goal.replace('they', 'it')}"
    return f"{NUMBERS[count]} networks learn {goal}"


def _loudness(config: TrainConfig) -> str:
    """What is done to the inputs, in a sentence; nothing where nothing is."""
    return "" if config.scale == 1 else f" The networks read all of it multiplied by {config.scale:g}."


@shared(64)
def task_picture(config: TrainConfig) -> dict[str, Any]:
    """The first of the probes and what is asked of it, as the component `train` draws it."""
    task, probes = find_task(config.task), drawn_probes(config)
    words, inputs = words_of(config), probes.inputs[:, 0]
    target = [float(value) if words.names == () else int(value) for value in probes.targets[:, 0]]
    return {
        "key": task.key,
        "title": task.title,
        "sentence": f"{words.told}{_loudness(config)}",
        "asked": words.asked,
        "sequence": np.round(inputs.astype(float), 3).tolist(),
        "marks": np.flatnonzero(words.marks(inputs)).tolist(),
        "target": round(target[0], 3) if not words.names else target[0] if len(target) == 1 else target,
        "tolerance": None if words.names else round(float(np.sqrt(task.solved_at)), 3),
        "symbols": list(words.symbols) or None,
        "names": list(words.names) or None,
        "metric": task.metric,
        "better": "high" if METRICS[task.metric].higher_is_better else "low",
        "bar": task.solved_at,
        "baseline": next(iter(task.baselines(config.length).values())),
    }
