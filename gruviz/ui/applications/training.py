"""Training the networks of an application on the page: whose are shown, start, progress with curves, stop."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial

import streamlit as st

from gruviz.applications.duration import predicted_seconds, rounded
from gruviz.applications.offered import OFFERED
from gruviz.engine.cells import find_cell
from gruviz.figures.training.rising import rising_chart
from gruviz.jobs.job import JobView
from gruviz.models.shipped import applications_record
from gruviz.server_runs import duration_on_idle_cores, trainings
from gruviz.tasks import METRICS, Task, find_task
from gruviz.training.history import TrainingEvent, histories
from gruviz.training.settings import TrainConfig
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card
from gruviz.ui.runs.progress import progress
from gruviz.ui.runs.watched_run import WatchedRun

Training = WatchedRun[TrainConfig, TrainingEvent]
TrainingJob = JobView[TrainConfig, TrainingEvent]
SHIPPED = "Those that come with GRUViz"


def chosen_run(offer: str, config: TrainConfig, named: str) -> TrainingJob | None:
    """The finished run whose models are shown: that of this configuration, unless the person chooses another.

    Args:
        offer: Key in `OFFERED` of what is trained.
        config: As the controls ask for it.
        named: What the person has brought to learn from, by name.
    """
    runs = _runs_of(offer, config, named)
    finished = {title: job for title, run in runs.items() if (job := run.view()) and job.status == "finished"}
    if not finished:
        return None
    here = next((title for title, job in finished.items() if job.config == config), SHIPPED)
    key = f"applications_shown_{offer}_{len(finished)}_{here}"  # anew wherever there is more to choose from
    titles = [SHIPPED, *finished]
    title = st.selectbox("Networks on this page", titles, index=titles.index(here), key=key)
    return finished.get(title)


def _runs_of(offer: str, config: TrainConfig, named: str) -> dict[str, Training]:
    """This session's runs of an offer, by what they have learned from and for how long."""
    known: dict[TrainConfig, tuple[str, str]] = st.session_state.setdefault("applications_known", {})
    for one in [one for one in known if one not in _run(config).keys]:
        del known[one]
    if config in _run(config).keys:
        known.setdefault(config, (offer, named))
    runs: dict[str, Training] = {}
    for one, (of, name) in known.items():
        if of == offer:
            runs[_unlike(runs, f"Trained here: {name + ', ' if name else ''}{one.steps:,} updates")] = _run(one)
    return runs


def _unlike(runs: Mapping[str, Training], title: str) -> str:
    """A title that none of these runs has."""
    same = sum(other == title or other.startswith(f"{title} (") for other in runs)
    return f"{title} ({same + 1})" if same else title


def training_box(offer: str, config: TrainConfig) -> None:
    """Offer the training, or show how far it is and how its scores rise."""
    run = _run(config)
    job = run.view()
    if job is not None:
        run.watch(job, partial(_training, run, offer))
        return
    seconds = _seconds(offer, config)
    start = "Train these three yourself" + (f" ({rounded(seconds)})" if seconds else "")
    words = f"{config.steps:,} updates each, side by side, on this server. Look at anything else meanwhile."
    run.offer(words, finished="Show the networks already trained with these settings", start=start)


def _run(config: TrainConfig) -> Training:
    return Training("applications", trainings(), config)


def _training(run: Training, offer: str, job: TrainingJob) -> None:
    with st.container(horizontal=True, key="applications_buttons", vertical_alignment="center"):
        if job.ended_early:
            st.button("Start again", key="applications_again", on_click=run.start)
        else:
            st.button("Stop", key="applications_stop", disabled=not job.active, on_click=run.stop)
        st.button("Back to the shipped networks", key="applications_back", on_click=run.forget)
    progress(job, max((event.step for event in job.events), default=0), job.config.steps, "update")
    if job.status == "finished":
        _note_pace(offer, job)
    _curves(job)


def _curves(job: TrainingJob) -> None:
    """The scores of all networks so far beside the best rule; every update that is planned has its place."""
    learned = [replace(one, label=find_cell(one.cell).title) for one in histories(job.config, job.events)]
    if learned and max(one.steps[-1] for one in learned) > 0:
        task = find_task(job.config.task)
        chart = rising_chart(learned, METRICS[task.metric], _best_rule(task, job.config.length), job.config.steps)
        chart_card(chart, key="applications_rising", compares=False)


@shared(16)
def _best_rule(task: Task, length: int) -> tuple[str, float]:
    """Its name, and what it reaches."""
    return next(iter(task.baselines(length).items()))


@cache
def _paces() -> dict[str, float]:
    """How many times as long as predicted the last training on this server took, under the key "last"."""
    return {}


def _note_pace(offer: str, job: TrainingJob) -> None:
    predicted = _predicted(offer, job.config)
    if predicted and job.started:
        _paces()["last"] = job.started / predicted


def _seconds(offer: str, config: TrainConfig) -> float | None:
    """How long a training will take here: as the last one on this server went, else as on the makers' machine."""
    predicted = _predicted(offer, config)
    return None if predicted is None else predicted * _paces().get("last", 1.0)


def _predicted(offer: str, config: TrainConfig) -> float | None:
    """How long it takes a machine like the makers' with as many cores as this one, all of them idle."""
    seconds = predicted_seconds(applications_record()[offer], OFFERED[offer], config)
    return None if seconds is None else seconds * duration_on_idle_cores(config)
