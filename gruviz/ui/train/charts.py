"""What a training shows below its picture: a sentence for each learner, the charts, the comparison, the files."""

import io
from collections.abc import Iterable
from dataclasses import fields, replace
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from gruviz.export import training_script
from gruviz.figures.training.gates_over_time import gates_chart
from gruviz.figures.training.highway import highway_chart
from gruviz.figures.training.learning import learning_chart
from gruviz.figures.training.profile import profile_chart
from gruviz.models.files import save_model
from gruviz.server_runs import trainings
from gruviz.tasks import find_task
from gruviz.training.history import History, TrainingEvent, histories
from gruviz.training.milestones import despite_the_cut, labels
from gruviz.training.recorded import RecordedTraining, recorded_trainings
from gruviz.training.settings import TrainConfig
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.views import Rendering
from gruviz.ui.markdown import literal
from gruviz.ui.runs.trained_models import trained_model
from gruviz.ui.train.inside import trained_inside
from gruviz.ui.train.run import Training
from gruviz.ui.train.sentences import sentence


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


def training_charts(job: Training, *, others: Iterable[str] = ()) -> None:
    """Draw all charts of a run that has events; when it has ended, also its files.

    Args:
        job: The run.
        others: Keys of runs that it may be compared with.
    """
    run = RunRecord(job.config, job.events)
    learned = recorded_histories(run)
    solvers = [history.label for history in learned if history.seeds_solved]
    told = [*(sentence(history, job.config) for history in learned), literal(despite_the_cut(job.config, solvers))]
    st.markdown(" ".join(filter(None, told)))
    if job.active:
        _cards(live_charts(run), ("highway", "learning", "gates"))
        return
    _cards(final_charts((run, *_compared(job, others))), ("highway", "learning", "profile", "gates"))
    if job.status == "finished":
        trained_inside(job)
    _files(job.config, learned)


def recording_numbers(config: TrainConfig) -> None:
    """Offer the numbers of a recording as a table and a file; charts, weights and a script come with a live run."""
    recording = recorded_trainings().get(config)
    if recording is None:
        return
    with st.expander("Numbers and files", key="train_recording", on_change="rerun") as box:
        if not box.open:
            return
        table = recording_table(recording)
        st.caption(
            f"Recorded on {recording.date} ({recording.machine}, NumPy {recording.versions['numpy']}, PyTorch "
            f"{recording.versions['torch']}). Loss and score are medians over the networks. A live run also gives "
            "gates, gradient profiles, trained weights, and a script that repeats it."
        )
        st.dataframe(table, hide_index=True, height=260)
        st.download_button("CSV", partial(_csv, table), f"{recording.name}.csv", "text/csv", key="train_csv")


def recording_table(recording: RecordedTraining) -> dict[str, list[Any]]:
    """A row for each report and learner."""
    trace, metric = recording.trace, find_task(recording.config.task).metric
    rows = [
        (step, label, i, k) for i, label in enumerate(labels(recording.config)) for k, step in enumerate(trace.steps)
    ]
    return {
        "update": [step for step, *_ in rows],
        "network": [label for _, label, *_ in rows],
        "steps heard": [trace.learners[i].hears[k] for *_, i, k in rows],
        "loss": [trace.learners[i].loss[k] for *_, i, k in rows],
        metric: [trace.learners[i].metric[k] for *_, i, k in rows],
    }


def _csv(table: dict[str, list[Any]]) -> str:
    lines = [list(table), *zip(*table.values(), strict=True)]
    return "\n".join(",".join("" if value is None else str(value) for value in line) for line in lines) + "\n"


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
    """Highway, learning curves, gradient profile and gates of runs that have ended, as far as they came."""
    learned = _histories(runs)
    last = max(int(history.steps[-1]) for history in learned)
    profile = Rendering.of(profile_chart(learned, last))
    return (*_curves(learned, runs[0].config, last), profile, *_gates(learned, last))


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
