import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gruviz.data.labelled import read_labelled
from gruviz.experiments.settings import Experiment
from gruviz.maps.axis import Axis
from gruviz.maps.plan import Plan
from gruviz.maps.results_file import ResultsFile
from gruviz.maps.trainability_map import Training
from gruviz.tasks.own_sequences import OwnSequences
from gruviz.training.settings import Learner, TrainConfig
from gruviz.validation import GruvizError
from tests import hostile

GAIN, BIAS = Axis("gain", (0.5, 1.0, 2.0)), Axis("update_bias", (-4.0, 0.0))
PLAN = Plan(Experiment(cells=("gru",), seq_len=6, hidden_size=3, seeds=2), GAIN, BIAS)
LEARNING = Plan(TrainConfig(learners=(Learner("gru"),), seeds=2, steps=20, report_every=10), GAIN, BIAS, "success")
TRAINING = Training(
    np.array([0, 10, 20]),
    np.array([[0, 0], [1, 0], [0, 1]], bool),
    np.array([[0, 0], [0, 0], [1, 0]], bool),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "map.json"


class Clock:
    """Shows a time that is set by hand."""

    now = 0.0

    def __call__(self):
        return self.now


def test_settings_may_be_numbers_of_numpy(path):
    base = replace(PLAN.base, seed=np.int64(3), gain=np.float64(1.5))
    ResultsFile(path).add(replace(PLAN, base=base), (0, 0), np.zeros(2))
    assert [*ResultsFile(path).known(replace(PLAN, base=replace(PLAN.base, seed=3, gain=1.5)))] == [(0, 0)]


def test_numbers_come_back_exactly(path):
    numbers = {
        (0, 0): np.array([np.pi * 1e-300, -0.1]),
        (1, 0): np.array([np.inf, -np.inf]),
        (2, 1): np.array([5e-324, 1e308]),
    }
    kept = ResultsFile(path)
    for square, result in numbers.items():
        kept.add(PLAN, square, result)
    kept.save()
    again = ResultsFile(path).known(PLAN)
    assert again.keys() == numbers.keys()
    for square, result in numbers.items():
        assert again[square].tolist() == result.tolist()
    assert "Infinity" not in path.read_text()


def test_trainings_come_back_look_by_look(path):
    kept = ResultsFile(path)
    kept.add(LEARNING, (1, 1), TRAINING)
    [again] = ResultsFile(path).known(LEARNING).values()
    assert again.updates.tolist() == [0, 10, 20]
    np.testing.assert_array_equal(again.solved, TRAINING.solved)
    np.testing.assert_array_equal(again.diverged, TRAINING.diverged)


def test_results_belong_to_settings_and_not_to_places(path):
    ResultsFile(path).add(PLAN, (2, 1), np.array([1.0, 2.0]))
    kept = ResultsFile(path)
    finer = replace(PLAN, x=Axis("gain", (0.5, 0.7, 1.0, 1.4, 2.0)))
    assert list(kept.known(finer)) == [(4, 1)]
    turned = replace(PLAN, x=BIAS, y=GAIN)
    assert list(kept.known(turned)) == [(1, 2)]
    assert not kept.known(replace(PLAN, base=replace(PLAN.base, seed=1)))
    assert not kept.known(replace(PLAN, measure="lyapunov"))


def test_results_of_several_plans_share_a_file(path):
    kept = ResultsFile(path)
    kept.add(PLAN, (0, 0), np.zeros(2))
    kept.add(LEARNING, (0, 0), TRAINING)
    kept.save()
    again = ResultsFile(path)
    assert len(again.known(PLAN)) == len(again.known(LEARNING)) == 1


def test_results_that_come_fast_are_written_together(path):
    clock = Clock()
    kept = ResultsFile(path, clock=clock)
    kept.add(PLAN, (0, 0), np.zeros(2))
    kept.add(PLAN, (1, 0), np.zeros(2))
    assert len(ResultsFile(path).known(PLAN)) == 1
    clock.now = 1.0
    kept.add(PLAN, (2, 0), np.zeros(2))
    assert len(ResultsFile(path).known(PLAN)) == 3


def test_two_sweeps_lose_nothing_of_each_other(path):
    one, other = ResultsFile(path, clock=Clock()), ResultsFile(path)
    one.add(PLAN, (0, 0), np.zeros(2))
    other.add(PLAN, (1, 0), np.ones(2))
    assert ResultsFile(path).known(PLAN).keys() == {(0, 0), (1, 0)}
    path.write_text("notes")
    one.add(PLAN, (2, 0), np.ones(2))
    with pytest.raises(GruvizError, match="not a file of map results"):
        one.save()
    assert path.read_text() == "notes"


KILLED = """
import sys
from concurrent.futures import Executor, Future
from gruviz.maps.sweep import sweep
from tests.maps.test_results_file import PLAN
from tests.maps.test_sweep import Serial

def on_found(found):
    print("found", flush=True)
    if len(seen := [*SEEN, SEEN.append(1)]) > 3:
        sys.stdin.read()

SEEN = []
sweep(PLAN, Serial(), file=sys.argv[1], on_found=on_found)
"""


def test_a_sweep_that_is_killed_goes_on_from_there(path):
    from tests.maps.test_sweep import Serial, same, sweep

    command = [sys.executable, "-c", KILLED, str(path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        for _ in range(4):
            assert process.stdout.readline() == b"found\n"
        process.kill()
    known = ResultsFile(path).known(PLAN)
    assert 0 < len(known) < 6
    serial = Serial()
    whole = sweep(PLAN, serial, file=path)
    assert sum(len(configs) for _, configs in serial.calls) == 6 - len(known)
    same(whole, sweep(PLAN, Serial()))


@pytest.mark.parametrize("name", ["fsync", "rename"])
def test_a_disk_that_fails_costs_nothing_that_was_kept(path, monkeypatch, name):
    kept = ResultsFile(path, clock=Clock())
    kept.add(PLAN, (0, 0), np.zeros(2))
    before = path.read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full) if name == "fsync" else patch.setattr("pathlib.Path.replace", full)
        kept.add(PLAN, (1, 0), np.zeros(2))
        with pytest.raises(GruvizError, match="No space left on device"):
            kept.save()
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    kept.save()
    assert len(ResultsFile(path).known(PLAN)) == 2


ENTRY = {"of": ["gradient", {"seeds": 2}], "result": [0.0, 0.0]}


def whole(*entries, name="gruviz map results 1"):
    return json.dumps({"format": name, "results": entries})


GARBLED = (
    "",
    "{",
    "[]",
    "null",
    "[" * 100_000,
    whole(name="notes"),
    json.dumps({"format": "gruviz map results 1"}),
    whole(1),
    whole(ENTRY | {"result": [0.0]}),
    whole(ENTRY | {"result": ["nan", 0.0]}),
    whole(ENTRY | {"result": None}),
    whole(ENTRY | {"result": [[0.0], [0.0]]}),
    whole(ENTRY | {"of": ["gradient"]}),
    whole(ENTRY | {"result": {"updates": [0], "solved": ["0"], "diverged": ["00"]}}),
    whole(ENTRY | {"result": {"updates": [], "solved": [], "diverged": []}}),
    whole(ENTRY | {"result": {"updates": [0, 0], "solved": ["00", "00"], "diverged": ["00", "00"]}}),
    whole(ENTRY | {"result": {"updates": [0], "solved": ["02"], "diverged": ["00"]}}),
    whole(ENTRY | {"result": {"updates": ["1" * 5000], "solved": ["00"], "diverged": ["00"]}}),
    *hostile.STRINGS,
)


@pytest.mark.parametrize("text", GARBLED)
def test_a_file_of_anything_else_is_refused_and_stays(path, text):
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GruvizError, match="map.json is not a file of map results: choose another name") as error:
        ResultsFile(path)
    hostile.check_message(str(error.value))
    assert path.read_text(encoding="utf-8") == text


def test_bytes_that_are_no_text_are_refused(path):
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(GruvizError, match="not a file of map results"):
        ResultsFile(path)


def test_a_file_that_is_far_too_large_is_not_read(path):
    with path.open("wb") as stream:
        stream.truncate(1 << 29)
    with pytest.raises(GruvizError, match="too large"):
        ResultsFile(path)


def test_what_cannot_be_a_file_is_told(tmp_path):
    with pytest.raises(GruvizError, match="no folder"):
        ResultsFile(tmp_path / "none" / "map.json")
    with pytest.raises(GruvizError, match="cannot be read"):
        ResultsFile(tmp_path)


def test_data_of_ones_own_are_not_written_down(path):
    lines = [f"{one},{'ab'[one % 2]},{step},{step}" for one in range(10) for step in range(12)]
    task = OwnSequences(read_labelled("\n".join(["id,label,step,x", *lines])))
    base = TrainConfig(task, (Learner("gru"),), length=task.default_length, seeds=2)
    with pytest.raises(GruvizError, match="data of your own cannot be kept"):
        ResultsFile(path).known(Plan(base, GAIN, BIAS, "success"))
