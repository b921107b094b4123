"""Labelled sequences of one's own as a task: who is held out, what is read, and what is refused."""

import pickle

import numpy as np
import pytest

from gruviz.data.drawn_shapes import shapes_csv
from gruviz.data.labelled import read_labelled
from gruviz.tasks.own_sequences import LONGEST, WINDOW, OwnSequences
from gruviz.validation import GruvizError
from tests.tasks.recorded import rng


def task_of(sequences):
    """A task on one channel, from id, label and length of each sequence; values count from 1."""
    lines = [f"{own},{label},{step},{step}" for own, label, count in sequences for step in range(1, count + 1)]
    return OwnSequences(read_labelled("\n".join(["id,label,step,x", *lines])))


def one_label_each(count, length=4):
    return [(f"{label}{i}", label, length) for label in "ab" for i in range(count)]


def parts(task):
    """Ids of the training part and of the held-out one."""
    length = task.default_length
    return [{task.data.ids[place.sequence] for place in task.places(length, held_out=out)} for out in (False, True)]


@pytest.mark.parametrize("count", [4, 5, 9, 20])
def test_a_quarter_of_the_ids_of_each_label_is_held_out_and_no_id_is_in_both_parts(count):
    task = task_of(one_label_each(count))
    known, asked = parts(task)
    assert not known & asked
    assert known | asked == set(task.data.ids)
    for label in "ab":
        assert sum(own[0] == label for own in asked) == max(1, round(count / 4))


def test_ids_with_several_labels_leave_every_label_in_both_parts():
    everyone = [(f"p{i}", label, 3) for i in range(6) for label in "abc"] + [(f"q{i}", "d", 3) for i in range(4)]
    task = task_of(everyone)
    assert len(task.out) == 3
    for batch in task.split(task.default_length):
        assert set(batch.targets[0].tolist()) == {0, 1, 2, 3}


def test_shorter_sequences_end_with_the_longer_and_only_the_training_part_sets_the_scale():
    task = task_of([(f"{label}{i}", label, 3 + i) for label in "ab" for i in range(4)])
    assert task.default_length == 6
    known, asked = task.split(6)
    steps = [np.arange(1, task.data.lengths[p.sequence] + 1) for p in task.places(6, held_out=False)]
    centre, spread = np.concatenate(steps).mean(), np.concatenate(steps).std()
    for part, out in ((known, False), (asked, True)):
        for k, place in enumerate(task.places(6, held_out=out)):
            count = task.data.lengths[place.sequence]
            expected = np.r_[np.zeros(6 - count), (np.arange(1, count + 1) - centre) / spread]
            np.testing.assert_allclose(part.inputs[:, k, 0], expected, rtol=1e-5, atol=1e-6)
            assert task.classes[part.targets[0, k]] == task.data.labels[place.sequence]


def test_long_sequences_are_cut_into_windows_that_overlap_by_half():
    task = task_of(one_label_each(4, LONGEST + 60))
    assert task.default_length == WINDOW
    starts = {place.first for place in task.places(WINDOW, held_out=True)}
    assert starts == {0, 50, 100}
    assert "cut into windows of 100" in task.text


@pytest.mark.parametrize(
    ("sequences", "message"),
    [
        ([(f"a{i}", "a", 3) for i in range(8)], "All sequences have one label, “a”"),
        ([(f"{k}{i}", f"l{k}", 3) for k in range(13) for i in range(4)], "There are 13 different labels; at most 12"),
        (one_label_each(3), "Every label needs at least 4 ids, so that some can be held out: “a” has 3 and “b” has 3."),
    ],
)
def test_what_cannot_be_learned_is_said_in_a_sentence(sequences, message):
    with pytest.raises(GruvizError) as refused:
        task_of(sequences)
    assert message in str(refused.value)


def test_equal_files_are_equal_tasks_also_after_a_journey_to_a_worker():
    task, other = task_of(one_label_each(4)), task_of(one_label_each(4))
    assert task == other == pickle.loads(pickle.dumps(task))
    assert hash(task) == hash(other)
    assert task.settings == {}
    assert task != task_of(one_label_each(5))


def test_of_the_example_only_rules_that_see_the_order_tell_much():
    task = OwnSequences(read_labelled(shapes_csv()))
    found = task.baselines(task.default_length)
    assert found["nearest neighbour"] > 0.8
    assert found["linear on mean and spread"] < 0.6
    assert found["commonest class"] == pytest.approx(1 / 3)
    assert task.sample(rng(0), 7, task.default_length).inputs.shape == (task.default_length, 7, 2)
