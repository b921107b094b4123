"""The screen of Balancing: the carts with their darkness, then many attempts, and the inside of one."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from gruviz.applications.attribution import follow_answer
from gruviz.data.cart_pole import Policy, Rollout
from gruviz.figures.applications.balancing import balanced_chart
from gruviz.models.answers import answer_of
from gruviz.models.trained_model import TrainedModel
from gruviz.networks.network import Flows, run
from gruviz.tasks.balancing import ATTEMPTS, LINEAR, LONGEST, OBSERVER, Balancing, attempt, linear_rule, ruled
from gruviz.tasks.observer import Observer
from gruviz.ui.applications.balancing.carts import carts_data
from gruviz.ui.applications.class_cards import Models
from gruviz.ui.applications.fields import control_row
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card
from gruviz.ui.components import component
from gruviz.ui.controls.kinds import Control, Number, Slider
from gruviz.ui.controls.panel import Panel
from gruviz.ui.inside.look_inside import InspectedAnswer, look_inside

CONTROLS: tuple[Control, ...] = (
    Slider(
        name="balancing_blackout",
        label="How often the camera is dark",
        help="Share of the frames that are missing: then a cart's driver knows only its own last push. The networks "
        "were trained with 0.7.",
        default=Balancing().blackout,
        low=0.0,
        high=0.95,
        step=0.05,
    ),
    Number(
        name="balancing_seed",
        label="Seed of starts and blackouts",
        help="The same for all. Another seed plays another game, and gives other attempts below.",
        default=0,
        low=0,
        high=9999,
    ),
    Number(
        name="balancing_start",
        label="Attempt that is looked into",
        help=f"Which of the {ATTEMPTS} attempts of the chart.",
        default=1,
        low=1,
        high=ATTEMPTS,
    ),
)

RULES: Mapping[str, Callable[[], Policy]] = {OBSERVER: Observer, LINEAR: linear_rule}
"""Beside the networks in the chart, made anew for each use, since one of them remembers."""


def stage(models: Models, panel: Panel) -> None:
    """All carts at once, in the same darkness, and one for the person."""
    panel.draw("balancing_blackout")
    values = panel.values
    data = carts_data(
        models,
        blackout=values["balancing_blackout"],
        seed=values["balancing_seed"],
        slider=panel.key("balancing_blackout"),
    )
    component("carts", key=panel.key("balancing_carts"), data=data)


def details(models: Models, panel: Panel) -> None:
    """The steps that many attempts lasted, and the inside of one of them."""
    blackout, seed = panel.values["balancing_blackout"], panel.values["balancing_seed"]
    rollouts = {label: _rolled_out(model, blackout, seed) for label, model in models.items()}
    attempts = {label: (_look(model), rollouts[label].balanced[0]) for label, model in models.items()}
    attempts |= {name: ("none", _ruled(name, blackout, seed)) for name in RULES}
    chart_card(balanced_chart(attempts, LONGEST), key=panel.key("balancing_chart"))
    control_row(panel, [panel.controls[name] for name in ("balancing_seed", "balancing_start")])
    place = panel.values["balancing_start"] - 1
    inspected = InspectedAnswer(
        lambda model: _flows(model, _rolled_out(model, blackout, seed), place),
        "the log-probability of the last push",
        lambda model, state: answer_of(model, state, names=("left", "right")),
    )
    remembering = {label: model for label, model in models.items() if model.length > 1}
    look_inside(remembering, inspected, key=panel.key("balancing_inside"))


@shared(32)
def _rolled_out(model: TrainedModel, blackout: float, seed: int) -> Rollout:
    """All attempts of a model; one that has learned on single frames does not remember."""
    return attempt(model.network, blackout, remembers=model.length > 1, seed=seed)


@shared(32)
def _ruled(name: str, blackout: float, seed: int) -> NDArray[np.int64]:
    """How long one of the `RULES` balances from the same starts, (B,)."""
    return ruled(RULES[name](), blackout, seed).balanced


def _flows(model: TrainedModel, rollout: Rollout, place: int) -> Flows:
    """The gradient of the last push of one attempt of the first seed, through all the frames that it saw."""
    ticks = min(int(rollout.balanced[0, place]) + 1, LONGEST)
    target = rollout.pushes[ticks - 1, 0, place].reshape(1, 1)
    return follow_answer(run(model.network.member(0), rollout.frames[:ticks, 0, [place]], target), target)


def _look(model: TrainedModel) -> str:
    """The cell whose colour it has; none, so grey, if it sees single frames."""
    return model.weights.cell if model.length > 1 else "none"
