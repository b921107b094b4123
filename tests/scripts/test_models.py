"""The program that makes the collection writes the same file again."""

from dataclasses import replace

import numpy as np
import pytest

from gruviz import Learner, TrainConfig, load_model, train


@pytest.mark.training
def test_training_it_again_writes_the_same_file(tmp_path, monkeypatch):
    from scripts import models

    monkeypatch.setattr(models, "FOLDER", tmp_path)
    learner = Learner("gru", chrono=True, learning_rate=0.03)
    config = TrainConfig(task="flip_flop", learners=(learner,), steps=3, seeds=4, hidden_size=12)
    told = [models.make(name, config) for name in ("one", "other")]
    assert told[0] == told[1]
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "other.npz").read_bytes()
    *_, last = train(replace(config, report_every=1000))
    model = load_model(tmp_path / "one.npz")
    np.testing.assert_array_equal(model.weights.U[0], last.weights.U[told[0]["member"]])
