"""A training as its page has it: paused, stepped through, and with a guess who wins."""

from dataclasses import dataclass

import streamlit as st

from gruviz.jobs.job import JobView
from gruviz.server_runs import trainings
from gruviz.training.history import TrainingEvent
from gruviz.training.settings import TrainConfig
from gruviz.ui.runs.watched_run import WatchedRun, viewer
from gruviz.validation import GruvizError

Training = JobView[TrainConfig, TrainingEvent]
FROZEN = "train_frozen"
"""Session key: what a page that stands still shows."""


@dataclass(frozen=True)
class TrainingRun(WatchedRun[TrainConfig, TrainingEvent]):
    """A watched run with Pause and Step; while others watch too, a pause makes only this page stand still."""

    @classmethod
    def of(cls, config: TrainConfig) -> "TrainingRun":
        """The training of a configuration on this server."""
        return cls("train", trainings(), config)

    @property
    def frozen(self) -> Training | None:
        """What this page stands still at; None if it follows the run."""
        frozen: Training | None = st.session_state.get(FROZEN)
        return frozen if frozen and frozen.key == self.keys.get(self.config) else None

    @property
    def guess(self) -> str | None:
        """Who this person thinks will win; the guess holds until there is another."""
        guess: str | None = self._guesses.get(self.config)
        return guess

    def view(self) -> Training | None:
        """Watch the run; a page that stands still does not count as watching."""
        return self.frozen or super().view()

    def interval(self, job: Training) -> float | None:
        """Seconds to the next look; a page that stands still has nothing to wait for."""
        return None if self.frozen else super().interval(job)

    def take_guess(self, label: str | None) -> None:
        """Keep who this person thinks will win."""
        self._guesses[self.config] = label

    def start(self, *, fresh: bool = False) -> None:
        """Start the run or join the one that exists."""
        st.session_state.pop(FROZEN, None)
        super().start(fresh=fresh)

    def pause(self, job: Training) -> None:
        """Hold a run of one's own before its next report; of a shared one, stand still at what the page shows."""
        try:
            if not self.jobs.pause(job.key, viewer()) and self.jobs.view(job.key, viewer()).status == "running":
                st.session_state[FROZEN] = job
        except GruvizError:
            self.forget()

    def resume(self, job: Training) -> None:
        """Let a paused run go on, or follow a shared one again."""
        st.session_state.pop(FROZEN, None)
        try:
            self.jobs.resume(job.key, viewer())
        except GruvizError:
            self.forget()

    def step(self, job: Training) -> None:
        """Let every learner of a paused run make one more report."""
        try:
            self.jobs.step(job.key, viewer())
        except GruvizError:
            self.forget()

    @property
    def _guesses(self) -> dict[TrainConfig, str | None]:
        guesses: dict[TrainConfig, str | None] = st.session_state.setdefault("train_guesses", {})
        return guesses

    def _leave(self) -> None:
        st.session_state.pop(FROZEN, None)
        super()._leave()
