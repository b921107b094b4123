"""What the component carts gets: who drives, the constants of the world, and the darkness."""

from collections.abc import Mapping
from typing import Any

from gruviz.data import cart_pole as world
from gruviz.figures.drawing.palette import CELL_COLORS
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks.balancing import Balancing, frame_gains
from gruviz.tasks.observer import FASTEST
from gruviz.ui.applications.browser_network import browser_network

RULE_COLORS = {"linear": "#8A939E", "observer": CELL_COLORS["gru_reset_after"]}


def carts_data(models: Mapping[str, TrainedModel], *, blackout: float, seed: int, slider: str) -> dict[str, Any]:
    """Message to assets/components/carts.

    Args:
        models: By label; those that see single frames are left out, the linear rule stands for them.
        blackout: Share of the frames that are missing.
        seed: Of starts, darkness and kicks.
        slider: Key of the control that moves the darkness.
    """
    remembering = {label: model for label, model in models.items() if model.length > 1}
    return {
        "networks": [
            browser_network(model, names=("left", "right")) | {"label": label} for label, model in remembering.items()
        ],
        "rules": [_linear(), _observer()],
        "physics": physics(),
        "blackout": blackout,
        "seed": seed,
        "slider": slider,
    }


def physics() -> dict[str, Any]:
    """The constants of gruviz/data/cart_pole.py by the names that the browser has for them."""
    return {
        "gravity": world.GRAVITY,
        "cart": world.CART,
        "pole": world.POLE,
        "halfLength": world.HALF_LENGTH,
        "cartFriction": world.CART_FRICTION,
        "poleFriction": world.POLE_FRICTION,
        "force": world.FORCE,
        "tick": world.TICK,
        "track": world.TRACK,
        "lean": float(world.LEAN),
        "gains": world.GAINS.tolist(),
        "fastest": FASTEST,
    }


def _linear() -> dict[str, Any]:
    """The best of the rules without memory, for the darkness that the networks were trained in."""
    gains = frame_gains(Balancing().blackout).tolist()
    color = RULE_COLORS["linear"]
    return {"kind": "linear", "label": "No memory", "note": "rule: this frame only", "color": color, "gains": gains}


def _observer() -> dict[str, Any]:
    color = RULE_COLORS["observer"]
    return {"kind": "observer", "label": "Knows the physics", "note": "rule", "color": color}
