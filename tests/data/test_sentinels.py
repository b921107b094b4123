"""Numbers that stand for a missing value."""

import pytest

from gruviz.data.sentinels import Sentinel, is_nines, sentinels

WARM = [10 + i % 23 / 2 for i in range(60)]
COLD = [i % 23 - 11 for i in range(60)]


@pytest.mark.parametrize("number", [-999, -9999, -99.9, -99.99, 999, 9999, 99.9, -200, 1e20, 9.96921e36, -32768])
def test_a_number_far_from_all_others_is_asked_about(number):
    assert sentinels([*WARM, number, number]) == (Sentinel(number, 2),)


def test_minus_one_below_what_is_never_negative():
    assert sentinels([*WARM, -1]) == (Sentinel(-1, 1),)
    assert sentinels([*COLD, -1]) == ()
    assert sentinels([0.5, 1.5] * 20 + [-1]) == ()


@pytest.mark.parametrize("more", [[], [-12], [99], [12345], [-9], [float("nan")]])
def test_what_is_near_the_others_or_no_such_number_is_a_value(more):
    assert sentinels([value * 8 for value in COLD] + more) == ()


def test_a_few_numbers_tell_nothing():
    assert sentinels([0, 0, 1, -999]) == ()


def test_words():
    assert str(Sentinel(-999, 12)) == "−999 stands 12 times"
    assert str(Sentinel(99.9, 1)) == "99.9 stands once"
    assert [cell for cell in ("-99.99", "-999", "999.90", "9", "-9", "989", "x") if is_nines(cell)] == [
        "-99.99",
        "-999",
        "999.90",
    ]
