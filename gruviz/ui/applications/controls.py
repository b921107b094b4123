"""The page's controls, and the part of each application that is tried by hand."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from gruviz.applications.offered import LABELS, OFFERED
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Task
from gruviz.training.settings import TrainConfig
from gruviz.ui.applications import (
    try_balancing,
    try_digits,
    try_forecasting,
    try_language,
    try_speech,
    try_translation,
    try_wearable,
)
from gruviz.ui.applications.fields import Line
from gruviz.ui.controls.kinds import Choice, Control, Number, Slider, Values
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.table import Table


class TryIt(Protocol):
    """What the module of an application has; group and condition of its controls follow from `TRY_IT`."""

    CONTROLS: tuple[Control, ...]

    def try_it(self, models: Mapping[str, TrainedModel], panel: Panel) -> None:
        """Draw what a person can do with all models, by label."""


TRY_IT: Mapping[str, TryIt] = {
    "language": try_language,
    "translation": try_translation,
    "translation_attention": try_translation,
    "speech": try_speech,
    "forecasting": try_forecasting,
    "digits": try_digits,
    "digits_by_pixel": try_digits,
    "balancing": try_balancing,
    "wearable": try_wearable,
}
"""By application."""

OWN_DATA: Mapping[str, Callable[[Panel], Task | None]] = {
    "language": try_language.own_corpus,
    "forecasting": try_forecasting.own_series,
}
"""Where a person may bring data to learn from: draws the upload, and returns the task, or None without a file."""

ABOUT: Mapping[str, Callable[[Task], str]] = {"forecasting": try_forecasting.about}
"""Where the introduction depends on whose data it is."""

SHIPPED = "shipped"
SIZES = {SHIPPED: "As shipped", "8": "8", "16": "16", "32": "32", "64": "64"}


def _try_it_controls() -> Iterator[Control]:
    """The controls of what is tried, each drawn for the applications that its module is entered for."""
    for module in dict.fromkeys(TRY_IT.values()):
        applications = [name for name, other in TRY_IT.items() if other is module]
        for control in module.CONTROLS:
            group = "" if control.elsewhere or isinstance(control, Line) else "Try it"
            yield replace(control, group=group, when=_while_tried(applications, control))


def _while_tried(applications: Sequence[str], control: Control) -> Callable[[Values], bool]:
    return lambda values: values["application"] in applications and control.when(values)


CONTROLS: tuple[Control, ...] = (
    Choice(
        name="application",
        label="Application",
        help="What the networks do. The rest of the page follows.",
        default="language",
        options=LABELS,
    ),
    *_try_it_controls(),
    Slider(
        name="budget",
        label="Updates (% of the shipped models')",
        help="Fewer train faster but score worse.",
        default=100,
        low=2,
        high=100,
        step=1,
        group="Train them here",
    ),
    Choice(
        name="hidden_size",
        label="Hidden units H",
        help="Size of every layer. More units are slower but remember more.",
        default=SHIPPED,
        options=SIZES,
        group="Train them here",
    ),
    Slider(
        name="seeds",
        label="Seeds",
        help="Networks of each cell, all trained from other starts; the points of the chart of results.",
        default=1,
        low=1,
        high=4,
        step=1,
        group="Train them here",
    ),
    Slider(
        name="gate_bias",
        label="Gates biased to keep",
        help="0 is PyTorch's start. Above it, the forget gate's bias is raised and the update gate's lowered by as "
        "much, so that a fresh network keeps its state.",
        default=0.0,
        low=0.0,
        high=6.0,
        step=0.5,
        group="Train them here",
    ),
    Slider(
        name="blank_rows",
        label="Blank rows to learn with",
        help="In training and in judging, the answer is asked for only after so many empty rows.",
        default=0,
        low=0,
        high=60,
        step=10,
        group="Train them here",
        when=lambda values: values["application"] == "digits",
    ),
    Number(
        name="seed",
        label="Seed",
        help="Root of all randomness: on one machine, with one version of Python, equal settings give the same models.",
        default=0,
        low=0,
        high=9999,
        group="Train them here",
    ),
)

TABLE = Table("applications", CONTROLS)


def config_from(values: Values, own: Task | None = None) -> TrainConfig:
    """The training that the controls ask for, on the person's own data if there are any.

    Raises:
        GruvizError: If the settings do not make one.
    """
    offered = OFFERED[values["application"]]
    steps = max(1, round(offered.steps * values["budget"] / 100))
    size = values["hidden_size"]
    blank = values["blank_rows"] if values["application"] == "digits" else 0
    biases = {"update_bias": -values["gate_bias"], "forget_bias": values["gate_bias"]}
    return replace(
        offered,
        task=offered.task if own is None else own,
        learners=tuple(replace(learner, **biases) for learner in offered.learners),
        length=offered.length + blank if own is None else min(offered.length, own.default_length),
        steps=steps,
        report_every=min(offered.report_every, steps),
        hidden_size=offered.hidden_size if size == SHIPPED else int(size),
        seeds=values["seeds"],
        seed=values["seed"],
    )
