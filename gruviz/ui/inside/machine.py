"""What stands around the cell: what it was asked, what may be typed, and what its lamp says."""

import re
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from gruviz.closeup.follow import Closeup, CloseupRun
from gruviz.engine.cells import LINEAR
from gruviz.models.shipped import collection_model
from gruviz.tasks import find_task
from gruviz.ui.controls.kinds import Values
from gruviz.ui.inside.control_kinds import TYPED
from gruviz.ui.inside.controls import STEPS, TABLE, may_type
from gruviz.ui.prose import sections

UNTRAINED: Mapping[str, Any] = {
    "story": "This network has not been trained, so it has no answer. Watch what it keeps of what it reads.",
    "keys": [],
    "typed": {},
    "commands": {},
    "isTyped": False,
    "most": STEPS,
    "answer": None,
    "quantity": None,
    "play": None,
    "guide": {"forward": [], "backward": []},
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
GUIDES = {cell: cell for cell in ("rnn", "gru", "lstm", "slstm", *LINEAR)} | {"gru_reset_after": "gru"}
"""Section of the prose that says what the gates of a cell do."""
OPENING = [10, 13]
"""Steps that are played when the page opens as it is: a command arrives, the gate opens, the state flips."""


def machine_words(values: Values, closeup: Closeup, run: CloseupRun) -> dict[str, Any]:
    """What the browser needs beside the run: story, keys, answer, and whether it plays when it opens."""
    is_first = all(values[name] == default for name, default in TABLE.defaults.items())
    opening = OPENING if is_first else None
    words = dict(UNTRAINED) | {"answer": _answer(run), "play": opening, "guide": guide(run.flow.recording.cell)}
    if closeup.reading is not None:
        return words | {"story": f"{closeup.reading.label}, as brought along."}
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


def guide(cell: str) -> dict[str, list[tuple[str, str | None]]]:
    """How to read the picture, by direction: pieces of text, each with the part of the picture that it names."""
    text = sections("inside_the_cell")
    own = text.get(GUIDES.get(cell, ""), "")
    return {way: _pieces(" ".join(filter(None, (text[way], own)))) for way in ("forward", "backward")}


def _pieces(text: str) -> list[tuple[str, str | None]]:
    """Markdown whose links name parts of the picture: "[input](x)"."""
    parts = re.split(r"\[([^\]]+)\]\(([\w-]+)\)", text)
    words = [(word, part) for word, part in zip(parts[1::3], parts[2::3], strict=True)]
    between = [(piece, None) for piece in parts[::3]]
    return [piece for pair in zip_longest(between, words) for piece in pair if piece]


def _answer(run: CloseupRun) -> dict[str, Any] | None:
    """What a network says at the end, for one whose readout the browser does not have."""
    if run.answer is None:
        return None
    return {"text": run.answer.text, "truth": run.answer.truth, "isRight": run.answer.is_right}
