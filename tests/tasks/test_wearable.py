"""Exercises: nobody is in both parts, and every window has its wearer."""

import numpy as np

from gruviz.data.recorded import exercises
from gruviz.tasks import Wearable


def test_nobody_is_in_both_parts_of_the_wearable_data():
    everyone = []
    for fold in range(1, 6):
        task = Wearable(fold)
        everyone += task.people
        recorded, length = exercises(), task.default_length
        count = dict.fromkeys((True, False), 0)
        for sequence, person in zip(recorded.sequences, recorded.groups.tolist(), strict=True):
            count[person in task.people] += len(range(0, len(sequence) - length + 1, length // 2))
        training, held_out = task.split(length)
        assert (training.inputs.shape[1], held_out.inputs.shape[1]) == (count[False], count[True])
        np.testing.assert_allclose(training.inputs.mean((0, 1)), 0, atol=0.05)
    assert sorted(everyone) == list(range(1, 11))


def test_every_window_has_its_wearer():
    task = Wearable()
    wearers = task.wearers(50)
    assert len(wearers) == task.split(50).held_out.inputs.shape[1]
    assert set(wearers) == set(task.people)


def test_a_window_is_given_back_as_the_watch_measured_it():
    task = Wearable()
    window = task.measured(task.split(50).held_out.inputs[:, :1])[:, 0]
    theirs = [
        sequence for sequence, who in zip(exercises().sequences, exercises().groups, strict=True) if who in (1, 2)
    ]
    starts = [(sequence, start) for sequence in theirs for start in range(0, len(sequence) - 49, 25)]
    assert any(np.allclose(sequence[start : start + 50], window, atol=1e-4) for sequence, start in starts)
