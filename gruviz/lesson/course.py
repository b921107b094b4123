"""What holds the steps together: an opening, goals, routes of several lengths, a recap, and what came after."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from gruviz.lesson.measures import Measure
from gruviz.lesson.prose import filled
from gruviz.lesson.sheet import Sheet
from gruviz.lesson.steps import FIGURES, GOALS, ROUTES, TRAINED, LessonStep

__all__ = ["GOALS", "ROUTES", "Course", "Selection", "Sentence", "parse_course", "route", "selected"]

PARTS = ("opening", "recap", "quiz", "after")
"""What a lesson has beside its steps."""
GAP = "___"


class Sentence(NamedTuple):
    """A sentence in which one word decides another, far away."""

    words: tuple[str, ...]
    """Without the one that is asked for, whose place is `GAP`."""
    noun: int
    """Place of the word that decides, from 0."""
    gap: int
    """Place of the word that is asked for."""

    @property
    def distance(self) -> int:
        """How many words apart the two are."""
        return self.gap - self.noun


@dataclass(frozen=True)
class Course:
    """The lesson as a whole.

    Args:
        title: Its name: a question.
        sentence: With which it begins.
        choices: Words that might stand in the sentence's gap; the first is right.
        minutes: Of each of `PARTS`, by route.
        figure: Of the recap, one of `FIGURES` but no training.
        settings: Of that figure, as in a link to the laboratory.
        goals: A sentence each, by the keys `GOALS`.
        opening: Markdown as `prose` has it, with the names `minutes`, `experiments` and `distance`.
        recap: Markdown as `prose` has it, with the numbers of the figure.
        after: Markdown: how the idea went on.
        notes: For the teacher: before and in the first minutes.
        closing: For the teacher: the recap and the end.
    """

    title: str
    sentence: Sentence
    choices: tuple[str, ...]
    minutes: Mapping[str, Mapping[int, int]]
    figure: str
    settings: Mapping[str, str]
    goals: Mapping[str, str]
    opening: str
    recap: str
    after: str
    notes: str
    closing: str

    def introduced(self, steps: Mapping[str, LessonStep], minutes: int) -> str:
        """The opening of a lesson with these steps."""
        numbers = {"minutes": minutes, "experiments": len(steps), "distance": self.sentence.distance}
        return filled(self.opening, {name: Measure(number, str(number)) for name, number in numbers.items()})

    def duration(self, steps: Mapping[str, LessonStep], minutes: int) -> int:
        """Minutes that these steps take, with all that a route of so many minutes has beside them."""
        return sum(step.minutes for step in steps.values()) + sum(part[minutes] for part in self.minutes.values())


def parse_course(file: str, text: str) -> Course:
    """Read the file; raises InvalidValue naming file, line and what is allowed."""
    sections = ("opening", "goals", "recap", "after", "notes", "closing")
    sheet = Sheet(file, text, fields=("title", "sentence", "choices", *PARTS, "figure", "settings"), sections=sections)
    return Course(
        title=sheet.field("title").text,
        sentence=_sentence(sheet),
        choices=sheet.listed("choices"),
        minutes={part: _minutes(sheet, part) for part in PARTS},
        figure=sheet.choice("figure", [name for name in FIGURES if name != TRAINED]),
        settings=sheet.query("settings"),
        goals=_goals(sheet),
        opening=sheet.section("opening").text,
        recap=sheet.section("recap").text,
        after=sheet.section("after").text,
        notes=sheet.section("notes").text,
        closing=sheet.section("closing").text,
    )


def _sentence(sheet: Sheet) -> Sentence:
    """The noun is marked as **noun**, the gap as ___."""
    line, text = sheet.field("sentence")
    words = text.split()
    nouns = [place for place, word in enumerate(words) if re.fullmatch(r"\*\*.+\*\*", word)]
    if len(nouns) != 1 or words.count(GAP) != 1 or words.index(GAP) < nouns[0]:
        sheet.wrong(line, "sentence", text, f"one word between ** and **, and {GAP} after it")
    return Sentence(tuple(word.strip("*") for word in words), nouns[0], words.index(GAP))


def _minutes(sheet: Sheet, part: str) -> dict[int, int]:
    line, text = sheet.field(part)
    words = [word.strip() for word in text.split(",")]
    if len(words) != len(ROUTES) or not all(word.isdecimal() for word in words):
        lengths = ", ".join(map(str, ROUTES))
        sheet.wrong(line, part, text, f"its minutes in the lessons of {lengths}, such as 2, 3, 3")
    return dict(zip(ROUTES, map(int, words), strict=True))


def _goals(sheet: Sheet) -> dict[str, str]:
    goals = sheet.items("goals")
    if tuple(goals) != GOALS:
        sheet.wrong(sheet.section("goals").line, "goals", ", ".join(goals), "in this order " + ", ".join(GOALS))
    return {key: entry.text for key, entry in goals.items()}


class Selection(NamedTuple):
    """Steps that a link chose."""

    steps: Mapping[str, LessonStep]
    """In the order of the link."""
    unknown: tuple[str, ...]
    """What the link names and the lesson has not."""


def route(steps: Mapping[str, LessonStep], minutes: int) -> Mapping[str, LessonStep]:
    """The steps of the lesson of so many minutes, one of `ROUTES`."""
    return {key: step for key, step in steps.items() if minutes in step.routes}


def selected(steps: Mapping[str, LessonStep], names: str) -> Selection:
    """The steps that a text such as "feedback,chain,fresh" names, in its order, each once."""
    keys = dict.fromkeys(key.strip() for key in names.split(",") if key.strip())
    return Selection({key: steps[key] for key in keys if key in steps}, tuple(key for key in keys if key not in steps))
