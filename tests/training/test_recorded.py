"""The recordings that come with the package: there for every preset, small, and as a training would make them."""

from dataclasses import replace

import pytest

from gruviz.tasks import METRICS, find_task
from gruviz.training.fresh import fresh_histories
from gruviz.training.recorded import FOLDER, read_training, recorded_trainings
from gruviz.training.trace import trace_of
from gruviz.ui.train.controls import TABLE, config_from


@pytest.mark.parametrize("preset", TABLE.presets)
def test_every_preset_has_a_recording_that_is_whole(preset):
    config = config_from(TABLE.defaults | TABLE.preset(preset))
    recording = recorded_trainings()[config]
    trace, task = recording.trace, find_task(config.task)
    assert trace.steps == tuple(range(0, config.steps + 1, config.report_every))
    assert len(trace.learners) == len(config.learners)
    for learner in trace.learners:
        assert learner.codes().shape == (len(trace.steps), config.length + 1)
        if learner.solved is not None:
            assert METRICS[task.metric].reaches(learner.metric[-1], task.solved_at)
    assert (FOLDER / f"{recording.name}.json").stat().st_size < 100_000


def test_a_recording_begins_as_its_networks_do():
    """Held against the engine, which knows nothing of the file."""
    for config, recording in recorded_trainings().items():
        fresh = trace_of(config, fresh_histories(config))
        for recorded, computed in zip(recording.trace.learners, fresh.learners, strict=True):
            first = recorded.codes()[0].astype(int)
            assert abs(first - computed.codes()[0]).max() <= 1
            assert recorded.loss[0] == pytest.approx(computed.loss[0], rel=1e-4)


def test_a_file_comes_back_as_it_was(tmp_path):
    recording = replace(next(iter(recorded_trainings().values())), name="again")
    recording.write(tmp_path)
    assert read_training(tmp_path / "again.json") == recording
