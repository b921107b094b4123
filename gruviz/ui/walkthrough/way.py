"""The way through the lesson: which places belong to it, in which order, and what each takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from gruviz.lesson import LessonStep, route
from gruviz.ui.controls.kinds import Values
from gruviz.ui.walkthrough.controls import AFTERWARDS, BEFORE
from gruviz.ui.walkthrough.lesson import load_course, load_lesson

NAMES = {"opening": "Start", "quiz_before": "Quiz", "recap": "Recap", "quiz_after": "Quiz", "after": "And then"}
"""Of the places beside the steps, where there is little room."""
EXERCISES = "exercises"
"""What comes after the last place."""


@dataclass(frozen=True)
class Way:
    """The way through the lesson under some settings.

    Args:
        minutes: Of the route, one of `ROUTES`.
        steps: That belong to it, by key, in their order.
        chosen: Whether a teacher chose them.
    """

    minutes: int
    steps: Mapping[str, LessonStep]
    chosen: bool

    @classmethod
    def of(cls, values: Values) -> "Way":
        """The steps that a link names, else those of the route."""
        lesson, minutes = load_lesson(), int(values["route"])
        if values["steps"]:
            return cls(minutes, {key: lesson[key] for key in values["steps"]}, True)
        return cls(minutes, route(lesson, minutes), False)

    @property
    def places(self) -> list[str]:
        """Keys of all stops that "Next" leads to; a part for which a route has no time is left out."""
        parts = load_course().minutes
        timed = {"recap": "recap", "quiz_after": "quiz", "after": "after"}
        return ["opening", *self.steps, *(place for place, part in timed.items() if parts[part][self.minutes])]

    @property
    def all_places(self) -> list[str]:
        """Also those that one can go to beside the way."""
        steps = list(self.steps) if self.chosen else list(load_lesson())
        return [*BEFORE, *steps, *AFTERWARDS]

    @property
    def duration(self) -> int:
        """Minutes that all of it takes in a class."""
        return load_course().duration(self.steps, self.minutes)

    @property
    def around(self) -> int:
        """Minutes beside the steps."""
        return load_course().duration({}, self.minutes)

    def after(self, place: str) -> str | None:
        """The next stop; None where the exercises come."""
        return next((key for key in self._beyond(place) if key in self.places), None)

    def before(self, place: str) -> str | None:
        """The stop before; None at the first one."""
        known = self._known(place)
        earlier = list(takewhile(lambda key: key != place, known))
        return next((key for key in reversed(earlier) if key in self.places), None)

    def number(self, place: str) -> str:
        """Where a step stands among the others, "Step 3 of 8"; without a number beside the way."""
        steps = list(self.steps)
        return f"Step {steps.index(place) + 1} of {len(steps)}" if place in steps else "A further step"

    def _beyond(self, place: str) -> list[str]:
        known = self._known(place)
        return known[known.index(place) + 1 :]

    def _known(self, place: str) -> list[str]:
        """All places, and this one where a teacher's choice has left it out: behind the steps."""
        known = self.all_places
        if place in known:
            return known
        at = known.index(next(iter(AFTERWARDS)))
        return [*known[:at], place, *known[at:]]


def name_of(place: str) -> str:
    """What a place is called where there is little room."""
    return NAMES.get(place) or load_lesson()[place].name


def title_of(place: str) -> str:
    """What a place is called in full."""
    return (BEFORE | AFTERWARDS).get(place) or load_lesson()[place].title
