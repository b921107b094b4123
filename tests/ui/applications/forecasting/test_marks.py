"""Ranks of ticks, against dates whose roundness one sees."""

import pytest

from gruviz.data.recorded import monthly_sunspots
from gruviz.ui.applications.forecasting.marks import YEAR, ranks


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["1999-11", "1999-12", "2000-01", "2000-02", "2000-04", "2001-01"], "538345"),
        (["2018-01-30", "2018-01-31", "2018-02-01", "2018-02-02"], "5232"),
        (["2018-01-30 23:00", "2018-01-31 00:00", "2018-01-31 05:00", "2018-01-31 06:00", "2018-01-31 06:30"], "52010"),
        (["1990", "1991", "1995", "2000"], "7568"),
        (["a", "b", "c", "d", "e"], "00001"),
        (["1", "2", "13:15"], "000"),
    ],
)
def test_the_rounder_a_date_the_higher_its_rank(labels, expected):
    assert ranks(labels) == expected


def test_every_january_of_the_sunspots_is_a_year():
    labels = monthly_sunspots()[0]
    assert all((int(rank) >= YEAR) == label.endswith("-01") for label, rank in zip(labels, ranks(labels), strict=True))
