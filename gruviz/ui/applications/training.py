"""Training the models of an application on the page: start, progress, stop."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from gruviz.jobs.job import JobView
from gruviz.jobs.server_runs import trainings
from gruviz.training.history import TrainingEvent
from gruviz.training.settings import TrainConfig
from gruviz.ui.runs.progress import progress
from gruviz.ui.runs.watched_run import WatchedRun

Training = WatchedRun[TrainConfig, TrainingEvent]
SHIPPED = "Shipped"


def chosen_run(offer: str, config: TrainConfig, named: str) -> JobView[TrainConfig, TrainingEvent] | None:
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
    if list(finished) == [here]:
        return finished[here]
    key = f"applications_shown_{offer}_{len(finished)}_{here}"  # anew wherever there is more to choose from
    titles = [SHIPPED, *finished]
    title = st.selectbox("Models on this page", titles, index=titles.index(here), key=key)
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


def training_box(config: TrainConfig) -> None:
    """Offer the training, or show how far it is."""
    run = _run(config)
    job = run.view()
    if job is None:
        size = f"{len(config.learners)} networks side by side, {config.steps:,} updates each"
        run.offer(f"Trains {size}, on this server.", finished="Use the models of this server")
    else:
        run.watch(job, partial(_training, run))


def _run(config: TrainConfig) -> Training:
    return Training("applications", trainings(), config)


def _training(run: Training, job: JobView[TrainConfig, TrainingEvent]) -> None:
    with st.container(horizontal=True, key="applications_buttons", vertical_alignment="center"):
        if job.ended_early:
            st.button("Start again", key="applications_again", on_click=run.start)
        else:
            st.button("Stop", key="applications_stop", disabled=not job.active, on_click=run.stop)
        st.button("Back to the shipped models", key="applications_back", on_click=run.forget)
    progress(job, max((event.step for event in job.events), default=0), job.config.steps, "update")
