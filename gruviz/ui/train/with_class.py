"""A class guesses who will solve the task first; the training answers when it ends."""

import html
from collections.abc import Sequence
from functools import partial
from hashlib import blake2b

from gruviz.classroom.question import ClassOutcome, ClassQuestion
from gruviz.tasks import find_task
from gruviz.training.history import History, histories
from gruviz.training.milestones import labels as learners_of
from gruviz.training.settings import TrainConfig
from gruviz.ui.classroom.teacher import class_bar, class_tally, class_way, settle
from gruviz.ui.classroom.topic import Topic
from gruviz.ui.controls.panel import Panel
from gruviz.ui.train.run import Training, TrainingRun
from gruviz.ui.train.sentences import NOBODY, first_to_solve
from gruviz.wording import listed


def training_class(panel: Panel, run: TrainingRun, job: Training | None) -> None:
    """The class above a training: its guesses, and once the training has ended, who was right."""
    if not panel.class_code:
        return
    learned = histories(job.config, job.events) if job and job.status == "finished" else None
    topic = training_topic(run.config, learned)
    answers = [*learners_of(run.config), NOBODY]
    guess = float(answers.index(run.guess)) if learned and run.guess in answers else None
    settle(panel, topic)
    class_bar(panel, topic, guess=guess)
    class_tally(panel, topic, revealed=learned is not None)


def class_starts(panel: Panel, run: TrainingRun) -> bool:
    """Draw the class's way to the start of a training in place of "Start"; False where there is none."""
    return bool(panel.class_code) and class_way(panel, training_topic(run.config, None), reveal=run.start)


def training_topic(config: TrainConfig, learned: Sequence[History] | None) -> Topic | None:
    """Who will solve it first; None where only one learns.

    Args:
        config: Of the training.
        learned: What became of its learners; None before it has ended.
    """
    labels = learners_of(config)
    if len(labels) < 2:
        return None
    task = find_task(config.task).title
    name = blake2b(repr(config).encode(), digest_size=6).hexdigest()
    text = f"<p>All learn the same task, <em>{html.escape(task)}</em>. Who will solve it first?</p>"
    choices = tuple(html.escape(label) for label in (*labels, NOBODY))
    question = ClassQuestion(f"train.{name}", "Who learns it first?", text, choices)
    return Topic(question, partial(_outcome, labels, learned) if learned is not None else None)


def _outcome(labels: Sequence[str], learned: Sequence[History]) -> ClassOutcome:
    """Who was first; several at once leave the question open."""
    first = first_to_solve(learned)
    if not first:
        return ClassOutcome("Nobody solved it.", float(len(labels)))
    verb = "was" if len(first) == 1 else "were"
    words = html.escape(f"{listed(first)} {verb} first to solve it.")
    return ClassOutcome(words, float(labels.index(first[0])) if len(first) == 1 else None)
