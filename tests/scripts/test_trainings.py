"""The program that records the page's trainings."""

from gruviz.training.history import histories
from gruviz.training.settings import Learner, TrainConfig
from gruviz.training.trace import trace_of
from gruviz.training.train import train
from scripts import trainings


def test_a_recording_is_the_trace_of_its_training(monkeypatch, tmp_path):
    config = TrainConfig(learners=(Learner("gru"),), length=10, hidden_size=4, steps=2, report_every=1)
    monkeypatch.setattr(trainings, "run_in_worker", lambda config: list(train(config)))
    recording = trainings.record_training("tiny", config)
    assert recording.trace == trace_of(config, histories(config, train(config)))
    assert set(recording.versions) == {"gruviz", "python", "numpy", "torch"}
    assert trainings.file_name("Cut after 10 steps") == "cut_after_10_steps"
