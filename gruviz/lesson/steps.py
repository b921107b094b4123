"""One step of the lesson, as a teacher writes it in a file of assets/text/lesson."""

from collections.abc import Mapping
from dataclasses import dataclass

from gruviz.lesson.demonstrations import DEMONSTRATIONS
from gruviz.lesson.questions import FIELDS, SECTIONS, Question, parse_question
from gruviz.lesson.sheet import Sheet
from gruviz.validation import InvalidValue

GOALS = ("factor", "regimes", "copy", "fresh", "memory")
"""What the lesson wants to reach; the course says each in a sentence."""
ROUTES = (20, 45, 90)
"""Lengths of the lesson in minutes."""
TRAINED = "highway"
"""The figure that needs a training."""
FIGURES = (*DEMONSTRATIONS, TRAINED)
HEADER = ("title", "name", "goal", "minutes", "routes", "picture", "figure", "settings", "controls", "also")


@dataclass(frozen=True)
class LessonStep:
    """One step.

    Args:
        key: From the file's name, "03_chain.md": chain.
        title: Heading: a question, which gives no answer away.
        name: What it is called where there is little room.
        goal: Which of `GOALS` it serves.
        minutes: Planned for a class that votes, talks and votes again.
        routes: Which of `ROUTES` it belongs to; none where it is offered only by name.
        picture: Name of a picture above the text; empty if there is none.
        figure: One of `FIGURES`.
        settings: Of the figure, as in a link to the laboratory (of the training page for the trained figure).
        controls: At most two settings that the student may change.
        also: Links to other pages, "page?query" each.
        text: Markdown.
        question: What is predicted.
        look: Markdown, one line: what to look for in the run, asked before anything is explained; may be empty.
        reveal: Markdown as `prose` has it, read after the prediction.
        takeaway: One line.
        notes: For the teacher: expected answers and traps.
    """

    key: str
    title: str
    name: str
    goal: str
    minutes: int
    routes: tuple[int, ...]
    picture: str
    figure: str
    settings: Mapping[str, str]
    controls: tuple[str, ...]
    also: tuple[str, ...]
    text: str
    question: Question
    look: str
    reveal: str
    takeaway: str
    notes: str


def parse_step(file: str, text: str) -> LessonStep:
    """Read one file; raises InvalidValue naming file, line and what is allowed."""
    sheet = Sheet(
        file,
        text,
        fields=(*HEADER, *FIELDS),
        sections=("text", *SECTIONS, "look", "reveal", "takeaway", "notes"),
    )
    controls = sheet.listed("controls")
    if len(controls) > 2:
        sheet.wrong(sheet.field("controls").line, "controls", ", ".join(controls), "at most two settings")
    return LessonStep(
        key=key_of(file),
        title=sheet.field("title").text,
        name=sheet.field("name", "").text or key_of(file).capitalize(),
        goal=sheet.choice("goal", GOALS),
        minutes=sheet.whole("minutes", 1, 45),
        routes=_routes(sheet),
        picture=sheet.field("picture", "").text,
        figure=sheet.choice("figure", FIGURES),
        settings=sheet.query("settings"),
        controls=controls,
        also=tuple(link for link in sheet.field("also", "").text.split(", ") if link),
        text=sheet.section("text").text,
        question=parse_question(sheet),
        look=sheet.section("look", "").text,
        reveal=sheet.section("reveal").text,
        takeaway=sheet.section("takeaway").text,
        notes=sheet.section("notes").text,
    )


def _routes(sheet: Sheet) -> tuple[int, ...]:
    words, allowed = sheet.listed("routes"), {str(minutes): minutes for minutes in ROUTES}
    if not set(words) <= set(allowed):
        sheet.wrong(sheet.field("routes").line, "routes", ", ".join(words), "some of " + ", ".join(allowed))
    return tuple(allowed[word] for word in words)


def key_of(file: str) -> str:
    """Name of a step in addresses."""
    stem = file.removesuffix(".md")
    number, _, key = stem.partition("_")
    if not number.isdecimal() or not key.isidentifier():
        raise InvalidValue("file", file, "two digits, an underscore and a name, such as 03_chain.md")
    return key
