"""One step of the lesson, as a teacher writes it in a file of assets/text/lesson."""

import string
from collections.abc import Mapping
from dataclasses import dataclass

from gruviz.lesson.demonstrations import DEMONSTRATIONS, Measure
from gruviz.lesson.measures import texts
from gruviz.lesson.questions import FIELDS, SECTIONS, Question, parse_question
from gruviz.lesson.sheet import Sheet
from gruviz.validation import InvalidValue

TRAINED = "highway"
"""The figure that needs a training."""
NBSP = "\u00a0"
"""Keeps the parts of a number on one line."""
FIGURES = (*DEMONSTRATIONS, TRAINED)


@dataclass(frozen=True)
class LessonStep:
    """One step.

    Args:
        key: From the file's name, "03_chain.md": chain.
        title: Heading.
        minutes: Planned for a class.
        figure: One of `FIGURES`.
        settings: Of the figure, as in a link to the laboratory (of the training page for the trained figure).
        controls: At most two settings that the student may change.
        also: Links to other pages, "page?query" each.
        text: Markdown.
        question: What is predicted.
        reveal: Markdown with measured numbers in braces, read after the prediction.
        takeaway: One line.
        notes: For the teacher: expected answers and traps.
    """

    key: str
    title: str
    minutes: int
    figure: str
    settings: Mapping[str, str]
    controls: tuple[str, ...]
    also: tuple[str, ...]
    text: str
    question: Question
    reveal: str
    takeaway: str
    notes: str


def parse_step(file: str, text: str) -> LessonStep:
    """Read one file; raises InvalidValue naming file, line and what is allowed."""
    sheet = Sheet(
        file,
        text,
        fields=("title", "minutes", "figure", "settings", "controls", "also", *FIELDS),
        sections=("text", *SECTIONS, "reveal", "takeaway", "notes"),
    )
    controls = sheet.listed("controls")
    if len(controls) > 2:
        sheet.wrong(sheet.field("controls").line, "controls", ", ".join(controls), "at most two settings")
    return LessonStep(
        key=key_of(file),
        title=sheet.field("title").text,
        minutes=sheet.whole("minutes", 1, 45),
        figure=sheet.choice("figure", FIGURES),
        settings=sheet.query("settings"),
        controls=controls,
        also=sheet.listed("also"),
        text=sheet.section("text").text,
        question=parse_question(sheet),
        reveal=sheet.section("reveal").text,
        takeaway=sheet.section("takeaway").text,
        notes=sheet.section("notes").text,
    )


def filled(prose: str, measures: Mapping[str, Measure]) -> str:
    """Put measured numbers in the place of their names: "{kept_rnn}" becomes "2.4 × 10⁻¹⁴".

    Braces that hold anything else are left alone, since formulas have them too.

    Raises:
        InvalidValue: If a name is not measured in this figure.
    """
    numbers = texts(measures)
    parts: list[str] = []
    for part in prose.split("{"):
        name, brace, rest = part.partition("}")
        if parts and brace and _is_name(name):
            if name not in numbers:
                raise InvalidValue("measured number", name, "one of " + ", ".join(numbers))
            parts.append(numbers[name].replace(" ", NBSP) + rest)
        else:
            parts.append(("{" if parts else "") + part)
    return "".join(parts)


def _is_name(text: str) -> bool:
    """Whether braces hold a measured number's name; LaTeX has none with an underscore and two letters."""
    return "_" in text and len(text) > 4 and set(text) <= {*string.ascii_lowercase, *string.digits, "_"}


def key_of(file: str) -> str:
    """Name of a step in addresses."""
    stem = file.removesuffix(".md")
    number, _, key = stem.partition("_")
    if not number.isdecimal() or not key.isidentifier():
        raise InvalidValue("file", file, "two digits, an underscore and a name, such as 03_chain.md")
    return key
