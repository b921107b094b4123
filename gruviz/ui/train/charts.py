"""What a training shows: a sentence for each learner, the charts, the replay, the comparison, the files."""

import io
from collections.abc import Iterable
from dataclasses import fields, replace
from functools import partial
from typing import NamedTuple

import streamlit as st

from gruviz.export import training_script
from gruviz.figures.training.gates_over_time import gates_chart
from gruviz.figures.training.highway import highway_chart
from gruviz.figures.training.learning import learning_chart
from gruviz.figures.training.profile import profile_chart
from gruviz.jobs.server_runs import trainings
from gruviz.models.files import save_model
from gruviz.tasks import find_task
from gruviz.training.history import History, TrainingEvent, histories
from gruviz.training.settings import TrainConfig
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.views import Rendering
from gruviz.ui.markdown import literal
from gruviz.ui.runs.trained_models import trained_model
from gruviz.ui.train.run import Training
from gruviz.ui.train.sentences import despite_the_cut, held_against, sentence


class RunRecord(NamedTuple):
    """A run as far as it has come: equal, and so drawn only once, until it reports something new.

    Args:
        config: What it runs on.
        events: What it has reported.
        name: What distinguishes it from the run that it is compared with; empty for that one.
    """

    config: TrainConfig
    events: tuple[TrainingEvent, ...]
    name: str = ""


def training_charts(job: Training, *, others: Iterable[str] = (), guess: str | None = None) -> None:
    """Draw everything there is to see of a run that has events; when it has ended, also its replay and files.

    Args:
        job: The run.
        others: Keys of runs that it may be compared with.
        guess: Who the person thought would win.
    """
    run = RunRecord(job.config, job.events)
    learned = recorded_histories(run)
    st.markdown(
        " ".join([*(sentence(history, job.config) for history in learned), despite_the_cut(learned, job.config)])
    )
    if job.active:
        _cards(live_charts(run), ("highway", "learning", "gates"))
        return
    if job.status == "finished" and guess is not None:
        st.info(literal(held_against(learned, guess)))
    runs = (run, *_compared(job, others))
    _cards(final_charts(runs), ("highway", "learning"))
    _cards(replay_charts(runs, _replay(job.config, learned)), ("profile", "gates"))
    _files(job.config, learned)


@shared(16)
def recorded_histories(run: RunRecord) -> tuple[History, ...]:
    """What each learner has reported, labelled with the run's name."""
    learned = histories(run.config, run.events)
    return tuple(replace(one, label=f"{one.label} · {run.name}") for one in learned) if run.name else tuple(learned)


@shared(16)
def live_charts(run: RunRecord) -> tuple[Rendering, ...]:
    """Highway, learning curves and gates of a run that goes on; all updates that are planned have their place."""
    learned, planned = _histories((run,)), run.config.steps
    return (*_curves(learned, run.config, planned), *_gates(learned, planned))


@shared(16)
def final_charts(runs: tuple[RunRecord, ...]) -> tuple[Rendering, ...]:
    """Highway and learning curves of runs that have ended, as far as they came."""
    learned = _histories(runs)
    return _curves(learned, runs[0].config, max(int(history.steps[-1]) for history in learned))


@shared(32)
def replay_charts(runs: tuple[RunRecord, ...], at: int) -> tuple[Rendering, ...]:
    """Gradient profile and gates after so many updates."""
    learned = _histories(runs)
    return (Rendering.of(profile_chart(learned, at)), *_gates(learned, at))


def _histories(runs: Iterable[RunRecord]) -> list[History]:
    return [history for run in runs for history in recorded_histories(run)]


def _curves(learned: list[History], config: TrainConfig, total: int) -> tuple[Rendering, ...]:
    """Both go from no update to `total`."""
    width = max(total, 1)
    charts = (
        highway_chart(learned, width, config.truncation),
        learning_chart(learned, find_task(config.task), config.length, width),
    )
    return tuple(map(Rendering.of, charts))


def _gates(learned: list[History], at: int) -> tuple[Rendering, ...]:
    return (Rendering.of(gates_chart(learned, at=at)),) if any(history.gates for history in learned) else ()


def _cards(charts: Iterable[Rendering], names: Iterable[str]) -> None:
    for chart, name in zip(charts, names, strict=False):  # not every cell has gates
        chart_card(chart, key=f"train_{name}", compares=False)


def _replay(config: TrainConfig, learned: Iterable[History]) -> int:
    last = max(int(history.steps[-1]) for history in learned)
    if last < config.report_every:
        return last
    value: int = st.slider(
        "Replay: updates made",
        0,
        last,
        last,
        step=config.report_every,
        key="train_replay",
        help="Moves the gradient profile and the gates below through the run.",
    )
    return value


def _compared(job: Training, others: Iterable[str]) -> list[RunRecord]:
    """Another run of this session on the same task and length, if the person has chosen one."""
    runs = {}
    for key in others:
        other = trainings().find(key)
        same = other and (other.config.task, other.config.length) == (job.config.task, job.config.length)
        if other and same and key != job.key and other.events:
            runs[difference(other.config, job.config)] = other
    if not runs:
        return []
    chosen = st.selectbox(
        "Compare with",
        list(runs),
        index=None,
        placeholder="another run of this session, on the same task",
        key="train_compare",
        help="Draws the other run's learners beside these; runs differ as the list says.",
    )
    return [RunRecord(runs[chosen].config, runs[chosen].events, chosen)] if chosen else []


def difference(other: TrainConfig, this: TrainConfig) -> str:
    """What is different in the other configuration, in words."""
    parts = []
    for field in fields(TrainConfig):
        value = getattr(other, field.name)
        if value == getattr(this, field.name):
            continue
        words = f"{field.name} {'off' if value is None else value}"
        parts.append("other learners" if field.name == "learners" else words)
    return ", ".join(parts)


def _files(config: TrainConfig, learned: Iterable[History]) -> None:
    with st.expander("Trained weights and a plain PyTorch script", key="train_files", on_change="rerun") as box:
        if not box.open:
            return
        st.markdown(
            "Weights load back with `gruviz.load_model`, without pickle; `gruviz.to_state_dict` turns those of RNN, "
            "ReLU RNN, LSTM and the reset-after GRU into PyTorch's own. The script needs numpy and torch only, and "
            "repeats this run."
        )
        with st.container(horizontal=True):
            for i, history in enumerate(learned):
                if history.weights is not None and history.readout is not None:
                    st.download_button(
                        f"Weights, {history.label}",
                        partial(_weights, config, history),
                        f"{history.cell}.npz",
                        key=f"train_weights_{i}",
                        on_click="ignore",
                    )
            st.download_button(
                "Python script",
                partial(training_script, config),
                "training.py",
                "text/x-python",
                key="train_script",
                on_click="ignore",
            )


def _weights(config: TrainConfig, history: History) -> bytes:
    model = trained_model(config, history)
    assert model is not None
    file = io.BytesIO()
    save_model(model, file)
    return file.getvalue()
