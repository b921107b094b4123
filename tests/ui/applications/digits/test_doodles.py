"""Doodles of one's own: what a browser sends, the task and the training that follow, and the words on the result."""

import numpy as np
import pytest

from gruviz.networks.network import run
from gruviz.tasks.doodles import MOST
from gruviz.ui.applications.digits import doodles
from gruviz.ui.applications.digits.drawing import drawing_of
from gruviz.validation import GruvizError
from tests.applications.untrained import untrained


def drawing(kind: int, number: int) -> str:
    """A bar that lies, stands or is a block, a little larger each time."""
    picture = np.zeros((28, 28))
    height, width = ((3, 12), (12, 3), (9, 9))[kind]
    picture[4 : 4 + height + number % 3, 6 : 6 + width] = 1
    return drawing_of(picture)


def kept(count: int = 10) -> dict:
    return {"names": ["bar", "post", "block"], "drawings": [[drawing(k, n) for n in range(count)] for k in range(3)]}


def test_what_a_browser_sends_is_kept_as_far_as_there_is_room():
    sent = kept(MOST + 3) | {"names": ["bar", "p" * 40, ""]}
    taken = doodles.checked(sent)
    assert [len(kind) for kind in taken["drawings"]] == [MOST] * 3
    assert taken["names"] == ["bar", "p" * 24, ""]


HOSTILE = [
    None,
    "text",
    {"names": ["a"], "drawings": [[]]},
    {"names": ["a", "b", 3], "drawings": [[], [], []]},
    {"names": ["a", "b", "c"], "drawings": [[], [], ["<script>"]]},
    {"names": ["a", "b", "c"], "drawings": [[], [], [None]]},
    {"names": ["a", "b", "c"], "drawings": [[], [], "0" * 784]},
]


@pytest.mark.parametrize("sent", HOSTILE)
def test_anything_else_is_refused(sent):
    with pytest.raises(GruvizError):
        doodles.checked(sent)


def test_the_training_is_of_these_drawings():
    task = doodles.task_of(kept())
    config = doodles.config_of(task)
    assert (config.task, config.length) == (task, 28)
    assert [learner.cell for learner in config.learners] == ["rnn", "gru", "lstm"]
    training, held_out = task.split(28)
    assert (training.inputs.shape, held_out.inputs.shape) == ((28, 21, 28), (28, 9, 28))
    rows = np.nonzero(training.inputs[:, 0].max(1))[0]  # a lying bar, brought to the form of the data
    assert abs((rows.min() + rows.max()) / 2 - 14) <= 0.5


@pytest.mark.parametrize("count", [0, 3])
def test_too_few_are_asked_for_in_a_sentence(count):
    with pytest.raises(GruvizError, match="Draw at least 4 of each kind"):
        doodles.task_of(kept(count))


def test_what_is_right_is_counted_one_by_one_and_said_to_be_few():
    task = doodles.task_of(kept())
    models = {"GRU": untrained(task)}
    words = doodles.results_words(task, models)
    inputs, targets = task.split(28).held_out
    outputs = run(models["GRU"].network, inputs, targets).outputs[-1, 0]
    right = sum(int(one.argmax() == truth) for one, truth in zip(outputs, targets[0], strict=True))
    assert f"Of the 9 drawings that were left out, right: GRU {right} and the nearest drawing 9." in words
    assert words.endswith("is 11 percentage points.")


def test_another_one_that_was_left_out_is_of_another_kind_until_all_have_come():
    task = doodles.task_of(kept())
    shown = [doodles._left_out(task, number) for number in range(10)]
    assert [one.truth for one in shown] == [0, 1, 2] * 3 + [0]
    assert len({one.words for one in shown[:9]}) == 9
    np.testing.assert_array_equal(shown[9].inputs, shown[0].inputs)
