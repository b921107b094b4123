"""What a student has done, as the browser keeps it and as it is handed in.

Anybody can write such a file, so reading one trusts nothing: sizes are limited, kinds are checked, and what is not
known is left out. That it is true, only a check of the claims against the runs can say (see `proof`).
"""

import base64
import binascii
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from gruviz.validation import InvalidValue, TooLarge

FORMAT = "GRUViz work 1"
CODE = "GRUViz1."
"""With which a record begins that is one line of text."""
LIMIT = 300_000
"""Characters of a record."""
TEXT, NAME, SETTINGS, KEY, ENTRIES = 2_000, 100, 60_000, 60, 60
"""Characters of an explanation, a name, the settings of one run and a key; and entries of one kind."""


class Prediction(NamedTuple):
    """A prediction as it stood when the run was revealed, or last if it was not."""

    said: float
    """A number, or the place of a choice from 1."""
    settings: str
    """Of the step, as in a link."""
    at: str
    """When, in ISO 8601 with the time zone."""


class Solution(NamedTuple):
    """The settings that solved an exercise first."""

    settings: str
    at: str


class Explanation(NamedTuple):
    """A text of the student's."""

    text: str
    at: str


class Answers(NamedTuple):
    """The answers to a quiz: the places of the choices from 1, "factor:2,copy:1"."""

    given: str
    at: str


@dataclass(frozen=True)
class Work:
    """What one person has done.

    Args:
        predictions: By step.
        solved: By exercise.
        explanations: By exercise.
        quiz: By occasion, "before" or "after".
        name: Only what the student typed for this purpose.
        made: When it was handed in; empty until then.
    """

    predictions: Mapping[str, Prediction] = field(default_factory=dict)
    solved: Mapping[str, Solution] = field(default_factory=dict)
    explanations: Mapping[str, Explanation] = field(default_factory=dict)
    quiz: Mapping[str, Answers] = field(default_factory=dict)
    name: str = ""
    made: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been done."""
        return not (self.predictions or self.solved or self.explanations or self.quiz)

    def with_prediction(self, step: str, entry: Prediction) -> "Work":
        """With a prediction noted."""
        return replace(self, predictions={**self.predictions, step: entry})

    def with_solution(self, exercise: str, entry: Solution) -> "Work":
        """With a solved exercise noted; the first solution stays."""
        return replace(self, solved={exercise: entry, **self.solved})

    def with_explanation(self, exercise: str, entry: Explanation) -> "Work":
        """With an explanation noted; an empty one takes it away."""
        others = {key: value for key, value in self.explanations.items() if key != exercise}
        return replace(self, explanations={**others, exercise: entry} if entry.text.strip() else others)

    def with_answers(self, occasion: str, entry: Answers) -> "Work":
        """With the answers to a quiz noted."""
        return replace(self, quiz={**self.quiz, occasion: entry})

    def merged(self, other: "Work") -> "Work":
        """Both together: of two predictions or solutions the first made holds, of explanations and answers the last."""
        return replace(
            self,
            predictions=_merged(self.predictions, other.predictions, first=True),
            solved=_merged(self.solved, other.solved, first=True),
            explanations=_merged(self.explanations, other.explanations, first=False),
            quiz=_merged(self.quiz, other.quiz, first=False),
        )

    def as_json(self, *, indent: int | None = None) -> str:
        """The record as text, equal for equal records."""
        kinds = {name: {key: entry._asdict() for key, entry in getattr(self, name).items()} for name in KINDS}
        whole = {"format": FORMAT, "name": self.name, "made": self.made, **kinds}
        return json.dumps(whole, ensure_ascii=False, indent=indent, sort_keys=True)

    def as_code(self) -> str:
        """The record as one line, for the text box of a learning platform."""
        packed = base64.urlsafe_b64encode(zlib.compress(self.as_json().encode(), 9)).decode()
        return CODE + packed.rstrip("=")


Entry = TypeVar("Entry", Prediction, Solution, Explanation, Answers)
KINDS: Mapping[str, type[Any]] = {
    "predictions": Prediction,
    "solved": Solution,
    "explanations": Explanation,
    "quiz": Answers,
}


def _merged(one: Mapping[str, Entry], other: Mapping[str, Entry], *, first: bool) -> dict[str, Entry]:
    choose: Callable[..., Any] = min if first else max
    both = [key for key in one if key in other]
    return {**one, **other} | {key: choose(one[key], other[key], key=lambda entry: (entry.at, entry)) for key in both}


def read_work(text: str) -> Work:
    """Read a record from its text or its line of code.

    Raises:
        TooLarge: If it is longer than any record.
        InvalidValue: If it is none.
    """
    if len(text) > LIMIT:
        raise TooLarge("record", len(text), f"at most {LIMIT}", "This is too long to be a record of GRUViz.")
    text = text.strip()
    try:
        whole = json.loads(_unpacked(text) if text.startswith(CODE) else text)
    except (ValueError, RecursionError):
        raise _none() from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise _none()
    kinds = {name: _entries(whole.get(name), kind) for name, kind in KINDS.items()}
    made = str(whole.get("made"))
    return Work(**kinds, name=_text(whole.get("name"), NAME), made=made if _is_time(made) else "")


def _none() -> InvalidValue:
    sentence = "This is no record of GRUViz, or a piece of it is missing."
    return InvalidValue("record", "something else", "a file or a line that GRUViz has made", sentence)


def _unpacked(code: str) -> str:
    """The text in a line of code, of which no more is unpacked than a record may have."""
    packed = code.removeprefix(CODE)
    try:
        compressed = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(compressed, 4 * LIMIT)
    except (binascii.Error, zlib.error):
        raise _none() from None
    if not unpacking.eof or len(text.decode()) > LIMIT:
        raise _none()
    return text.decode()


def _entries(value: object, kind: type[Any]) -> dict[str, Any]:
    """The entries of one kind that are whole; the others are left out."""
    items = list(value.items())[:ENTRIES] if isinstance(value, dict) else []
    whole = {key: _entry(entry, kind) for key, entry in items if _is_key(key)}
    return {key: kind(**fields) for key, fields in whole.items() if fields is not None}


def _entry(value: object, kind: type[Any]) -> dict[str, Any] | None:
    if not isinstance(value, dict) or not _is_time(value.get("at")):
        return None
    fields = {name: value.get(name) for name in kind._fields}
    if any(not _is_sound(name, one) for name, one in fields.items()):
        return None
    return fields


def _is_sound(name: str, value: object) -> bool:
    if name == "said":
        return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1e40
    limit = SETTINGS if name == "settings" else TEXT
    return isinstance(value, str) and len(value) <= limit


def _is_key(key: str) -> bool:
    return key.isidentifier() and len(key) <= KEY


def _text(value: object, limit: int) -> str:
    return " ".join(value.split())[:limit] if isinstance(value, str) else ""


def _is_time(value: object) -> bool:
    if not isinstance(value, str) or len(value) > 40:
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
