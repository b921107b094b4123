"""Own doodles as a task: which are learned from, which are held out, and what is refused."""

import pickle

import numpy as np
import pytest

from gruviz.tasks.doodles import Doodles, shifted
from gruviz.validation import GruvizError

NAMES = ("house", "star", "fish")


def doodle(kind: int, number: int) -> bytes:
    """A square of ink that tells which it is by its shade."""
    page = np.zeros((28, 28), np.uint8)
    page[10:18, 10:18] = 100 + 20 * kind + number
    return page.tobytes()


def doodles(*counts: int) -> Doodles:
    return Doodles(NAMES, tuple(tuple(doodle(k, n) for n in range(count)) for k, count in enumerate(counts)))


def test_every_third_of_a_kind_is_held_out():
    training, held_out = doodles(10, 4, 6).split(28)
    shades = [np.round(255 * part.inputs.max((0, 2))).astype(int).tolist() for part in (training, held_out)]
    expected = [[], []]
    for kind, count in enumerate((10, 4, 6)):
        for number in range(count):
            expected[number in (2, 5, 8)].append(100 + 20 * kind + number)
    assert shades == expected
    assert held_out.targets.tolist() == [[0, 0, 0, 1, 2, 2]]


def test_what_is_drawn_for_learning_is_moved_by_a_pixel_at_most_and_never_held_out():
    task = doodles(10, 10, 10)
    batch = task.sample(np.random.default_rng(0), 500, 28)
    seen = set()
    for picture, target in zip(batch.inputs.swapaxes(0, 1), batch.targets[0], strict=True):
        kind, number = divmod(round(255 * float(picture.max())) - 100, 20)
        assert kind == target
        assert number % 3 != 2
        rows, columns = np.nonzero(picture)
        assert (np.ptp(rows), np.ptp(columns)) == (7, 7)
        seen.add((int(rows.min()) - 10, int(columns.min()) - 10))
    assert seen == {(down, across) for down in (-1, 0, 1) for across in (-1, 0, 1)}


def test_a_picture_is_moved_over_paper():
    picture = np.arange(12.0).reshape(3, 4)
    np.testing.assert_array_equal(shifted(picture, 1, -2), [[0, 0, 0, 0], [2, 3, 0, 0], [6, 7, 0, 0]])
    np.testing.assert_array_equal(shifted(picture, 0, 0), picture)


def test_equal_doodles_are_an_equal_task_also_in_another_process():
    assert pickle.loads(pickle.dumps(doodles(4, 4, 4))) == doodles(4, 4, 4)
    assert hash(doodles(4, 4, 4)) == hash(doodles(4, 4, 4))
    assert doodles(4, 4, 4) != doodles(4, 4, 5)
    assert doodles(4, 4, 4).settings == {}


REFUSED = {
    "no names": ((), ()),
    "one name twice": (("a", "a"), ((doodle(0, 0),) * 4,) * 2),
    "an empty name": (("a", " "), ((doodle(0, 0),) * 4,) * 2),
    "a long name": (("a", "b" * 25), ((doodle(0, 0),) * 4,) * 2),
    "three of one": (("a", "b"), ((doodle(0, 0),) * 4, (doodle(0, 0),) * 3)),
    "blank paper": (("a", "b"), ((bytes(784),) * 4,) * 2),
    "half a page": (("a", "b"), ((doodle(0, 0)[:392],) * 4,) * 2),
}


@pytest.mark.parametrize("given", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused(given):
    with pytest.raises(GruvizError):
        Doodles(*given)
