"""Charts that all applications on classes share: belief, evidence, confusion."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from gruviz.applications.beliefs import beliefs, confusion, evidence, follow_class
from gruviz.arrays import Array
from gruviz.figures.applications.beliefs import belief_chart, follow_beliefs
from gruviz.figures.applications.confusion import confusion_chart
from gruviz.figures.applications.evidence import Evidence, evidence_chart
from gruviz.models.answers import answer_of
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Classification
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card
from gruviz.ui.inside.look_inside import InspectedAnswer, look_inside

Models = Mapping[str, TrainedModel]


def held_out(task: Classification, length: int, place: int) -> tuple[Array, int]:
    """One of the held-out sequences, (T, 1, D), and its class."""
    batch = task.split(length).held_out
    return batch.inputs[:, place : place + 1], int(batch.targets[0, place])


def reading_cards(
    models: Models, inputs: Array, truth: int | None, classes: Sequence[str], *, step: str, key: str
) -> None:
    """What the first seed of each model believes at each step of one sequence, what that depends on, and the inside.

    Args:
        models: By label.
        inputs: (T, 1, D).
        truth: The class of the sequence; where nobody knows, the one that all models together find most probable.
        classes: Their names.
        step: What a step is, for the axis.
        key: Unique on the page and constant over runs.
    """
    followed = follow_beliefs({label: beliefs(model, inputs)[:, 0, 0] for label, model in models.items()})
    chart_card(belief_chart(followed, classes, truth=truth, step=step), key=f"{key}_belief")
    answer = truth if truth is not None else _consensus(models, inputs)
    target = np.array([answer])
    runs = {
        label: Evidence(model.weights.cell, evidence(model, inputs, target)[:, 0, 0]) for label, model in models.items()
    }
    chart_card(evidence_chart(runs, answer=classes[answer], step=step), key=f"{key}_evidence")
    inspected = InspectedAnswer(
        lambda model: follow_class(model, inputs, target),
        f"log p({classes[answer]})",
        lambda model, state: answer_of(model, state, truth, classes),
    )
    look_inside(models, inspected, key=f"{key}_inside")


def confusion_card(models: Models, classes: Sequence[str], *, of: str, key: str, among: Sequence[int] = ()) -> None:
    """Which class was taken for which, on the held-out sequences or some of them, by index."""
    counts = {label: _confusion(model, tuple(among)) for label, model in models.items()}
    chart_card(confusion_chart(counts, classes, of=of), key=key)


def _consensus(models: Models, inputs: Array) -> int:
    """The class that is most probable after the last step on average of the models."""
    last = [beliefs(model, inputs)[-1, 0, 0] for model in models.values()]
    return int(np.mean(last, axis=0).argmax())


@shared(32)
def _confusion(model: TrainedModel, among: tuple[int, ...]) -> NDArray[np.int64]:
    """Of the first seed; counted once for each model."""
    if not among:
        return confusion(model)[0]
    task = model.kind
    mask = np.zeros(task.held_out(np.random.default_rng(0), 100_000, model.length).inputs.shape[1], np.bool_)
    mask[list(among)] = True
    return confusion(model, mask)[0]
