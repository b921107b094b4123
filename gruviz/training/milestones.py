"""What has happened in a training, each said at the update at which it happened, and only if it did.

A state of things counts from the first report on after which it has held for `STAYS` updates without a break:

- The road is open when at every step from the last down to the first at least 1% of the last step's gradient is left.
- The error has moved when it is at most half of that of a guess without memory; it has not moved at all above 90%.
  Of an accuracy the error is what is missing to 1.
- The signal grows when at the first step it is at least 100 times as strong as at the last.

"Solved" is as in `LearnerTrace.solved`.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gruviz.tasks import METRICS, find_task
from gruviz.training.history import learner_label
from gruviz.training.settings import TrainConfig
from gruviz.training.trace import LearnerTrace, Trace, decoded
from gruviz.wording import counted, large, listed, steps

STAYS = 30
"""Updates for which something has to hold before it counts."""
MOVED, UNMOVED = 0.5, 0.9
"""Error, relative to a guess without memory, that has moved; and that has not moved at all."""
GROWN = 100
"""Strength at the first step, relative to the last, from which on a signal counts as growing."""
TOLD = 3
"""Learners at most of which the end tells one by one."""


@dataclass(frozen=True)
class Milestone:
    """Something that happened.

    Args:
        update: After how many updates.
        learner: Label of the one learner that it is about; None if it is about several.
        text: In a sentence or two.
    """

    update: int
    learner: str | None
    text: str


def milestones(config: TrainConfig, trace: Trace, *, ended: bool) -> list[Milestone]:
    """Tell the story of a training so far, one milestone at most for each update.

    Args:
        config: Of the training.
        trace: Of all learners.
        ended: Whether all updates have been made, so that "never" can be said.
    """
    stories = [_Story(config, trace.steps, *pair) for pair in zip(labels(config), trace.learners, strict=True)]
    told = [Milestone(0, None, _beginning(stories)), *(one for story in stories for one in story.tell())]
    told += _solutions(stories)
    if ended:
        told.append(Milestone(trace.steps[-1], None, _ending(config, stories)))
    told = sorted((one for one in told if one.text), key=lambda one: one.update)
    return [_together(update, list(group)) for update, group in groupby(told, key=lambda one: one.update)]


def labels(config: TrainConfig) -> list[str]:
    """Who learns, in words."""
    return [learner_label(learner, config.length) for learner in config.learners]


def despite_the_cut(config: TrainConfig, solvers: Sequence[str]) -> str:
    """Why these could solve a task over more steps than any gradient goes back; nothing where none had to."""
    if not solvers or config.truncation is None or config.truncation >= config.length:
        return ""
    return (
        f"No gradient went back more than {steps(config.truncation)}, and yet {listed(list(solvers))} solved a task "
        f"over {steps(config.length)}: the weights are the same at every step, so that what is learned near the "
        "answer is done farther back as well."
    )


def _together(update: int, told: list[Milestone]) -> Milestone:
    about, text = {one.learner for one in told}, " ".join(_capital(one.text) for one in told)
    when = f"Update {update:,}" if update else "Before any training"
    return Milestone(update, about.pop() if len(about) == 1 else None, f"{when}: {text[0].lower()}{text[1:]}")


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


@dataclass(frozen=True)
class _Story:
    """One learner's milestones."""

    config: TrainConfig
    steps: tuple[int, ...]
    label: str
    trace: LearnerTrace

    @property
    def reach(self) -> int:
        """Steps back to the first step; the state before it is one more."""
        return self.config.length - 1

    @property
    def opened(self) -> int | None:
        """Row at which the road opened."""
        return self._lasting(self.is_open)

    @property
    def moved(self) -> int | None:
        """Row at which the error had moved."""
        return self._lasting(lambda row: self.error(row) <= MOVED)

    @property
    def grew(self) -> int | None:
        """Row at which the signal had begun to grow."""
        return self._lasting(lambda row: self._at_first_step(row) >= GROWN)

    @property
    def flickered(self) -> bool:
        """Whether the road has been open in any report."""
        return any(map(self.is_open, range(len(self.steps))))

    @property
    def is_cut(self) -> bool:
        """Whether backpropagation is cut before the first step."""
        return self.config.truncation is not None and self.config.truncation < self.reach

    def error(self, row: int) -> float:
        """Relative to that of a guess without memory; infinite where there is no number."""
        task = find_task(self.config.task)
        baseline, value = next(iter(task.baselines(self.config.length).values())), self.trace.metric[row]
        if value is None:
            return float("inf")
        return (1 - value) / (1 - baseline) if METRICS[task.metric].higher_is_better else value / baseline

    def tell(self) -> Iterator[Milestone]:
        """What has happened to this learner."""
        opened, moved, grew = self.opened, self.moved, self.grew
        if opened:  # what is so from the start belongs to the beginning
            yield self._milestone(self.steps[opened], self._opening(opened, moved))
        if moved is not None:
            yield self._milestone(self.steps[moved], self._moving(opened, moved))
        if grew is not None:
            times = large(math.log10(self._at_first_step(grew)))
            text = f"{self._its('signal')} grows on its way back: {times} times as strong at the first step."
            yield self._milestone(self.steps[grew], text)
        if self.trace.stopped is not None:
            yield self._milestone(self.trace.stopped, f"the {self.label} stopped: its numbers became too large or NaN.")

    def fate(self) -> str:
        """What never happened, in a sentence; empty where it solved its task."""
        if self.trace.solved is not None or self.trace.stopped is not None:
            return ""
        if self.opened is not None:
            signal = "reached the first step"
        elif self.is_cut:
            signal = f"was cut after {steps(self.config.truncation or 0)}"
        elif self.flickered:
            signal = "flickered at the first step and never stayed"
        else:
            signal = f"never reached the first step: it came {steps(max(self.trace.hears))} back at most"
        return _capital(f"{self._its('signal')} {signal}; {self._error_words()}.")

    def _error_words(self) -> str:
        error = self.error(len(self.steps) - 1)
        if error > UNMOVED:
            return "its error is still that of a guess without memory"
        if error > MOVED:
            return "its error has hardly fallen"
        return "its error has fallen, but not far enough to count as solved"

    def _opening(self, opened: int, moved: int | None) -> str:
        reaches = f"{self._its('signal')} reaches the first step."
        if moved is not None and moved <= opened:
            return reaches if moved == opened else f"{reaches} Its error had halved before."
        return f"{reaches} Its error {'has not moved yet' if self.error(opened) > UNMOVED else 'has not halved yet'}."

    def _moving(self, opened: int | None, moved: int) -> str:
        halved = f"{self._its('error')} is half that of a guess without memory."
        if moved == 0:
            return halved
        if opened is not None and opened < moved:
            since = self.steps[moved] - self.steps[opened]
            before = f"{counted(since, 'update')} before the error moved" if opened else "from the start"
            return f"{halved} The road was open {before}."
        if self.is_cut:
            return f"{halved} No signal went back more than {steps(self.config.truncation or 0)}."
        if not self.is_open(moved):
            return f"{halved} So far its signal reaches {steps(self.trace.hears[moved])} back."
        return halved

    def _its(self, noun: str) -> str:
        """Something of this learner: "the GRU's signal", "the signal of the GRU (chrono)"."""
        return f"the {self.label}'s {noun}" if self.label.isalnum() else f"the {noun} of the {self.label}"

    def _milestone(self, update: int, text: str) -> Milestone:
        return Milestone(update, self.label, text)

    def is_open(self, row: int) -> bool:
        """Whether the road is open in a report."""
        return self.trace.hears[row] >= self.reach

    def _at_first_step(self, row: int) -> float:
        return decoded(int(self.trace.codes()[row, 1]))

    def _lasting(self, holds: Callable[[int], bool]) -> int | None:
        """The first row from which on something holds for `STAYS` updates; None while that is not known."""
        since = None
        for row, step in enumerate(self.steps):
            since = (row if since is None else since) if holds(row) else None
            if since is not None and step - self.steps[since] >= STAYS:
                return since
        return None


