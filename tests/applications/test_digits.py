"""Drawings brought to the form of the data, and blank rows after a digit."""

import numpy as np
import pytest

from gruviz.applications import beliefs, digits
from gruviz.applications.results import judge
from gruviz.engine.recording import record
from gruviz.models.shipped import application_models
from gruviz.networks.network import run
from gruviz.tasks import Digits, Wearable
from gruviz.validation import GruvizError
from tests.applications.untrained import every_cell, untrained
from tests.truth import rerun


def test_a_drawing_is_brought_to_the_form_of_the_data_wherever_and_however_large_it_is():
    """Held-out digits drawn five times as large in a corner of a page are named as before."""
    model, task = application_models("digits")["GRU"], Digits()
    inputs, targets = task.split(28).held_out
    drawn = []
    for picture in inputs[:, :100].swapaxes(0, 1):
        page = np.zeros((260, 200))
        page[90:230, 30:170] = np.kron(picture, np.ones((5, 5)))
        drawn.append(digits.drawn_input(model, page)[:, 0])
        rows, columns = np.nonzero(drawn[-1] > 0.1)
        assert max(np.ptp(rows), np.ptp(columns)) in (17, 18, 19)
    said = beliefs.beliefs(model, np.stack(drawn, 1))[-1, 0].argmax(-1)
    assert (said == targets[0, :100]).mean() > 0.9
    assert np.isfinite(digits.normalised(np.pad([[1.0]], 10))).all()


NO_PICTURES = (np.zeros((28, 28)), np.full((28, 28), np.nan), np.ones(28), [["a"]], np.zeros((0, 3)))


@pytest.mark.parametrize("picture", NO_PICTURES, ids=["blank", "no numbers", "a line", "text", "nothing"])
def test_what_is_no_drawing_is_refused(picture):
    with pytest.raises(GruvizError, match="picture"):
        digits.normalised(picture)


def test_blank_rows_after_a_digit():
    model = untrained(Digits())
    found = digits.accuracy_after_blank(model, [0, 7])
    np.testing.assert_allclose(found[0], judge(model))
    inputs, targets = Digits().split(35).held_out
    np.testing.assert_allclose(found[1], Digits().measure(run(model.network, inputs, targets), targets))


@every_cell
def test_blank_rows_appended_one_number_at_a_time(cell):
    """The whole run again from the textbook for each number of rows, and the right answers counted one by one."""
    model = untrained(Digits(), cell)
    inputs, targets = Digits().split(28).held_out
    blank = [3, 0, 1, 9]
    found = digits.accuracy_after_blank(model, blank)
    assert found.shape == (4, 2)
    for row, count in enumerate(blank):
        longer = np.concatenate([inputs, *[np.zeros((1, *inputs.shape[1:]))] * count])
        assert len(longer) == 28 + count
        recording = record(cell, model.weights, longer)
        for seed in range(2):
            hidden = rerun(recording, seed)[2][-1].detach().numpy()[:, :5]
            said = (hidden @ model.readout_W[seed].T + model.readout_b[seed]).argmax(-1)
            right = sum(int(one == truth) for one, truth in zip(said, targets[0], strict=True))
            assert found[row, seed] == pytest.approx(right / len(said))


@pytest.mark.parametrize("reading", ["row", "pixel"])
def test_the_nearest_picture_is_the_one_with_the_smallest_squared_difference(reading):
    task = Digits(reading)
    (training, known), (inputs, _) = task.split(task.lengths[0])
    asked = np.concatenate([inputs[:, 5:6], np.ones((3, 1, task.input_size))])
    found = digits.nearest_picture(task, asked)
    distances = [float(((training[:, i] - inputs[:, 5]) ** 2).sum()) for i in range(training.shape[1])]
    nearest = int(np.argmin(distances))
    assert found.digit == known[0, nearest]
    assert found.among == len(distances)
    np.testing.assert_array_equal(found.picture.ravel(), training[:, nearest].ravel())


def test_a_model_of_another_task_is_refused():
    with pytest.raises(GruvizError) as caught:
        digits.drawn_input(untrained(Wearable()), np.ones((3, 3)))
    assert caught.value.field == "task"
