"""What a training shows: a sentence for each learner, the charts, the replay, the comparison, the files."""

import io
from dataclasses import fields, replace
from functools import partial
from math import isfinite
from typing import Any

import numpy as np
import streamlit as st

from gruviz.export import training_script
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.training.gates_over_time import gates_chart
from gruviz.figures.training.highway import growth, highway_chart
from gruviz.figures.training.learning import learning_chart
from gruviz.figures.training.profile import profile_chart
from gruviz.jobs.job import JobView
from gruviz.jobs.server_runs import trainings
from gruviz.models.files import save_model
from gruviz.tasks import find_task
from gruviz.training.history import History, histories
from gruviz.training.settings import TrainConfig
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.views import Rendering
from gruviz.ui.markdown import literal
from gruviz.ui.runs.trained_models import trained_model
from gruviz.wording import power, steps

NOBODY = "Nobody"
Training = JobView[TrainConfig, Any]


def training_charts(job: Training, learned: list[History]) -> None:
    """Draw everything there is to see of a run; when it has ended, also its replay and files."""
    config = job.config
    ended = job.status in ("finished", "cancelled", "failed")
    st.markdown(" ".join(_sentence(history, config) for history in learned))
    if job.status == "finished":
        _answer(learned)
    compared = learned + (_others(job) if ended else [])
    total = max(int(history.steps[-1]) for history in compared) if ended else config.steps
    _card(highway_chart(compared, max(total, 1)), "train_highway")
    _card(learning_chart(compared, find_task(config.task), config.length, max(total, 1)), "train_learning")
    at = _replay(config, learned) if ended else config.steps
    if ended:
        _card(profile_chart(compared, at), "train_profile")
    if any(history.gates for history in compared):
        _card(gates_chart(compared, at=at), "train_gates")
    if ended:
        _files(config, learned)


def _card(chart: Chart, key: str) -> None:
    chart_card(Rendering.of(chart), key=key)


def _answer(learned: list[History]) -> None:
    """Hold the guess against the run."""
    guess = st.session_state.get("train_guessed")
    if guess is None:
        return
    solvers = [history for history in learned if history.solved.any()]
    first = min(solvers, key=lambda history: history.first_solved).label if solvers else NOBODY
    verdict = "as you guessed" if guess == first else f"you guessed {guess}"
    st.info(literal(f"{first} was first to solve it, {verdict}." if solvers else f"Nobody solved it; {verdict}."))


def _replay(config: TrainConfig, learned: list[History]) -> int:
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


def _others(job: Training) -> list[History]:
    """Histories of another run of this session on the same task and length, if the person has chosen one."""
    runs = {}
    for key in st.session_state.get("train_runs", []):
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
    if chosen is None:
        return []
    other = runs[chosen]
    return [replace(history, label=f"{history.label} · {chosen}") for history in histories(other.config, other.events)]


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


def _files(config: TrainConfig, learned: list[History]) -> None:
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
        return f"{label} has stopped at values that are no numbers."
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
