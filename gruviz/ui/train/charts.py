"""What a training shows: a sentence for each learner, the charts, the replay, the comparison, the files."""

import io
from collections.abc import Iterable
from dataclasses import fields, replace
from functools import partial
from math import isfinite
from typing import NamedTuple

import numpy as np
import streamlit as st

from gruviz.export import training_script
from gruviz.figures.training.gates_over_time import gates_chart
from gruviz.figures.training.highway import growth, highway_chart
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
from gruviz.wording import power, steps

NOBODY = "Nobody"


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
    st.markdown(" ".join(_sentence(history, job.config) for history in learned))
    if job.active:
        _cards(live_charts(run), ("highway", "learning", "gates"))
        return
    if job.status == "finished" and guess is not None:
        st.info(literal(_verdict(learned, guess)))
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
    charts = highway_chart(learned, width), learning_chart(learned, find_task(config.task), config.length, width)
    return tuple(map(Rendering.of, charts))


def _gates(learned: list[History], at: int) -> tuple[Rendering, ...]:
    return (Rendering.of(gates_chart(learned, at=at)),) if any(history.gates for history in learned) else ()


def _cards(charts: Iterable[Rendering], names: Iterable[str]) -> None:
    for chart, name in zip(charts, names, strict=False):  # not every cell has gates
        chart_card(chart, key=f"train_{name}")


def _verdict(learned: Iterable[History], guess: str) -> str:
    """Hold the guess against the run."""
    solvers = [history for history in learned if history.solved.any()]
    first = min(solvers, key=lambda history: history.first_solved).label if solvers else NOBODY
    verdict = "as you guessed" if guess == first else f"you guessed {guess}"
    return f"{first} was first to solve it, {verdict}." if solvers else f"Nobody solved it; {verdict}."


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


def _sentence(history: History, config: TrainConfig) -> str:
    """What is happening to a learner."""
    task = find_task(config.task)
    label = f"**{literal(history.label)}**:"
    solved, seeds = int(history.solved[-1].sum()), history.solved.shape[1]
    gradient = f"the gradient {steps(history.ratio.shape[1] - 1)} back {_fate(history)}"
    if history.diverged[-1].all():
        return f"{label} stopped: its values became NaN or infinite."
    if solved:
        by = "all seeds" if solved == seeds else f"{solved} of {seeds} seeds"
        return f"{label} solved by {by}; {gradient}."
    baseline = next(iter(task.baselines(config.length).values()))
    now = float(np.nanmedian(history.metric[-1]))
    stuck = now < baseline + 0.2 * (1 - baseline) if task.metric == "accuracy" else now > 0.8 * baseline
    where = "the score is still on the plateau of a predictor without memory" if stuck else "the score is moving"
    return f"{label} {where}, and {gradient}."


def _fate(history: History) -> str:
    """What has become of the gradient at the initial state."""
    now, change = float(history.ratio[-1, 0]), growth(history)
    if now == 0:
        return "is exactly zero"
    return f"has changed {power(change)}-fold since the start" if isfinite(change) else f"is now {power(now)}"
