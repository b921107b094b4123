"""The picture of a training: what the component `train` is given, and the guess that it sends back."""

import math
from collections import Counter
from dataclasses import asdict
from hashlib import blake2b
from typing import Any

import streamlit as st

from gruviz.figures.drawing.palette import cell_color, cell_symbol
from gruviz.server_runs import duration_on_idle_cores, trainings
from gruviz.training.fresh import fresh_histories
from gruviz.training.history import TrainingEvent, histories
from gruviz.training.milestones import labels, milestones
from gruviz.training.recorded import recorded_trainings
from gruviz.training.settings import TrainConfig
from gruviz.training.trace import Trace, trace_of
from gruviz.ui.caching import shared
from gruviz.ui.components import component
from gruviz.ui.train.run import Training, TrainingRun
from gruviz.ui.train.task_picture import task_picture

KEY = "train_picture"
HEIGHT = 500
"""Pixels that are kept free before it is drawn; train.css has those of a phone."""
REPORTS = 200
"""Reports at most that are drawn; a picture has no room for more, and every second they are sent anew."""
STATUS = {"failed": "stopped", "cancelled": "stopped"}
"""What the picture calls the states of a run that it does not tell apart."""
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
"""Of the curves of learners with the same cell, in turn."""
SAME = "The live run and the recording coincide: every number is the same. Same settings and seed, same training."


def training_picture(run: TrainingRun, job: Training | None, *, asks: bool, in_class: bool) -> None:
    """Draw the picture of a run, or of its recording or its start, and take the person's guess from it.

    Args:
        run: What learns what.
        job: The run as this person watches it, if so.
        asks: Whether the picture asks for a guess.
        in_class: Whether a class guesses what the recording would give away; it then comes with the end of the run.
    """

    def take_guess() -> None:
        run.take_guess(st.session_state[KEY]["guess"])

    keeps_quiet = in_class and (job is None or job.status != "finished")
    data = picture_data(run.config, job, plays=not keeps_quiet) | {"guess": run.guess, "asks": asks}
    component("train", key=KEY, height=HEIGHT, data=data, on_guess_change=take_guess)


def picture_data(config: TrainConfig, job: Training | None, *, plays: bool = True) -> dict[str, Any]:
    """Everything that is drawn, the guess aside; the recording only if it plays."""
    recording, live = recorded_trainings().get(config) if plays else None, None
    if job is not None:
        live = live_run(config, job.events, ended=job.status == "finished")
    recorded = None if recording is None else recorded_run(config)
    return {
        "task": task_picture(config),
        "learners": _learners(config),
        "planned": config.steps,
        "length": config.length,
        "truncation": config.truncation,
        "recorded": recorded,
        "live": live if live or recorded else fresh_run(config),
        "status": STATUS.get(job.status, job.status) if job else "idle",
        "run_key": blake2b(repr(config).encode(), digest_size=6).hexdigest(),
        "words": {},
    }


@shared(8)
def recorded_run(config: TrainConfig) -> dict[str, Any]:
    """The recording of a configuration that has one."""
    return _run(config, recorded_trainings()[config].trace, ended=True)


@shared(32)
def fresh_run(config: TrainConfig) -> dict[str, Any]:
    """The networks before any training."""
    return _run(config, trace_of(config, fresh_histories(config)), ended=False)


@shared(16)
def live_trace(config: TrainConfig, events: tuple[TrainingEvent, ...]) -> Trace | None:
    """What a run has reported so far; None before every learner has."""
    learned = histories(config, events)
    return trace_of(config, learned) if len(learned) == len(config.learners) else None


@shared(16)
def live_run(config: TrainConfig, events: tuple[TrainingEvent, ...], *, ended: bool) -> dict[str, Any] | None:
    """What a run has reported so far; None before every learner has."""
    trace = live_trace(config, events)
    return None if trace is None else _run(config, trace, ended=ended)


def coincidence(job: Training) -> str:
    """Whether a run repeats its recording, once it has finished or as soon as it differs; empty where it has none."""
    recording, live = recorded_trainings().get(job.config), live_trace(job.config, job.events)
    if recording is None or live is None:
        return ""
    first = recording.trace.first_difference(live)
    if first is None:
        return SAME if job.status == "finished" else ""
    since = f"From update {first:,} on, " if first else "From the start on "
    return (
        f"{since}this run differs from the recording: another processor, or other versions of NumPy and PyTorch, round "
        "differently, and training magnifies the last digit."
    )


def live_label(config: TrainConfig) -> str:
    """What the button says that starts a live run, and how long that will take."""
    seconds = _seconds(config)
    return "Train it live" if seconds is None else f"Train it live (about {max(1.0, seconds):.0f} s)"


def source_words(config: TrainConfig) -> str:
    """Where the moving picture comes from, and who sees what is started."""
    recording, shared_run = recorded_trainings().get(config), "Everyone who starts these settings watches the same run."
    if recording is None:
        return f"Of these settings there is no recording: this is how they start. {shared_run}"
    side_by_side = ", given as many idle cores as this server has" if duration_on_idle_cores(config) < 1 else ""
    on = "" if _here(config) else f", and the time is that of the machine on which it was made{side_by_side}"
    return f"You see a recording of {recording.date}{on}. {shared_run}"


def _seconds(config: TrainConfig) -> float | None:
    """How long a live run takes: as long as it has taken on this server, else as where its recording was made."""
    recording = recorded_trainings().get(config)
    return _here(config) or (recording.seconds * duration_on_idle_cores(config) if recording else None)


def _here(config: TrainConfig) -> float | None:
    """Seconds that a finished run has taken on this server."""
    job = trainings().existing(config)
    return job.started if job is not None and job.status == "finished" else None


def _run(config: TrainConfig, trace: Trace, *, ended: bool) -> dict[str, Any]:
    told = [asdict(one) for one in milestones(config, trace, ended=ended)]
    stride = math.ceil(config.steps / config.report_every / REPORTS)
    return trace.thinned(stride).as_json() | {"captions": told}


def _learners(config: TrainConfig) -> list[dict[str, Any]]:
    """Name, colour, mark and line of each; those of the same cell have lines of their own."""
    seen: Counter[str] = Counter()
    learners = []
    for learner, label in zip(config.learners, labels(config), strict=True):
        dash = DASHES[seen[learner.cell] % len(DASHES)]
        seen[learner.cell] += 1
        look = {"color": cell_color(learner.cell), "mark": cell_symbol(learner.cell), "dash": dash}
        learners.append({"label": label, "short": label.replace("(", "").replace(")", "")} | look)
    return learners
