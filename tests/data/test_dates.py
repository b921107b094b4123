"""Dates as people write them, against the calendar of Python's datetime."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from gruviz.data.dates import DAY, FORMS, date_readings, looks_like_a_date

START = datetime(2018, 1, 25, 13, 45)
DAYS = [START.replace(hour=0, minute=0) + timedelta(days=i) for i in range(40)]
HOURS = [START + timedelta(hours=i) for i in range(40)]
MONTHS = [datetime(1987 + i // 12, i % 12 + 1, 1) for i in range(40)]


def moment(when):
    return when.toordinal() * DAY + when.hour * 3600 + when.minute * 60 + when.second


WRITTEN = {
    "ISO": (DAYS, "%Y-%m-%d", "day"),
    "slashes": (DAYS, "%Y/%m/%d", "day"),
    "German": (DAYS, "%d.%m.%Y", "day"),
    "British": (DAYS, "%d/%m/%Y", "day"),
    "American": (DAYS, "%m/%d/%Y", "day"),
    "American, two digits": (DAYS, "%m/%d/%y", "day"),
    "compact": (DAYS, "%Y%m%d", "day"),
    "columns": (DAYS, "%Y %m %d", "day"),
    "named months": (DAYS, "%d-%b-%Y", "day"),
    "named months, two digits": (DAYS, "%d-%b-%y", "day"),
    "with a comma": (DAYS, "%b %d, %Y", "day"),
    "with its weekday": (DAYS, "%A, %B %d, %Y", "day"),
    "day of the year": (DAYS, "%Y %j", "day"),
    "a time": (HOURS, "%Y-%m-%d %H:%M:%S", "time"),
    "T and Z": (HOURS, "%Y-%m-%dT%H:%MZ", "time"),
    "morning and evening": (HOURS, "%m/%d/%Y %I:%M %p", "time"),
    "points in the time": (HOURS, "%d/%m/%Y %H.%M.%S", "time"),
    "compact with a time": (HOURS, "%Y%m%dT%H%M", "time"),
    "one time zone": (HOURS, "%Y-%m-%d %H:%M+05:30", "time"),
    "months": (MONTHS, "%Y-%m", "month"),
    "compact months": (MONTHS, "%Y%m", "month"),
    "months of the IMF": (MONTHS, "%YM%m", "month"),
    "month first": (MONTHS, "%m/%Y", "month"),
    "short months": (MONTHS, "%b-%y", "month"),
    "year and named month": (MONTHS, "%Y %B", "month"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_date_is_read_as_it_was_written(name):
    moments, form, finest = WRITTEN[name]
    cells = [when.strftime(form) for when in moments]
    readings = list(date_readings([cells]))
    known = [moment(when) for when in moments]
    [right] = [one for one in readings if np.allclose(one.moments, known, rtol=0, atol=1e-3)]
    assert right.finest == finest


def test_other_calendars_and_languages():
    first = {
        "1950-Q3": datetime(1950, 7, 1),
        "Q3 1950": datetime(1950, 7, 1),
        "2018-W05": datetime(2018, 1, 29),
        "JJA 1950": datetime(1950, 7, 1),
        "15. März 2018": datetime(2018, 3, 15),
        "1er août 2018": None,
        "15 août 2018": datetime(2018, 8, 15),
        "3 de enero de 2018": datetime(2018, 1, 3),
        "1514764800": datetime(2018, 1, 1),
        "1514764800000": datetime(2018, 1, 1),
        "1871.1": datetime(1871, 10, 1),
        "1980.500": datetime(1980, 7, 2),
        "1749": datetime(1749, 1, 1),
    }
    for cell, when in first.items():
        read = next(date_readings([[cell, cell]]), None)
        assert (None if read is None else read.moments[0]) == (when and moment(when)), cell


def test_a_day_and_a_month_that_could_be_either_are_read_both_ways():
    assert {one.words for one in date_readings([["01/02/2018", "02/02/2018"]])} == {"day.month.year", "month/day/year"}
    assert [one.words for one in date_readings([["01/02/2018", "02/13/2018"] * 20])] == ["month/day/year"]


def test_zones_that_change_are_read_as_utc():
    [dates] = date_readings([["2018-10-28 02:00+02:00", "2018-10-28 02:00+01:00"]])
    assert np.diff(dates.moments).tolist() == [3600]
    assert "UTC" in dates.words


def test_times_of_day_go_on_past_midnight():
    [dates] = date_readings([["22:30", "23:30", "00:30"]])
    assert np.diff(dates.moments).tolist() == [3600, 3600]
    [dates] = date_readings([["0:59.998", "1:00.001"]])
    assert np.diff(dates.moments) == pytest.approx(0.003)


def test_an_impossible_date_has_no_moment_and_looks_like_one():
    [dates] = date_readings([[f"2018-01-{i:02}" for i in range(1, 31)] + ["2018-13-45"]])
    assert np.flatnonzero(np.isnan(dates.moments)).tolist() == [30]
    assert looks_like_a_date("2018-13-45")


@pytest.mark.parametrize("cells", [["a", "b"], ["1.5", "2.5"], ["50,84", "54,13"], ["week 1", "week 2"], ["", ""]])
def test_what_is_no_date_is_not_read_as_one(cells):
    assert list(date_readings([cells])) == []
    assert not any(map(looks_like_a_date, cells))


def test_forms_are_told_apart_by_name():
    assert all(form.words and form.finest for form in FORMS)
