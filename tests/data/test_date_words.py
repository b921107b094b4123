"""Names of months."""

import calendar

import pytest

from gruviz.data.date_words import MONTHS, SEASONS, month_number


def test_english_names_long_and_short():
    for number in range(1, 13):
        assert month_number(calendar.month_name[number]) == month_number(calendar.month_abbr[number].upper()) == number


@pytest.mark.parametrize(
    ("name", "number"),
    [("März", 3), ("juin", 6), ("juillet", 7), ("août", 8), ("Dez", 12), ("ottobre", 10), ("enero", 1)],
)
def test_names_of_other_languages(name, number):
    assert month_number(name) == number


def test_another_word_is_none():
    with pytest.raises(ValueError, match="Total"):
        month_number("Total")


def test_a_season_stands_at_its_middle_month():
    initials = "JFMAMJJASOND"
    for place, season in enumerate(SEASONS):
        assert season == "".join(initials[(place + k) % 12] for k in (-1, 0, 1))
    assert len(MONTHS) == len(SEASONS) == 12
