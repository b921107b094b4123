"""Steps between moments, and how one says a moment."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from gruviz.data.calendars import day_of, iso, say, spoken, steps_between
from gruviz.data.dates import DAY


def moments(whens):
    return np.array(
        [
            when.toordinal() * DAY + (when.hour * 3600 + when.minute * 60 if isinstance(when, datetime) else 0)
            for when in whens
        ]
    )


DAYS = [date(2001, 3, 1) + timedelta(days=i) for i in range(300)]
HOURS = [datetime(2018, 10, 26) + timedelta(hours=i) for i in range(100)]
EVEN = {
    "daily": (DAYS, "day"),
    "weekly": (DAYS[::7], "day"),
    "10-day": (DAYS[::10], "day"),
    "working-day": ([day for day in DAYS if day.weekday() < 5], "day"),
    "monthly": ([date(2000 + i // 12, i % 12 + 1, 1) for i in range(50)], "day"),
    "quarterly": ([date(2000 + i // 4, 3 * (i % 4) + 1, 1) for i in range(50)], "day"),
    "yearly": ([date(1900 + i, 7, 1) for i in range(50)], "day"),
    "hourly": (HOURS, "time"),
    "15-minute": ([datetime(2018, 1, 1) + timedelta(minutes=15 * i) for i in range(50)], "time"),
}


@pytest.mark.parametrize("words", EVEN)
def test_even_steps_have_a_name(words):
    whens, finest = EVEN[words]
    steps = steps_between(moments(whens), finest)
    assert steps.words == words
    assert steps.ahead.tolist() == [1] * (len(whens) - 1)
    assert not len(steps.odd)


def test_month_ends_are_months():
    ends = [date(2000 + i // 12, i % 12 + 1, 1) - timedelta(days=1) for i in range(1, 60)]
    assert not len(steps_between(moments(ends), "day").odd)


@pytest.mark.parametrize("words", [name for name in EVEN if name != "working-day"])
def test_a_row_that_is_missing_or_twice_or_back_is_odd(words):
    whens, finest = EVEN[words]
    assert steps_between(moments([*whens[:20], *whens[22:]]), finest).ahead.tolist().index(3) == 19
    assert steps_between(moments([*whens[:20], whens[19], *whens[21:]]), finest).ahead.tolist().index(0) == 19
    assert steps_between(moments([*whens[:20], whens[3], *whens[21:]]), finest).ahead[19] < 0


def test_working_days_have_holidays_and_these_are_counted():
    days = [day for day in DAYS if day.weekday() < 5 and day != date(2001, 5, 1)]
    steps = steps_between(moments(days), "day")
    assert (set(steps.ahead), steps.note) == ({1.0}, "1 working day without a row")
    closed = [day for day in days if not date(2001, 6, 1) < day < date(2001, 7, 15)]
    assert steps_between(moments(closed), "day").ahead.max() == 31


def test_clocks_that_are_put_back_make_no_uneven_steps():
    local = [when - timedelta(hours=when >= datetime(2018, 10, 28, 3)) for when in HOURS]
    steps = steps_between(moments(local), "time")
    assert set(steps.ahead) == {1.0}
    assert "clocks" in steps.note
    again = [when - timedelta(hours=when >= datetime(2018, 10, 27, 3)) for when in HOURS]
    assert 0 in steps_between(moments(again), "time").ahead, "not on a Saturday"


def test_nights_may_be_left_out():
    session = [datetime(2018, 1, 1 + i // 12, 9) + timedelta(minutes=30 * (i % 12)) for i in range(120)]
    steps = steps_between(moments(session), "time")
    assert set(steps.ahead) == {1.0}
    assert "nights" in steps.note


def test_rounded_steps_are_even_and_uneven_ones_are_no_number_of_steps():
    assert set(steps_between(np.round(np.arange(200) / 360, 3), "clock").ahead) == {1.0}
    ahead = steps_between(np.array([0.0, 1, 2, 3, 4.5, 5.5, 7.5]), "number").ahead
    assert np.isnan(ahead[3])
    assert ahead[-1] == 2


def test_a_moment_for_charts_and_in_words():
    when = moments([datetime(2018, 1, 31, 13, 5)])[0]
    assert day_of(when) == date(2018, 1, 31)
    assert [iso(when, finest) for finest in ("year", "month", "day", "time")] == [
        "2018",
        "2018-01",
        "2018-01-31",
        "2018-01-31 13:05",
    ]
    assert [say(when, finest) for finest in ("year", "quarter", "month", "day", "time")] == [
        "2018",
        "Q1 2018",
        "Jan 2018",
        "31 Jan 2018",
        "31 Jan 2018, 13:05",
    ]
    assert iso(3661.25, "clock") == say(3661.25, "clock") == "01:01:01.250"


def test_a_label_is_spoken_as_its_moment_is():
    when = moments([datetime(2018, 1, 31, 13, 5)])[0]
    for finest in ("year", "month", "day", "time"):
        assert spoken(iso(when, finest)) == say(when, finest)
    assert [spoken(label) for label in ("355", "week 3", "1980-1")] == ["355", "week 3", "1980-1"]
