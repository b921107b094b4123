"""What the picture is given: recording, run, and whether they coincide."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from gruviz.training.recorded import recorded_trainings
from gruviz.training.settings import Learner, TrainConfig
from gruviz.ui.train import picture as module
from gruviz.ui.train.picture import SAME, coincidence, live_label, picture_data, source_words

RECORDING = next(one for one in recorded_trainings().values() if one.name == "cut_after_10_steps")
OTHER = replace(RECORDING.config, seed=99)


def run(trace, monkeypatch, status="running", config=RECORDING.config):
    """A run that has left a trace so far."""
    monkeypatch.setattr(module, "live_trace", lambda config, events: trace)
    return SimpleNamespace(config=config, events=(), status=status)


def cut(count, **changes):
    """The recording's trace after some reports, one network changed."""
    [learner] = RECORDING.trace.learners
    return replace(RECORDING.trace, steps=RECORDING.trace.steps[:count], learners=(replace(learner, **changes),))


def test_a_run_coincides_once_it_has_ended(monkeypatch):
    assert coincidence(run(cut(5), monkeypatch)) == ""
    assert coincidence(run(RECORDING.trace, monkeypatch, "finished")) == SAME
    assert coincidence(run(RECORDING.trace, monkeypatch, "finished", OTHER)) == "", "there is nothing to compare"
    assert coincidence(run(None, monkeypatch)) == ""


@pytest.mark.parametrize(("row", "since"), [(3, "From update 30 on, this run differs"), (0, "From the start on this")])
def test_a_run_that_differs_in_one_digit_says_from_where_on(monkeypatch, row, since):
    [learner] = RECORDING.trace.learners
    loss = [*learner.loss]
    loss[row] += 1e-6
    assert coincidence(run(cut(5, loss=tuple(loss)), monkeypatch)).startswith(since)


def test_a_recording_plays_and_says_how_long_it_takes_live():
    data = picture_data(RECORDING.config, None)
    assert data["live"] is None
    assert data["recorded"]["steps"] == list(RECORDING.trace.steps)
    assert [one["text"] for one in data["recorded"]["captions"]][-1].endswith("is done farther back as well.")
    assert live_label(RECORDING.config) == f"Train it live (about {RECORDING.seconds:.0f} s)"
    assert RECORDING.date in source_words(RECORDING.config)
    quiet = picture_data(RECORDING.config, None, plays=False)
    assert (quiet["recorded"], quiet["live"]["steps"]) == (None, [0]), "nothing is given away"
    other = picture_data(OTHER, None)
    assert other["run_key"] != data["run_key"]
    assert (other["recorded"], other["live"]["steps"]) == (None, [0])
    assert live_label(OTHER) == "Train it live"
    assert "no recording" in source_words(OTHER)


def test_learners_of_one_cell_have_lines_of_their_own():
    config = TrainConfig(learners=(Learner("gru"), Learner("gru", chrono=True), Learner("rnn")), length=10)
    looks = picture_data(config, None)["learners"]
    assert [(one["label"], one["short"], one["dash"]) for one in looks] == [
        ("GRU", "GRU", "solid"),
        ("GRU (chrono)", "GRU chrono", "dash"),
        ("RNN", "RNN", "solid"),
    ]
    assert looks[0]["color"] == looks[1]["color"] != looks[2]["color"]


def test_a_live_run_stands_beside_its_recording(monkeypatch):
    data = picture_data(RECORDING.config, run(cut(5), monkeypatch, "cancelled"))
    assert data["status"] == "stopped"
    assert data["live"]["steps"] == [0, 10, 20, 30, 40]
    assert data["recorded"] is not None
    assert np.isfinite(data["task"]["baseline"])
