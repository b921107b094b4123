"""The page's controls, and the training that they ask for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from gruviz.applications.offered import OFFERED
from gruviz.tasks import Language, Task
from gruviz.training.settings import TrainConfig
from gruviz.ui.applications.catalogue import APPLICATIONS, Application
from gruviz.ui.controls.kinds import Choice, Control, Number, Slider, Values
from gruviz.ui.controls.table import Table

GALLERY = ""
"""Value of `application` while none is open."""
SHIPPED = "shipped"
SIZES = {SHIPPED: "As shipped", "8": "8", "16": "16", "32": "32", "64": "64"}


def _own_controls() -> Iterator[Control]:
    """The controls of every application, on the page while it is open."""
    for application in APPLICATIONS.values():
        for control in application.module.CONTROLS:
            yield replace(control, group="", when=_while_open(application, control))


def _while_open(application: Application, control: Control) -> Callable[[Values], bool]:
    return lambda values: values["application"] == application.key and control.when(values)


def offer_of(values: Values) -> str:
    """Key in `OFFERED` of the networks that the page shows; one of its applications is open."""
    return APPLICATIONS[values["application"]].offer(values)


def _is_open(values: Values) -> bool:
    return bool(values["application"] != GALLERY)


def _by_row(values: Values) -> bool:
    return _is_open(values) and offer_of(values) == "digits"


CONTROLS: tuple[Control, ...] = (
    Choice(
        name="application",
        label="Application",
        help="What the networks do. The rest of the page follows.",
        default=GALLERY,
        options={GALLERY: "← All applications"} | {key: each.title for key, each in APPLICATIONS.items()},
    ),
    *_own_controls(),
    Slider(
        name="budget",
        label="Updates (% of the shipped)",
        help="Fewer train faster but score worse.",
        default=100,
        low=2,
        high=100,
        step=1,
        when=_is_open,
    ),
    Choice(
        name="hidden_size",
        label="Hidden units H",
        help="Size of every layer. More units are slower but remember more.",
        default=SHIPPED,
        options=SIZES,
        listed=True,
        when=_is_open,
    ),
    Slider(
        name="seeds",
        label="Networks of each kind",
        help="All trained from other starts, or seeds: the points of the chart of results show how much is luck.",
        default=1,
        low=1,
        high=4,
        step=1,
        when=_is_open,
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
        when=_is_open,
    ),
    Slider(
        name="blank_rows",
        label="Blank rows to learn with",
        help="In training and in judging, the answer is asked for only after so many empty rows.",
        default=0,
        low=0,
        high=60,
        step=10,
        when=_by_row,
    ),
    Number(
        name="seed",
        label="Seed",
        help="Root of all randomness: on one machine, with one version of Python, equal settings give the same models.",
        default=0,
        low=0,
        high=9999,
        when=_is_open,
    ),
)

MOVED: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("application", "digits_by_pixel"): {"application": "digits", "digits_reading": "pixel"},
    ("application", "translation_attention"): {"application": "translation", "translation_attention": "1"},
}
"""What were applications of their own, and are switches now."""

OWN_TEXT = "language_python"
"""Whose settings learn a text of one's own: a minute's training; those of the small English take several."""
TRAINING = ("budget", "hidden_size", "seeds", "gate_bias", "blank_rows", "seed")
"""Names of the controls of a training of one's own."""

TABLE = Table("applications", CONTROLS, brief=True, moved=MOVED)


def config_from(values: Values, own: Task | None = None) -> TrainConfig:
    """The training that the controls of an open application ask for, on the person's own data if there are any.

    Raises:
        GruvizError: If the settings do not make one.
    """
    offered = OFFERED[OWN_TEXT if isinstance(own, Language) else offer_of(values)]
    steps = max(1, round(offered.steps * values["budget"] / 100))
    size = values["hidden_size"]
    blank = values["blank_rows"] if _by_row(values) else 0
    biases = {"update_bias": -values["gate_bias"], "forget_bias": values["gate_bias"]}
    return replace(
        offered,
        task=offered.task if own is None else own,
        learners=tuple(replace(learner, **biases) for learner in offered.learners),
        length=offered.length + blank if own is None else own.default_length,
        steps=steps,
        report_every=min(offered.report_every, steps),
        hidden_size=offered.hidden_size if size == SHIPPED else int(size),
        seeds=values["seeds"],
        seed=values["seed"],
    )
