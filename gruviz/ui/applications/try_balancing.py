"""Try the cart-pole: all controllers side by side, as an animation of what they really did."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from gruviz.applications.attribution import follow_answer
from gruviz.data.cart_pole import HALF_LENGTH, TICK, TRACK, Rollout
from gruviz.figures.applications.balancing import balanced_chart
from gruviz.figures.drawing.palette import cell_color
from gruviz.models.answers import answer_of
from gruviz.models.trained_model import TrainedModel
from gruviz.networks.network import Flows, run
from gruviz.tasks.balancing import ATTEMPTS, LONGEST, OBSERVER, Balancing, attempt, ruled
from gruviz.tasks.observer import Observer
from gruviz.ui.applications.class_cards import Models
from gruviz.ui.applications.fields import control_row
from gruviz.ui.applications.look_inside import InspectedAnswer, look_inside
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.component import component
from gruviz.ui.controls.kinds import Control, Number, Slider
from gruviz.ui.controls.panel import Panel
from gruviz.wording import share

CONTROLS: tuple[Control, ...] = (
    Slider(
        name="balancing_blackout",
        label="How often the camera is dark",
        help="Share of the frames that are missing: then a controller sees only its own last push. The networks were "
        "trained with 0.7.",
        default=Balancing().blackout,
        low=0.0,
        high=0.95,
        step=0.05,
    ),
    Number(
        name="balancing_start",
        label="Attempt in the animation",
        help=f"Which of the {ATTEMPTS} starts is shown.",
        default=1,
        low=1,
        high=ATTEMPTS,
    ),
    Number(
        name="balancing_seed",
        label="Seed of starts and blackouts",
        help="The same for all controllers.",
        default=0,
        low=0,
        high=9999,
    ),
)


def stage(models: Models, panel: Panel) -> None:
    """The animation of one attempt, and the steps that all attempts lasted, of all models."""
    control_row(panel, CONTROLS)
    blackout, seed = panel.values["balancing_blackout"], panel.values["balancing_seed"]
    rollouts = {label: _rolled_out(model, blackout, seed) for label, model in models.items()}
    place = panel.values["balancing_start"] - 1
    st.markdown(
        f"**Simulation**, attempt {place + 1}: every push was chosen by the network from the frames it saw, "
        f"{share(blackout)} of them blacked out. The arrow is the push, the dot is filled while a frame is seen."
    )
    runs = [_scene(label, model, rollouts[label], place) for label, model in models.items()]
    data = {"runs": runs, "track": TRACK, "pole": 2 * HALF_LENGTH, "tick": TICK, "alt": _alt(runs)}
    component("cart_pole", key=panel.key("balancing_stage"), data=data)
    attempts = {label: (_look(model), rollouts[label].balanced[0]) for label, model in models.items()}
    attempts[OBSERVER] = "none", _observed(blackout, seed)
    chart_card(balanced_chart(attempts, LONGEST), key=panel.key("balancing_chart"))
    remembering = {label: model for label, model in models.items() if model.length > 1}
    inspected = InspectedAnswer(
        lambda model: _flows(model, _rolled_out(model, blackout, seed), place),
        "the log-probability of the last push",
        lambda model, state: answer_of(model, state, names=("left", "right")),
    )
    look_inside(remembering, inspected, key=panel.key("balancing_inside"))


def details(models: Models, panel: Panel) -> None:
    """Nothing yet."""


@shared(32)
def _rolled_out(model: TrainedModel, blackout: float, seed: int) -> Rollout:
    """All attempts of a model; one that has learned on single frames does not remember."""
    return attempt(model.network, blackout, remembers=model.length > 1, seed=seed)


@shared(32)
def _observed(blackout: float, seed: int) -> NDArray[np.int64]:
    """How long the rule that is told the physics balances from the same starts, (B,)."""
    return ruled(Observer(), blackout, seed).balanced


def _scene(label: str, model: TrainedModel, rollout: Rollout, place: int) -> dict[str, Any]:
    """What the browser plays, of the first seed: metres, radians, and one character a step."""
    states, balanced = rollout.states[:, 0, place], int(rollout.balanced[0, place])
    return {
        "label": label,
        "color": cell_color(_look(model)),
        "place": states[:, 0].round(4).tolist(),
        "angle": states[:, 2].round(4).tolist(),
        "pushes": "".join(map(str, rollout.pushes[:, 0, place].tolist())),
        "seen": "".join(map(str, rollout.frames[:, 0, place, 3].astype(int).tolist())),
        "balanced": balanced,
        "fell": balanced < LONGEST,
    }


def _flows(model: TrainedModel, rollout: Rollout, place: int) -> Flows:
    """The gradient of the last push of one attempt of the first seed, through all the frames that it saw."""
    ticks = min(int(rollout.balanced[0, place]) + 1, LONGEST)
    target = rollout.pushes[ticks - 1, 0, place].reshape(1, 1)
    return follow_answer(run(model.network.member(0), rollout.frames[:ticks, 0, [place]], target), target)


def _look(model: TrainedModel) -> str:
    """The cell whose colour it has; none, so grey, if it sees single frames."""
    return model.weights.cell if model.length > 1 else "none"


def _alt(runs: list[dict[str, Any]]) -> str:
    ends = [
        f"{run['label']} {'fell after' if run['fell'] else 'stayed upright for'} {run['balanced']} steps"
        for run in runs
    ]
    return f"Animation of a simulation: {', '.join(ends)}"
