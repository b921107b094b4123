import math

import pytest

from gruviz.diagnosis.monitor.pace import Pace, Paces, Tally


@pytest.mark.parametrize(
    ("factors", "share", "mean"),
    [
        ([], math.nan, 1),
        ([1, 1], 0, 1),
        ([0.1, 1, 0.001, math.nan], 2 / 3, 0.01),
        ([1 - 1e-7, 2], 0, 1),
    ],
)
def test_a_tally(factors, share, mean):
    tally = Tally()
    for factor in factors:
        tally.add(factor)
    assert tally.share == pytest.approx(share, nan_ok=True)
    assert tally.factor == pytest.approx(mean)


def test_a_look_is_owed_until_it_is_had():
    pace, looked = Pace(every=5), []
    for step in range(1, 16):
        due = pace.is_next
        pace.step()
        assert pace.is_owed == due
        if pace.is_owed and step not in (1, 2, 10):  # at which nothing could be seen
            pace.looked()
            looked.append(step)
    assert looked == [3, 5, 11, 15]


def test_a_look_begins_a_new_tally():
    pace = Pace(every=1)
    pace.tally.add(0.5)
    assert pace.looked().share == 1
    assert math.isnan(pace.tally.share)


def test_paces_are_kept_by_what_is_moved_and_go_on_with_another_optimizer():
    paces, a, b, both = Paces(every=10), frozenset("a"), frozenset("b"), frozenset("ab")
    assert paces.is_next
    assert paces.steps == 0
    for _ in range(3):
        paces.of(a).step()
    paces.of(b).step()
    for pace in (paces.of(a), paces.of(b)):
        pace.looked()
    assert not paces.is_next
    assert (paces.of(a).steps, paces.of(b).steps, paces.steps) == (3, 1, 3)
    assert (paces.beside(a), paces.beside(both)) == (b, frozenset())
    assert (paces.of(both).steps, paces.of(both).is_owed) == (3, False)
