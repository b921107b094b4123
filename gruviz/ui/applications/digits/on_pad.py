"""What lies on the pad: a held-out picture, a drawing, or nothing yet."""

from typing import Any, NamedTuple

import numpy as np

from gruviz.applications.digits import FAINT, drawn_input, nearest_picture
from gruviz.arrays import Array, in_base64
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Digits
from gruviz.tasks.doodles import Doodles
from gruviz.ui.applications.class_cards import held_out
from gruviz.ui.applications.digits.drawing import BLANK, picture_of
from gruviz.ui.controls.kinds import Values

HELD_OUT, DRAWN = "held_out", "drawn"


class OnPad(NamedTuple):
    """A picture as the networks read it.

    Args:
        inputs: (T, 1, D), without blank rows; None where nothing is drawn.
        truth: Which digit it is, where that is known.
        words: What it is.
    """

    inputs: Array | None
    truth: int | None
    words: str


def on_pad(model: TrainedModel, values: Values) -> OnPad:
    """What the controls put there.

    Args:
        model: One of those that read it.
        values: Of the page's controls.

    Raises:
        GruvizError: If the drawing is none.
    """
    task = model.kind
    assert isinstance(task, Digits)
    if values["digits_source"] == DRAWN:
        picture = picture_of(values["digits_drawn"])
        inputs = drawn_input(model, picture)[: task.lengths[0]] if picture.max() > FAINT else None
        return OnPad(inputs, None, "Your drawing")
    return held_out_picture(task, values["digits_picture"])


def held_out_picture(task: Digits, number: int) -> OnPad:
    """One of the pictures that no network has learned from, counted from 1."""
    inputs, truth = held_out(task, task.lengths[0], number - 1)
    return OnPad(inputs, truth, f"Held-out picture {number}: {'an' if truth == 8 else 'a'} {truth}")


def stage_data(task: Digits | Doodles, lying: OnPad, following: OnPad, *, drawn: str, blank: int = 0) -> dict[str, Any]:
    """What the picture in the browser shows beside the networks, see assets/components/digits/stage.js.

    Args:
        task: What the networks have learned.
        lying: On the pad.
        following: The picture that is laid there when another one is asked for.
        drawn: The drawing, if there is one, whether it lies there or not.
        blank: Rows that follow, where it is read by row.
    """
    drawn = drawn or BLANK
    picture = nearest = None
    if lying.inputs is not None:
        found = nearest_picture(task, lying.inputs)
        of = f"The nearest of {found.among:,} training pictures"
        nearest = {"ink": _ink(found.picture), "truth": found.digit, "of": of}
        nearest["to"] = drawn if lying.truth is None else lying.words
        picture = _shown(lying)
    return {
        "reading": task.reading,
        "side": int(np.sqrt(task.lengths[0] * task.input_size)),
        "blank": blank if task.reading == "row" else 0,
        "classes": task.classes,
        "drawn": drawn,
        "picture": picture,
        "following": _shown(following),
        "nearest": nearest,
    }


def _shown(lying: OnPad) -> dict[str, Any] | None:
    """A picture that is not drawn by the person."""
    if lying.inputs is None or lying.truth is None:
        return None
    return {"ink": _ink(lying.inputs), "truth": lying.truth, "words": lying.words}


def _ink(picture: Array) -> str:
    """Pixels by rows in float32, base64."""
    return in_base64(np.asarray(picture, "<f4"))
