"""A question as the class sees it, and what the run answered. Neither knows the lesson that it came from."""

import json
import math
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from gruviz.classroom.refusals import VoteRefused
from gruviz.validation import InvalidValue

LONGEST = 60_000
"""Letters of a question or an outcome, with its formulas."""

LARGEST = 1e300
"""Number that anyone may predict."""


class Stop(NamedTuple):
    """A place on an axis, and how it is said: (1e-4, "1 in 10,000")."""

    value: float
    words: str


@dataclass(frozen=True)
class Axis:
    """Where a number is predicted: the same places as on the teacher's chart.

    Args:
        name: What the number is, such as "left of the signal, 50 steps back".
        stops: Every place that one may choose, rising.
        marks: Which of the stops are labelled beside the axis, by their place from 0.
        logarithmic: Whether equal ratios, rather than equal differences, lie equally far apart.
    """

    name: str
    stops: tuple[Stop, ...]
    marks: tuple[int, ...] = ()
    logarithmic: bool = False

    def __post_init__(self) -> None:
        values = [stop.value for stop in self.stops]
        rising = len(values) > 1 and all(one < other for one, other in pairwise(values))
        if not rising or not all(map(math.isfinite, values)) or (self.logarithmic and values[0] <= 0):
            raise InvalidValue("stops", values[:5], "two or more finite numbers, rising, and above 0 on a log axis")
        if not all(0 <= mark < len(values) for mark in self.marks):
            raise InvalidValue("marks", self.marks, f"places from 0 to {len(values) - 1}")

    def stop(self, value: float) -> float:
        """The stop that a vote means; raises VoteRefused if it means none."""
        for stop in self.stops:
            if math.isclose(stop.value, value, rel_tol=1e-6, abs_tol=1e-300):
                return stop.value
        raise VoteRefused("This is no place on the axis.")


@dataclass(frozen=True)
class ClassQuestion:
    """What the class is asked.

    Args:
        key: Its name among the questions of its class, such as "walkthrough.chain": letters, digits, "._-".
        title: In plain text.
        text: HTML with MathML.
        choices: HTML each; a vote is the place of one, from 0.
        axis: Where a number is predicted instead; a vote is that number.
    """

    key: str
    title: str
    text: str
    choices: tuple[str, ...] = ()
    axis: Axis | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.key) <= 80 or not set(self.key) <= _LETTERS:
            raise InvalidValue("key", self.key, "1 to 80 of the letters a-z, digits, and . _ -")
        if (len(self.choices) >= 2) == (self.axis is not None):
            raise InvalidValue("choices", len(self.choices), "either two or more, or an axis")
        if len(self.to_json()) > LONGEST:
            raise InvalidValue("text", f"{len(self.to_json())} letters", f"at most {LONGEST}")

    def counted(self, value: object) -> float:
        """A vote as it is counted; raises VoteRefused if it is no answer to this question."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not -LARGEST <= value <= LARGEST:
            raise VoteRefused("A vote is a number.")
        if self.axis:
            return self.axis.stop(float(value))
        if value not in range(len(self.choices)):
            raise VoteRefused("There is no such choice.")
        return float(value)

    def takes_votes_of(self, other: "ClassQuestion") -> bool:
        """Whether votes on another wording of this question still mean the same."""
        stops, others = (question.axis and [stop.value for stop in question.axis.stops] for question in (self, other))
        return len(self.choices) == len(other.choices) and stops == others

    def to_json(self) -> str:
        """As the database and the phones have it."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "ClassQuestion":
        """What `to_json` has written."""
        data: dict[str, Any] = json.loads(text)
        axis = data.pop("axis")
        if axis:
            stops = tuple(Stop(*stop) for stop in axis["stops"])
            axis = Axis(axis["name"], stops, tuple(axis["marks"]), axis["logarithmic"])
        return cls(**{**data, "choices": tuple(data["choices"]), "axis": axis})


_LETTERS = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


class Curve(NamedTuple):
    """What the run drew, in the frame whose vertical axis is the question's.

    Args:
        points: (x, y); x from 0, left, to 1, right, and y as on the axis. None where there is nothing to draw.
        left: What the left end is, such as "50 steps back".
        right: What the right end is, such as "the loss".
        answer: x of the place that was asked about.
    """

    points: tuple[tuple[float, float | None], ...]
    left: str
    right: str
    answer: float


@dataclass(frozen=True)
class ClassOutcome:
    """What the run showed; a class learns it when the teacher reveals it.

    Args:
        words: HTML: "We measured 1 in 4 trillion."
        right: Place of the right choice, or the measured number; None if the run decides nothing.
        low: From here on a predicted number counts as right; None for choices.
        high: Up to here.
        curve: Drawn on the axis of the question.
    """

    words: str
    right: float | None = None
    low: float | None = None
    high: float | None = None
    curve: Curve | None = None

    def is_right(self, value: float) -> bool | None:
        """Whether a vote was right; None if the run decides nothing."""
        if self.right is None:
            return None
        if self.low is None or self.high is None:
            return value == self.right
        return self.low <= value <= self.high

    def to_json(self) -> str:
        """As the database and the phones have it."""
        return json.dumps(asdict(self), ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> "ClassOutcome":
        """What `to_json` has written."""
        data: dict[str, Any] = json.loads(text)
        if data["curve"]:
            points, *rest = data["curve"]
            data["curve"] = Curve(tuple((x, y) for x, y in points), *rest)
        return cls(**data)