def _beginning(stories: Sequence[_Story]) -> str:
    """How far everyone hears before the first update."""
    far = [f"the {story.label}" for story in stories if story.is_open(0)]
    near = [story for story in stories if not story.is_open(0)]
    parts = [f"the signal of {listed(far)} reaches the first step"] if far else []
    if len(near) == 1:
        parts.append(f"the {near[0].label} hears {steps(near[0].trace.hears[0])} back")
    elif near:
        who = "none of the others hears" if far else "none of them hears"
        parts.append(f"{who} more than {steps(max(story.trace.hears[0] for story in near))} back")
    return f"{'; '.join(parts)}."


def _solutions(stories: Sequence[_Story]) -> Iterator[Milestone]:
    """Who has solved it; those who tie are told of together."""
    for update in {story.trace.solved for story in stories} - {None}:
        solvers = [story.label for story in stories if story.trace.solved == update]
        alone = len(solvers) == 1
        text = f"{listed([f'the {label}' for label in solvers])} {'has' if alone else 'have'} solved it."
        yield Milestone(update or 0, solvers[0] if alone else None, text)


def _ending(config: TrainConfig, stories: Sequence[_Story]) -> str:
    """What is to be said once all updates are made."""
    cut = despite_the_cut(config, [f"the {story.label}" for story in stories if story.trace.solved is not None])
    fates = [(story.label, fate) for story in stories if (fate := story.fate())]
    if len(fates) > TOLD:
        never = f"{listed([f'the {label}' for label, _ in fates])} have not solved it in {config.steps:,} updates."
        return " ".join(filter(None, [_capital(never), cut]))
    return " ".join(filter(None, [*(fate for _, fate in fates), cut]))
