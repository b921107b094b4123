"""The lesson on paper for the teacher: answers as the runs give them, why one errs, notes, and the exercises solved."""

import html
from collections.abc import Iterable, Sequence

from gruviz.lesson.course import Course
from gruviz.lesson.exercises import Exercise
from gruviz.lesson.grading import answer_words
from gruviz.lesson.paper import as_html, inline
from gruviz.lesson.printed import A4, NOT_RUN, StepRun, document, heading
from gruviz.lesson.quiz import QuizItem

KEY = "section { margin-bottom: 5mm; } p, li { orphans: 3; widows: 3; } h1 { margin-top: 6mm; }"


def answer_key(
    runs: Sequence[StepRun], course: Course, quiz: Iterable[QuizItem], exercises: Iterable[Exercise], *, seed: int
) -> str:
    """Answers, misconceptions and notes of the steps; answers of the quiz; a solution of each exercise."""
    head = f"<h1>Answer key: {html.escape(course.title)}</h1><p>Computed from the runs of random seed {seed}.</p>"
    opening = f"<section><h2>Before the first step</h2>{as_html(course.notes)}</section>"
    steps = "".join(_step(number, run) for number, run in enumerate(runs, 1))
    closing = f"<section><h2>At the end</h2>{as_html(course.closing)}</section>"
    asked = "".join(_item(number, item) for number, item in enumerate(quiz, 1))
    solved = "".join(_solution(number, exercise) for number, exercise in enumerate(exercises, 1))
    body = f"{head}{opening}{steps}{closing}<h1>Quiz</h1>{asked}<h1>Exercises</h1>{solved}"
    return document(f"Answer key: {course.title}", body, A4 + KEY)


def _step(number: int, run: StepRun) -> str:
    """The question once more, its answer, why one errs, and the notes."""
    step, question, shown = run.step, run.step.question, run.demonstration
    answer = inline(answer_words(question, shown.measures)) if shown else NOT_RUN
    reveal = as_html(run.filled(step.reveal)) if shown else ""
    return (
        f"<section>{heading(number, step.title, minutes=step.minutes)}{as_html(run.filled(question.text))}"
        f"<p><strong>{answer}</strong></p>{reveal}{_reasons(run)}"
        f"<h3>Notes</h3>{as_html(step.notes)}</section>"
    )


def _reasons(run: StepRun) -> str:
    """Why one errs, as this run has it; a choice of which it says nothing is left out."""
    if run.demonstration is None:
        return ""
    said = {name: run.filled(reason).strip() for name, reason in run.step.question.reasons.items()}
    choices = run.step.question.choices
    items = (f"<li><em>{inline(choices.get(name, name))}</em>: {inline(why)}</li>" for name, why in said.items() if why)
    return f"<h3>If they say …</h3><ul>{''.join(items)}</ul>"


def _item(number: int, item: QuizItem) -> str:
    right = inline(item.choices[item.right])
    return (
        f"<section><p>{number}. {inline(item.text)}</p><p><strong>{right}</strong> {inline(item.reason)}</p></section>"
    )


def _solution(number: int, exercise: Exercise) -> str:
    settings = "&".join(f"{name}={value}" for name, value in exercise.solution.items())
    goals = "".join(f"<li>{inline(goal.words)}</li>" for goal in exercise.goals)
    return (
        f"<section>{heading(number, exercise.title)}<ul>{goals}</ul>"
        f"<p>One solution: <code>{exercise.page}?{html.escape(settings)}</code></p>"
        f"{as_html(exercise.lesson)}{as_html(exercise.model)}</section>"
    )
