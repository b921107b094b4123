"""The shipped example: its record is true of its file, by PyTorch itself, and its story is true of its task."""

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from gruviz.tasks import TASKS
from gruviz.ui.your_network.example import LAG, MODEL, VOCABULARY, example_record, example_story

RECORD = example_record()
TASK = TASKS[RECORD["task"]]


@pytest.fixture(scope="module")
def sample():
    inputs, targets = TASK.sample(np.random.default_rng([0, 1]), 512, RECORD["length"])
    return np.argmax(inputs, -1), np.asarray(targets[-1])


def test_the_file_is_as_good_as_the_record_says(sample):
    symbols, right = sample
    state = load_file(MODEL)
    network = nn.GRU(8, 24, num_layers=2)
    network.load_state_dict(
        {name.removeprefix("encoder."): value for name, value in state.items() if "encoder" in name}
    )
    with torch.no_grad():
        last = network(state["embedding.weight"][torch.from_numpy(symbols)])[0][-1]
    answers = (last @ state["answer.weight"].T + state["answer.bias"]).argmax(-1).numpy()
    assert np.mean(answers == right) == pytest.approx(RECORD["runs"]["shipped"]["accuracy"], abs=0.005)


def test_the_first_event_lies_as_far_back_as_is_said(sample):
    first = (sample[0] < VOCABULARY.index("a")).argmax(0)
    back = RECORD["length"] - 1 - first
    assert back.min() == LAG
    assert back.max() < LAG + 10


def test_only_the_sign_decides():
    runs = RECORD["runs"]
    assert runs["shipped"]["update_bias"] == -runs["mended"]["update_bias"]
    assert runs["shipped"]["losses"][-1] > 0.99 * np.log(4)
    assert runs["mended"]["losses"][-1] < 0.01
    assert len(runs["shipped"]["losses"]) * RECORD["every"] == RECORD["updates"]


def test_the_story_has_the_recorded_numbers():
    told = example_story()
    assert f"After {RECORD['updates']} updates its loss is {RECORD['runs']['shipped']['losses'][-1]:.2f}" in told
    assert f"{LAG} steps before the end" in told
