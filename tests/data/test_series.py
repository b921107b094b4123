"""A series of one's own: files of every kind that people bring, read as a person would, or refused by line."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.data.sentinels import Sentinel
from gruviz.data.series import SERIES_LIMIT, Choices, choices_of, parse_series
from gruviz.validation import GruvizError, InvalidValue, TooLarge

N = 240
VALUES = [round(20 + 10 * float(np.sin(i / 9)) + i / 40, 2) for i in range(N)]
DAYS = [date(2018, 1, 1) + timedelta(days=i) for i in range(N)]
MONTHS = [date(1980 + i // 12, i % 12 + 1, 1) for i in range(N)]
HOURS = [datetime(2018, 10, 25) + timedelta(hours=i) for i in range(N)]
BACK = datetime(2018, 10, 28, 3)
LOCAL = [when - timedelta(hours=when >= BACK) for when in HOURS]
SESSION = [datetime(2018, 1, 1 + i // 12, 9) + timedelta(minutes=30 * (i % 12)) for i in range(N)]
ACROSS = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec"
SEASONS = ("DJF", "JFM", "FMA", "MAM", "AMJ", "MJJ", "JJA", "JAS", "ASO", "SON", "OND", "NDJ")
GERMAN = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
DAILY, MONTHLY, HOURLY = (
    ("daily", "2018-01-01", "2018-08-28"),
    ("monthly", "1980-01", "1999-12"),
    ("hourly", "2018-10-25 00:00", "2018-11-03 23:00"),
)
FIRSTS = ("monthly", "1980-01-01", "1999-12-01")
COUNTED, INDEXED = ("", "1", "240"), ("", "0", "239")


def lines(rows, head="", mark=","):
    return "\n".join([*([head] if head else []), *(mark.join(map(str, row)) for row in rows)]) + "\n"


def comma(value):
    return str(value).replace(".", ",")


def dated(form, whens=DAYS, head="date,v", **options):
    return lines([(when.strftime(form), value) for when, value in zip(whens, VALUES, strict=False)], head, **options)


def years():
    """A row for each year."""
    return "".join(
        f" {1980 + y} " + " ".join(f"{v:8.2f}" for v in VALUES[12 * y : 12 * y + 12]) + "\n" for y in range(20)
    )


KINDS = {
    "ISO": (dated("%Y-%m-%d"), DAILY),
    "slashes": (dated("%Y/%m/%d"), DAILY),
    "German, with decimal commas": (
        lines([(f"{d:%d.%m.%Y}", comma(v)) for d, v in zip(DAYS, VALUES, strict=True)], "Datum;Wert", ";"),
        DAILY,
    ),
    "three decimals and a comma": (
        lines([(d, f"{v:.3f}".replace(".", ",")) for d, v in zip(DAYS, VALUES, strict=True)], "d;v", ";"),
        DAILY,
    ),
    "day first": (dated("%d/%m/%Y"), DAILY),
    "day first, the first of each month": (dated("%d/%m/%Y", MONTHS), FIRSTS),
    "month first": (dated("%m/%d/%Y"), DAILY),
    "month first, the first of each month": (dated("%m/%d/%Y", MONTHS), FIRSTS),
    "two digits, newest first": (
        "date,v\n" + "".join(reversed(dated("%m/%d/%y", head="").splitlines(keepends=True))),
        DAILY,
    ),
    "named months": (dated("%d-%b-%y"), DAILY),
    "Jan-80": (dated("%b-%y", MONTHS), MONTHLY),
    "Jan 1, 2018 without quotes": (dated("%b %d, %Y"), DAILY),
    "a broker's": (
        lines(
            [(f'"{d:%b %d, %Y}"', f'"{v}"', '"1.2"', '"24.57M"', '"0.35%"') for d, v in zip(DAYS, VALUES, strict=True)][
                ::-1
            ],
            '"Date","Price","Open","Vol.","Change %"',
        ),
        DAILY,
    ),
    "year and month": (
        lines([(d.year, d.month, v) for d, v in zip(MONTHS, VALUES, strict=True)], "year,month,value"),
        MONTHLY,
    ),
    "year month day": (
        lines([(d.year, d.month, d.day, v) for d, v in zip(DAYS, VALUES, strict=True)], mark=" "),
        DAILY,
    ),
    "carbon dioxide": (
        "# comment\n# another\n"
        + lines(
            [
                (d.year, d.month, round(d.year + (d.month - 0.5) / 12, 4), v, v + 1, -1, -9.99, -0.99)
                for d, v in zip(MONTHS, VALUES, strict=True)
            ],
            "year,month,decimal date,average,deseasonalized,ndays,sdev,unc",
        ),
        MONTHLY,
    ),
    "months across": (f"  1980    1999\n{years()}  -99.99\n Nino 3.4 from somewhere\n", MONTHLY),
    "months across, named": (
        lines([(1980 + y, *VALUES[12 * y : 12 * y + 12], "***") for y in range(20)], f"Land: Means\nYear,{ACROSS},J-D"),
        MONTHLY,
    ),
    "seasons": (
        lines(
            [(SEASONS[d.month - 1], d.year, v, v - 20) for d, v in zip(MONTHS, VALUES, strict=True)],
            " SEAS  YR   TOTAL   ANOM",
            "  ",
        ),
        MONTHLY,
    ),
    "sunspots, monthly": (
        lines(
            [
                (d.year, f"{d.month:02}", f"{d.year + (d.month - 0.5) / 12:.3f}", f" {v:5.2f}", " -1.0", "   -1", "1")
                for d, v in zip(MONTHS, VALUES, strict=True)
            ],
            mark=";",
        ),
        MONTHLY,
    ),
    "sunspots, daily": (
        lines(
            [
                (
                    d.year,
                    f"{d.month:02}",
                    f"{d.day:02}",
                    f"{d.year + (d.timetuple().tm_yday - 0.5) / 365:.3f}",
                    f" {v:5.2f}",
                    " -1.0",
                    "   -1",
                    "1",
                )
                for d, v in zip(DAYS, VALUES, strict=True)
            ],
            mark=";",
        ),
        DAILY,
    ),
    "sunspots, yearly": (
        lines([(f"{1700 + i}.5", f" {v:5.2f}", " -1.0", "   -1", "1") for i, v in enumerate(VALUES)], mark=";"),
        ("yearly", "1700", "1939"),
    ),
    "sunspots, in blanks": (
        lines(
            [
                (d.year, f"{d.month:02}", f"{d.year + (d.month - 0.5) / 12:.3f}", f" {v:5.2f}", " -1.0", "   -1  ")
                for d, v in zip(MONTHS, VALUES, strict=True)
            ],
            mark=" ",
        ),
        MONTHLY,
    ),
    "an index without a name": (",0\n" + lines(enumerate(VALUES)), INDEXED),
    "an index before the date": (
        lines([(i, d, v) for i, (d, v) in enumerate(zip(DAYS, VALUES, strict=True))], ",date,v"),
        DAILY,
    ),
    "an index one name short": ("x\n" + lines([(f'"{i + 1}"', v) for i, v in enumerate(VALUES)], mark=" "), COUNTED),
    "units": (dated("%Y-%m-%d", head="time\tload\n[UTC]\t[MW]", mark="\t"), DAILY),
    "a river": (
        "# x\n"
        + lines(
            [("USGS", "0123", d, v, "A") for d, v in zip(DAYS, VALUES, strict=True)],
            "agency_cd\tsite_no\tdatetime\t123_00060\t123_cd\n5s\t15s\t20d\t14n\t10s",
            "\t",
        ),
        DAILY,
    ),
    "a total": (dated("%Y-%m-%d") + f"Total,{sum(VALUES)}\n", DAILY),
    "a total below an index": (lines(enumerate(VALUES), "i,v") + f"Sum,{sum(VALUES)}\n", INDEXED),
    "a padded title": (
        lines(
            [(f"{d:%d.%m.%Y}", comma(v), "A") for d, v in zip(DAYS, VALUES, strict=True)],
            "My report;;\n;;\nDatum;Wert;Art",
            ";",
        ),
        DAILY,
    ),
    "facts before": (dated("%Y-%m-%d", head="Station,Berlin\nLat,52.5\ndate,temp"), DAILY),
    "a number as a name": (dated("%Y-%m-%d", head="date,2.5"), DAILY),
    "footers": (dated("%Y-%m", MONTHS) + ",\nMonthly totals in thousands. Jan 80 ? Dec 99,\n", MONTHLY),
    "a separator at the end": (dated("%Y-%m-%d", head="").replace("\n", ",\n"), DAILY),
    "a separator at the end of the data": ("date,v\n" + dated("%Y-%m-%d", head="").replace("\n", ",\n"), DAILY),
    "a declared separator": ("sep=;\r\n" + dated("%Y-%m-%d", mark=";").replace("\n", "\r\n"), DAILY),
    "hours": (dated("%Y-%m-%d %H:%M:%S", HOURS), HOURLY),
    "hours, the clock put back": (
        dated("%Y-%m-%d %H:%M:%S", LOCAL),
        ("hourly", "2018-10-25 00:00", "2018-11-03 22:00"),
    ),
    "quarters of an hour": (
        dated("%Y-%m-%dT%H:%M:%SZ", [HOURS[0] + timedelta(minutes=15 * i) for i in range(N)]),
        ("15-minute", "2018-10-25 00:00", "2018-10-27 11:45"),
    ),
    "two time zones": (
        lines(
            [
                (f"{w:%Y-%m-%dT%H:%M:%S}" + ("+02:00" if h < BACK else "+01:00"), v)
                for h, w, v in zip(HOURS, LOCAL, VALUES, strict=True)
            ]
        ),
        ("hourly", "2018-10-24 22:00", "2018-11-03 21:00"),
    ),
    "date and time apart": (
        lines([(f"{h:%d/%m/%Y}", f"{h:%H:%M:%S}", v) for h, v in zip(HOURS, VALUES, strict=True)], "Date;Time;P", ";"),
        HOURLY,
    ),
    "air quality": (
        lines(
            [(f"{h:%d/%m/%Y}", f"{h:%H.%M.%S}", comma(v), "-200", "", "") for h, v in zip(HOURS, VALUES, strict=True)],
            "Date;Time;CO(GT);X;;",
            ";",
        )
        + ";;;;;\n" * 3,
        HOURLY,
    ),
    "morning and evening": (dated("%m/%d/%Y %I:%M %p", HOURS), HOURLY),
    "seconds since 1970": (
        lines([(1514764800 + 3600 * i, v) for i, v in enumerate(VALUES)], "unix,v"),
        ("hourly", "2018-01-01 00:00", "2018-01-10 23:00"),
    ),
    "a number, four columns of a date": (
        lines(
            [
                (i + 1, h.year, h.month, h.day, h.hour, v, -7)
                for i, (h, v) in enumerate(zip(HOURS, VALUES, strict=True))
            ],
            "No,year,month,day,hour,pm2.5,DEWP",
        ),
        HOURLY,
    ),
    "years": (lines([(1700 + i, v) for i, v in enumerate(VALUES)], "Year,Count"), ("yearly", "1700", "1939")),
    "quarters": (
        lines([(f"{1950 + i // 4}-Q{i % 4 + 1}", v) for i, v in enumerate(VALUES)], "q,v"),
        ("quarterly", "1950-01", "2009-10"),
    ),
    "1980M01": (dated("%YM%m", MONTHS), MONTHLY),
    "yyyymm": (dated("%Y%m", MONTHS), MONTHLY),
    "yyyymmdd": (dated("%Y%m%d"), DAILY),
    "yyyymmddhh": (dated("%Y%m%d%H", HOURS), HOURLY),
    "prices of consumers": (
        lines(
            [("CUUR", d.year, f"M{d.month:02}", v) for d, v in zip(MONTHS, VALUES, strict=True)],
            "Series ID,Year,Period,Value",
        ),
        MONTHLY,
    ),
    "weeks": (
        lines([(date(2015, 1, 4) + timedelta(days=7 * i), v) for i, v in enumerate(VALUES)], "w,v"),
        ("weekly", "2015-01-04", "2019-08-04"),
    ),
    "German months": (
        lines(
            [(f"{d.day}. {GERMAN[d.month - 1]} {d.year}", comma(v)) for d, v in zip(DAYS, VALUES, strict=True)],
            "Tag;Wert",
            ";",
        ),
        DAILY,
    ),
    "decimal commas under one name": (lines([[f"{v:.2f}".replace(".", ",")] for v in VALUES], "Wert"), COUNTED),
    "one column": (lines([[v] for v in VALUES], "value"), COUNTED),
    "one column without a name": (lines([[v] for v in VALUES]), COUNTED),
    "one long line": (",".join(map(str, VALUES)), COUNTED),
    "blanks beside decimal commas": (lines([(i, comma(v)) for i, v in enumerate(VALUES)], mark=" "), INDEXED),
    "percent": (lines([(d, f"{v}%") for d, v in zip(DAYS, VALUES, strict=True)], "date,v"), DAILY),
    "dollars": (
        lines([(f"{d:%m/%d/%Y}", f"${v}") for d, v in zip(DAYS, VALUES, strict=True)], "Date,Close/Last"),
        DAILY,
    ),
    "plus signs": (lines([(d, f"+{v}") for d, v in zip(DAYS, VALUES, strict=True)], "date,v"), DAILY),
    "years with a fraction, the first without": (
        lines([(i + 1, f"{1980 + i / 12:.9g}", v) for i, v in enumerate(VALUES)], '"","time","value"'),
        MONTHLY,
    ),
    "decimal commas beside commas": (
        lines([(d, f"{v:.2f}".replace(".", ",")) for d, v in zip(DAYS, VALUES, strict=True)], "date,v"),
        DAILY,
    ),
    "lines in quotes": (lines([[f'"{d},{v}"'] for d, v in zip(DAYS, VALUES, strict=True)], '"date,v"'), DAILY),
    "a station": (
        lines(
            [(44, f"{d:%Y%m%d}", 10, f"{v:7.2f}", " -999", "eor") for d, v in zip(DAYS, VALUES, strict=True)],
            "STATIONS_ID;MESS_DATUM;QN_3;  FX;  FM;eor",
            ";",
        ),
        DAILY,
    ),
    "from and until": (
        lines(
            [(f"{h:%d.%m.%Y %H:%M}", f"{h:%d.%m.%Y %H:%M}", comma(v)) for h, v in zip(HOURS, VALUES, strict=True)],
            "Datum von;Datum bis;Netz [MWh]",
            ";",
        ),
        HOURLY,
    ),
    "a separator in front": (lines([("", d, v) for d, v in zip(DAYS, VALUES, strict=True)]), DAILY),
    "1Q1950": (
        lines([(f"{i % 4 + 1}Q{1950 + i // 4}", v) for i, v in enumerate(VALUES)], "q,v"),
        ("quarterly", "1950-01", "2009-10"),
    ),
    "compact dates and a time": (dated("%Y%m%d %H:%M", HOURS), HOURLY),
    "bars": (dated("%Y-%m-%d", head="date|v", mark="|"), DAILY),
    "a year and two digits": (
        lines(
            [
                (f"{d.year}.1" if d.month == 10 else f"{d.year}.{d.month:02}", v)
                for d, v in zip(MONTHS, VALUES, strict=True)
            ],
            "Date,P",
        ),
        MONTHLY,
    ),
    "prices of a day": (
        lines(
            [
                (d, v - 1, v + 1, v - 2, v, v * 0.9, 10**6 + i)
                for i, (d, v) in enumerate(zip(DAYS, VALUES, strict=True))
            ],
            "Date,Open,High,Low,Close,Adj Close,Volume",
        ),
        DAILY,
    ),
    "a marker at the end": (
        lines([(d, v, i % 2) for i, (d, v) in enumerate(zip(DAYS, VALUES, strict=True))], "date,temp,flag"),
        DAILY,
    ),
    "the date at the end": (lines([(v, d) for d, v in zip(DAYS, VALUES, strict=True)], "value,date"), DAILY),
    "blanks after commas": (
        lines([(d, f'"{v}"') for d, v in zip(DAYS, VALUES, strict=True)], "date, value", ", "),
        DAILY,
    ),
    "nights left out": (dated("%Y-%m-%d %H:%M", SESSION), ("30-minute", "2018-01-01 09:00", "2018-01-20 14:30")),
    "day of the year": (
        lines(
            [(d.year, d.timetuple().tm_yday, v) for d, v in zip(DAYS, VALUES, strict=True)],
            "-BEGIN-\nfrom 1/1\n-END-\nYEAR,DOY,T2M",
        ),
        DAILY,
    ),
    "names once more": (
        dated("%Y-%m-%d", DAYS[:100])
        + lines([(d, v) for d, v in zip(DAYS[100:], VALUES[100:], strict=True)], "date,v"),
        DAILY,
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_of_a_kind_that_people_bring_is_read_as_they_mean_it(name):
    text, (words, first, last) = KINDS[name]
    series = parse_series(text)
    assert series.values == pytest.approx(VALUES, abs=0.0051)
    assert (series.words, series.labels[0], series.labels[-1]) == (words, first, last)
    assert len(series.labels) == N


def test_a_minus_may_be_any_dash():
    series = parse_series(lines([(d, f"\u2212{v}") for d, v in zip(DAYS, VALUES, strict=True)], "date,v"))
    assert series.values == pytest.approx([-v for v in VALUES])


WORDS = {
    "much at once": (
        "My report;;\n"
        + lines(
            [
                (f"{d:%d.%m.%Y}", comma(v), 5)
                for i, (d, v) in enumerate(zip(DAYS, VALUES, strict=True))
                if i not in (7, 8, 50)
            ][::-1],
            "Datum;Kurs;Menge",
            ";",
        ),
        "Read 240 daily values of Kurs from 1 Jan 2018 to 28 Aug 2018; one of 2 columns; separated by semicolons, "
        "decimal comma, 1 title line left out; dates as day.month.year; newest first, turned round; "
        "3 gaps filled with a straight line.",
    ),
    "next to nothing": (lines([[v] for v in VALUES]), "Read 240 values of column 1; no dates, rows are counted."),
    "an index": (lines(enumerate(VALUES), "t,x"), "Read 240 values of x; separated by commas; index t."),
    "labels": (
        lines([(f"week {i}", v) for i, v in enumerate(VALUES)], "w,x"),
        "Read 240 values of x; separated by commas; w is no date, so order and step are as they stand.",
    ),
    "thousands": (
        lines([(d, f'"{1000 + v:,.2f}"') for d, v in zip(DAYS, VALUES, strict=True)], "d,x"),
        "Read 240 daily values of x from 1 Jan 2018 to 28 Aug 2018; separated by commas; thousands set apart.",
    ),
    "a limit": (
        lines(
            [(d, v if i else "<1") for i, (d, v) in enumerate(zip(DAYS, VALUES, strict=True))], "Category: All\n\nd,x"
        ),
        "Read 240 daily values of x from 1 Jan 2018 to 28 Aug 2018; separated by commas, 1 title line left out; "
        "1 below a limit, read as half of it.",
    ),
    "holidays": (
        lines([(d, v) for d, v in zip(DAYS, VALUES, strict=True) if d.weekday() < 5 and d != date(2018, 5, 1)], "d,x"),
        "Read 171 working-day values of x from 1 Jan 2018 to 28 Aug 2018; separated by commas; "
        "1 working day without a row.",
    ),
    "gaps at the ends": (
        lines([(d, v if 3 < i < 230 else "NA") for i, (d, v) in enumerate(zip(DAYS, VALUES, strict=True))], "d,x"),
        "Read 226 daily values of x from 5 Jan 2018 to 18 Aug 2018; separated by commas; "
        "14 rows without a value at the ends left out.",
    ),
}


@pytest.mark.parametrize("name", WORDS)
def test_one_line_says_what_was_understood(name):
    text, words = WORDS[name]
    assert "".join(parse_series(text).summary) == words


def test_gaps_are_filled_with_a_straight_line_whether_the_value_or_the_row_is_missing():
    rows = list(zip(MONTHS, VALUES, strict=True))
    for text in (
        lines([(f"{d:%Y-%m}", "" if i in (7, 8) else v) for i, (d, v) in enumerate(rows)], "d,x"),
        lines([(f"{d:%Y-%m}", v) for i, (d, v) in enumerate(rows) if i not in (7, 8)], "d,x"),
    ):
        series = parse_series(text)
        assert series.values[7:9] == pytest.approx(np.interp([7, 8], [6, 9], [VALUES[6], VALUES[9]]))
        assert series.labels[6:10] == ("1980-07", "1980-08", "1980-09", "1980-10")
        assert "2 gaps filled with a straight line" in series.notes


def test_sentinels_are_asked_about_and_taken_as_gaps_until_one_says_otherwise():
    text = lines([(d, -999 if i % 40 == 9 else v) for i, (d, v) in enumerate(zip(DAYS, VALUES, strict=True))], "d,x")
    series = parse_series(text)
    assert choices_of(text) == (("x",), "x", (Sentinel(-999, 6),))
    assert series.values[9] == pytest.approx((VALUES[8] + VALUES[10]) / 2)
    assert parse_series(text, with_sentinels=True).values[9] == -999


def test_another_column_may_be_read():
    text = KINDS["prices of a day"][0]
    columns = ("Open", "High", "Low", "Close", "Adj Close", "Volume")
    assert choices_of(text) == Choices(columns, "Close", ())
    assert choices_of(text, "Low").chosen == "Low"
    assert choices_of("a,b\nc,d") == Choices((), "", ())
    assert parse_series(text, column="Volume").values[1] == 1_000_001
    other = parse_series(text, column="Price")
    assert (other.name, other.notes[0]) == ("Close", "the table has no column Price")


def without(rows, *places):
    return [row for i, row in enumerate(rows) if i not in places]


ROWS = list(zip(DAYS, VALUES, strict=True))
LIMIT = "at most 10% can be filled, and only short gaps."
ORDER = "one row for each step, in order; a value may stay empty."
REFUSED = {
    "a word": (
        lines([*ROWS[:10], (DAYS[10], "many"), *ROWS[11:]], "d,v"),
        "Line 12 has no number in column v, but “many”.",
    ),
    "two words": (
        lines([*ROWS[:10], (DAYS[10], "many"), (DAYS[11], "few"), *ROWS[12:]], "d,v"),
        "Lines 12 and 13 have no number in column v, but “many” and “few”.",
    ),
    "a bad date": (
        lines([*ROWS[:10], ("2018-13-45", 5), *ROWS[11:]], "d,v"),
        "Line 12 has no date in column d, but “2018-13-45”.",
    ),
    "a line after empty ones": (
        "d,v\n\n\n" + lines([*ROWS[:10], (DAYS[10], "x"), *ROWS[11:]]),
        "Line 14 has no number in column v, but “x”.",
    ),
    "infinite": (
        lines([*ROWS[:1], (DAYS[1], "inf"), *ROWS[2:]], "d,v"),
        "Line 3 has no finite number in column v, but “inf”.",
    ),
    "no value": (
        lines([(d, "NA") for d in DAYS], "d,v"),
        "There is no column of values: beside the dates or the index, no column has numbers.",
    ),
    "many gaps": (
        lines([(d, "" if i % 5 == 2 else v) for i, (d, v) in enumerate(ROWS)], "d,v"),
        "48 of 240 values are missing, the first in line 4 (2018-01-03): " + LIMIT,
    ),
    "many rows left out": (
        lines(without(ROWS, *range(99, 140)), "d,v"),
        "Between line 100 (2018-04-09) and line 101 (2018-05-21) 41 rows are missing: " + LIMIT,
    ),
    "a day twice": (
        lines([*ROWS[:10], *ROWS[9:]], "d,v"),
        "Line 12 (2018-01-10) is of the same step as line 11 (2018-01-10): " + ORDER,
    ),
    "a day out of order": (
        lines([*ROWS[:10], ROWS[30], *ROWS[11:]], "d,v"),
        "Line 13 (2018-01-12) does not follow line 12 (2018-01-31): " + ORDER,
    ),
    "an uneven index": (
        lines([(i + 0.5 * (i > 100), v) for i, v in enumerate(VALUES)], "t,v"),
        "Line 103 (101.5) comes at an uneven step after line 102 (100.0): " + ORDER,
    ),
    "a row with one cell more": (
        lines([*ROWS[:3], (DAYS[3], 1, 2), *ROWS[4:]], "d,v"),
        "Line 5 has 3 cells, and most lines have 2.",
    ),
    "only names": ("month,value\n", "There is no column of numbers: line 1 begins with “month”."),
    "one value": ("d,v\n2018-01-01,5\n2018-01-02,NA\n", "There is one value in column v: at least two are needed."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_said_in_a_sentence_that_begins_with_it(name):
    text, sentence = REFUSED[name]
    with pytest.raises(GruvizError) as caught:
        parse_series(text)
    assert str(caught.value) == sentence
    assert caught.value.field.startswith("table")


def test_a_file_that_is_newest_first_is_refused_by_its_own_order():
    with pytest.raises(InvalidValue, match=r"^Line 4 \(2018-08-26\) is of the same step as line 3 \(2018-08-26\)"):
        parse_series(lines([*ROWS[::-1][1:3], *ROWS[::-1][2:]], "d,v"))


def test_too_many_rows_are_refused():
    with pytest.raises(TooLarge, match=r"^The table has 20,001 rows; at most 20,000 can be read as a series\.$"):
        parse_series("t,x\n" + "".join(f"{i},{i % 7}\n" for i in range(SERIES_LIMIT + 1)))


FORMS = {
    "%Y-%m-%d": "day",
    "%d.%m.%Y": "day",
    "%m/%d/%Y": "day",
    "%d-%b-%Y": "day",
    "%Y%m%d": "day",
    "%Y-%m-%d %H:%M": "day",
    "%Y-%m": "month",
    "%b %Y": "month",
    "%Y%m": "month",
}
writing = st.fixed_dictionaries(
    {
        "form": st.sampled_from(sorted(FORMS)),
        "mark": st.sampled_from([",", ";", "\t", "|"]),
        "decimal": st.sampled_from([".", ","]),
        "grouped": st.booleans(),
        "head": st.sampled_from(
            ["", "date,value", "A title\n\ndate,value", "# comment\ndate,value", "date,value\n[d],[m]"]
        ),
        "foot": st.sampled_from(["", "\n\n", "Source: a book\n"]),
        "newest_first": st.booleans(),
        "gap": st.sampled_from(["", "NA", "row"]),
        "end": st.sampled_from(["\n", "\r\n", "\n\n"]),
    }
)
numbers = st.lists(st.floats(-1e7, 1e7).map(lambda x: round(x, 2)), min_size=24, max_size=40, unique=True)


def as_number(value, decimal, grouped):
    text = f"{value:,.2f}" if grouped else f"{value:.2f}"
    return text.translate(str.maketrans(",.", ".,")) if decimal == "," else text


@given(writing, numbers)
def test_a_series_in_any_style_is_read_back(style, values):
    """Separator, decimal sign, thousands, dates, names, titles, footers, order, gaps and line ends together."""
    days = DAYS if FORMS[style["form"]] == "day" else MONTHS
    rows = []
    for i, value in enumerate(values):
        cell = as_number(value, style["decimal"], style["grouped"])
        cell = f'"{cell}"' if style["mark"] in cell else cell
        if i == 9 and style["gap"] == "row":
            continue
        rows.append((datetime(*days[i].timetuple()[:5]).strftime(style["form"]), style["gap"] if i == 9 else cell))
    rows = rows[::-1] if style["newest_first"] else rows
    text = lines(rows, style["head"].replace(",", style["mark"]), style["mark"]) + style["foot"]
    series = parse_series(text.replace("\n", style["end"]))
    whole = [*values[:9], (values[8] + values[10]) / 2, *values[10:]]
    assert series.values == pytest.approx(whole, rel=1e-12, abs=1e-9)
    assert series.words == ("daily" if days is DAYS else "monthly")
    assert ("newest first, turned round" in series.notes) == style["newest_first"]


@given(st.text(max_size=80) | st.text(alphabet="0123456789.,;:-/ \t\n", max_size=120))
def test_any_text_is_a_finite_series_or_refused_in_a_sentence(text):
    try:
        series = parse_series(text)
    except GruvizError as error:
        assert str(error) == error.sentence
    else:
        assert np.isfinite(series.values).all()
        assert len(series.labels) == len(series.values) >= 2
