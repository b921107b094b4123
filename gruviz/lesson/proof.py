"""A student's record held against the runs: what of it holds, as a table.

It is no cryptography: whoever can solve an exercise can write the file that says so. What the check does show is that
the settings in the file solve the exercise, and what a prediction was worth.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from gruviz.lesson.work import Answers, Prediction, Solution, Work
from gruviz.validation import GruvizError, InvalidValue

HOLDS, FAILS, OPEN, READ, COUNTED = "holds", "does not hold", "not checked", "to be read", "counted"
"""What a check says; explanations are to be read by a person."""


class Waits(Exception):
    """A check needs a long run that has not been made; its message says which."""


class Finding(NamedTuple):
    """One claim of a record, and what the check says to it."""

    kind: str
    key: str
    title: str
    at: str
    claim: str
    verdict: str
    """One of `HOLDS`, `FAILS`, `OPEN`, `READ` and `COUNTED`; of a prediction what it was worth, such as "right"."""
    said: str
    """What was measured, or why it does not hold."""


class Judge(NamedTuple):
    """How claims are held against runs; each raises GruvizError, or Waits where a long run is missing.

    Args:
        steps, exercises: Their titles, by key.
        solution: Settings of an exercise → whether they solve it, and what was measured.
        prediction: A step's prediction → what it is worth and why, as `grade` says it.
        answers: A quiz's answers → how many are right, in words.
    """

    steps: Mapping[str, str]
    exercises: Mapping[str, str]
    solution: Callable[[str, Solution], tuple[bool, str]]
    prediction: Callable[[str, Prediction], tuple[str, str]]
    answers: Callable[[Answers], str]


def check_work(work: Work, judge: Judge) -> list[Finding]:
    """Every claim of a record, checked."""
    return [
        *(_prediction(judge, key, entry) for key, entry in work.predictions.items()),
        *(_solution(judge, key, entry) for key, entry in work.solved.items()),
        *(
            Finding("explanation", key, judge.exercises.get(key, key), entry.at, entry.text, READ, "")
            for key, entry in work.explanations.items()
        ),
        *(_answers(judge, key, entry) for key, entry in work.quiz.items()),
    ]


def _prediction(judge: Judge, key: str, entry: Prediction) -> Finding:
    verdict, said = _judged(judge.steps, key, lambda: judge.prediction(key, entry))
    return Finding("prediction", key, judge.steps.get(key, key), entry.at, f"{entry.said:g}", verdict, said)


def _solution(judge: Judge, key: str, entry: Solution) -> Finding:
    def solve() -> tuple[str, str]:
        solved, said = judge.solution(key, entry)
        return HOLDS if solved else FAILS, said

    verdict, said = _judged(judge.exercises, key, solve)
    return Finding("exercise", key, judge.exercises.get(key, key), entry.at, entry.settings, verdict, said)


def _answers(judge: Judge, key: str, entry: Answers) -> Finding:
    return Finding("quiz", key, f"Quiz {key} the lesson", entry.at, entry.given, COUNTED, judge.answers(entry))


def _judged(titles: Mapping[str, str], key: str, check: Callable[[], tuple[str, str]]) -> tuple[str, str]:
    """What a check says; a claim that cannot be checked does not hold."""
    try:
        if key not in titles:
            raise InvalidValue("record", key, "one of this lesson", "This lesson has nothing of this name.")
        return check()
    except Waits as waits:
        return OPEN, str(waits)
    except GruvizError as error:
        return FAILS, error.sentence or str(error)


class Paper(NamedTuple):
    """A record with the name of its file, and what the check says."""

    file: str
    work: Work
    findings: list[Finding]

    @property
    def who(self) -> str:
        """The name in the record, else that of the file."""
        return self.work.name or self.file

    def count(self, kind: str, *verdicts: str) -> int:
        """Claims of a kind, of some verdicts if any are given."""
        return sum(one.kind == kind and (not verdicts or one.verdict in verdicts) for one in self.findings)


def table_of(papers: Iterable[Paper]) -> list[dict[str, str]]:
    """One row for each record."""
    return [
        {
            "Who": paper.who,
            "Handed in": paper.work.made[:16].replace("T", " "),
            "Exercises that hold": f"{paper.count('exercise', HOLDS)} of {paper.count('exercise')}",
            "Predictions": f"{paper.count('prediction', 'right', 'close')} right or close of "
            f"{paper.count('prediction')}",
            "Explanations": str(paper.count("explanation")),
            "Quiz": ", ".join(f"{one.key} {one.said}" for one in paper.findings if one.kind == "quiz"),
            "Not checked": str(paper.count("exercise", OPEN) + paper.count("prediction", OPEN)),
        }
        for paper in papers
    ]


def csv_of(papers: Iterable[Paper]) -> str:
    """Every claim of every record as a line of CSV, with nothing in it that a spreadsheet would compute."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("who", "file", "handed_in", *Finding._fields))
    for paper in papers:
        for finding in paper.findings:
            writer.writerow([_inert(text) for text in (paper.who, paper.file, paper.work.made, *finding)])
    return out.getvalue()


def _inert(text: str) -> str:
    """A text that a spreadsheet takes as text: one that begins like a formula gets an apostrophe."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
