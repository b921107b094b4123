"""What stands around the cell: what it was asked, what may be typed, and what its lamp says."""

from collections.abc import Mapping
from typing import Any

from gruviz.closeup.follow import Closeup, CloseupRun
from gruviz.models.shipped import collection_model
from gruviz.tasks import find_task
from gruviz.ui.controls.kinds import Values
from gruviz.ui.inside.control_kinds import TYPED
from gruviz.ui.inside.controls import STEPS, TABLE, may_type

UNTRAINED: Mapping[str, Any] = {
    "story": "This network has not been trained, so it answers nothing. Watch what its gates let through.",
    "keys": [],
    "typed": {},
    "commands": {},
    "isTyped": False,
    "most": STEPS,
    "answer": None,
    "quantity": None,
    "play": None,
}
"""What is said of a network that was asked nothing."""
STORIES = {
    "flip_flop": "S switches on, R switches off, dots are noise. At the end the network must know whether the switch "
    "is on.",
    "adding": "Each step brings a number, and two of them are marked. At the end the network must say the sum of the "
    "marked ones.",
    "first_symbol": "The first step shows A, B, C or D, all others are noise. At the end the network must know which "
    "letter it was.",
}
"""What each task of the collection asks."""
QUANTITIES = {"adding": "true sum"}
"""What the right answer is called, where it is a number."""
OPENING = [10, 13]
"""Steps that are played when the page opens as it is: a command arrives, the gate opens, the state flips."""


def machine_words(values: Values, closeup: Closeup, run: CloseupRun) -> dict[str, Any]:
    """What the browser needs beside the run: story, keys, answer, and whether it plays when it opens."""
    words = dict(UNTRAINED) | {"answer": _answer(run), "play": OPENING if dict(values) == TABLE.defaults else None}
    if closeup.reading is not None:
        return words | {"story": _story_of_reading(closeup, run)}
    if closeup.model is None:
        return words
    task = find_task(collection_model(closeup.model).task)
    return words | {
        "story": STORIES[task.key] if values["feed"] == "task" else "This trained network reads your own numbers.",
        "keys": list(task.symbols) if may_type(values) else [],
        "typed": TYPED,
        "commands": dict(task.commands),
        "quantity": QUANTITIES.get(task.key),
        "isTyped": bool(closeup.tape),
    }


def _answer(run: CloseupRun) -> dict[str, Any] | None:
    """What a network says at the end, for one whose readout the browser does not have."""
    if run.answer is None:
        return None
    return {"text": run.answer.text, "truth": run.answer.truth, "isRight": run.answer.is_right}


def _story_of_reading(closeup: Closeup, run: CloseupRun) -> str:
    reading, steps = closeup.reading, run.flow.recording.seq_len
    assert reading is not None
    part = f" Shown are the last {steps} of {reading.before + steps} steps." if reading.before else ""
    return f"{reading.label}, brought from Applications. Its gradient is that of {reading.quantity}.{part}"
