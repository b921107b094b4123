"""Charts that all applications on classes share: belief, evidence, confusion."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gruviz.answers import Answer, answer_of
from gruviz.applications.attribution import follow_answer
from gruviz.applications.beliefs import beliefs, confusion, evidence
from gruviz.figures.beliefs import belief_chart, follow_beliefs
from gruviz.figures.confusion import confusion_chart
from gruviz.figures.evidence import Evidence, evidence_chart
from gruviz.models import TrainedModel
from gruviz.networks import Flows, run
from gruviz.ui.card import chart_card
from gruviz.ui.compute import Drawn
from gruviz.ui.look_inside import Asked, look_inside
from gruviz.validation import Array

Models = Mapping[str, TrainedModel]


def belief_card(
    models: Models, inputs: Array, classes: Sequence[str], truth: int | None, *, step: str, key: str
) -> None:
    """Probability of each class after each step of one sequence (T, 1, D), of the first seed of each model."""
    followed = follow_beliefs({label: beliefs(model, inputs)[:, 0, 0] for label, model in models.items()})
    chart_card(Drawn.of(belief_chart(followed, classes, truth=truth, step=step)), key=key)


def evidence_card(models: Models, inputs: Array, classes: Sequence[str], answer: int, *, step: str, key: str) -> None:
    """Which steps of one sequence (T, 1, D) the probability of an answer depends on."""
    runs = {
        label: Evidence(model.weights.cell, evidence(model, inputs, np.array([answer]))[:, 0, 0])
        for label, model in models.items()
    }
    chart_card(Drawn.of(evidence_chart(runs, answer=classes[answer], step=step)), key=key)


def confusion_card(models: Models, classes: Sequence[str], *, of: str, key: str, among: Sequence[int] = ()) -> None:
    """Which class was taken for which, on the held-out sequences or some of them, by index."""
    counts = {label: _confusion(model, tuple(among)) for label, model in models.items()}
    chart_card(Drawn.of(confusion_chart(counts, classes, of=of)), key=key)


def look_at_answer(
    models: Models, inputs: Array, classes: Sequence[str], answer: int, truth: int | None, *, key: str
) -> None:
    """Offer the inside of all models while they read one sequence (T, 1, D), and the gradient of an answer."""
    asked = np.array([[answer]])

    def flows(model: TrainedModel) -> Flows:
        return follow_answer(run(model.network, inputs, asked), asked)

    def says(model: TrainedModel, state: Array) -> Answer:
        return answer_of(model, state, truth, classes)

    look_inside(models, Asked(flows, f"log p({classes[answer]})", says), key=key)


def consensus(models: Models, inputs: Array) -> int:
    """The class that is most probable after the last step on average of the models."""
    last = [beliefs(model, inputs)[-1, 0, 0] for model in models.values()]
    return int(np.mean(last, axis=0).argmax())


@lru_cache(maxsize=32)
def _confusion(model: TrainedModel, among: tuple[int, ...]) -> NDArray[np.int64]:
    """Of the first seed; counted once for each model."""
    if not among:
        return confusion(model)[0]
    task = model.kind
    chosen = np.zeros(task.held_out(np.random.default_rng(0), 100_000, model.length).inputs.shape[1], np.bool_)
    chosen[list(among)] = True
    return confusion(model, chosen)[0]
