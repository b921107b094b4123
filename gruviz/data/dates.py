"""How people write dates and times: a column of cells → moments."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TypeVar

import numpy as np

from gruviz.arrays import Array
from gruviz.data.date_words import MONTH, SEASONS, month_number

Number = TypeVar("Number", int, float)
DAY = 86_400.0
"""Seconds of a day."""
YEARS = range(1000, 2201)
ENOUGH = 0.9
"""Share of a column's cells that have to be of a form for the others to be mistakes in it."""
SAMPLE = 40

_CLOCK = (
    r"(?P<h>\d{1,2})(?::(?P<mi>\d{2})(?::(?P<s>\d{2}(?:[.,]\d+)?))?|\.(?P<mi2>\d{2})\.(?P<s2>\d{2}))\s*(?P<ap>[AaPp])?(?(ap)\.?[Mm]\.?)"
    r"\s*(?P<z>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?"
)
_TIME = rf"(?:(?:[ ,;]+|\s*T\s*){_CLOCK})?"
_Y, _M, _D = r"(?P<y>\d{4})", r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})"
_YY = r"(?P<y>\d{4}|\d{2})"
_B = rf"(?P<b>{MONTH})\.?"
_ON = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"  # the day of the week
_TH = r"(?:st|nd|rd|th|º|\.)?"
_HHMM = r"(?:[T ]?(?P<h>\d\d):?(?P<mi>\d\d)(?::?(?P<s>\d\d))?Z?)?"
_SEASON = "|".join(SEASONS)


@dataclass(frozen=True)
class Form:
    """One way of writing dates.

    Args:
        words: Its name for a person.
        finest: "year", "quarter", "month", "week", "day" or "time"; "decimal" of decimal years.
        pattern: Of a whole cell.
        bare: Whether a column of plain numbers may look the same.
    """

    words: str
    finest: str
    pattern: str
    bare: bool = False
    match: Callable[[str], re.Match[str] | None] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "match", re.compile(self.pattern, re.IGNORECASE).fullmatch)


FORMS = (
    Form("year-month-day", "day", rf"{_Y}([-/.]){_M}\2{_D}\.?{_TIME}"),
    Form("day.month.year", "day", rf"{_D}([-/. ]){_M}\2 ?{_YY}{_TIME}"),
    Form("month/day/year", "day", rf"{_M}([-/. ]){_D}\2 ?{_YY}{_TIME}"),
    Form("year-month", "month", rf"{_Y}[-/M:]{_M}"),
    Form("month/year", "month", rf"{_M}[-/.]{_Y}"),
    Form("day, month and year", "day", rf"{_ON}{_D}{_TH}[-/ .]*(?:of |de )?{_B}[-,/ ]*(?:de )?{_YY}{_TIME}"),
    Form("month, day and year", "day", rf"{_ON}{_B}[- ]*{_D}{_TH},?[- ]+{_Y}{_TIME}"),
    Form("month and year", "month", rf"{_B}[-,/ ']*{_YY}"),
    Form("year, month and day", "day", rf"{_Y}[- /.]*{_B}[- /.]*{_D}{_TIME}"),
    Form("year and month", "month", rf"{_Y}[- /.]*{_B}"),
    Form("year and quarter", "quarter", rf"{_Y}[-/: ]?Q(?P<q>[1-4])"),
    Form("quarter and year", "quarter", rf"Q(?P<q>[1-4])[-/ ]*{_Y}"),
    Form("quarter and year", "quarter", rf"(?P<q>[1-4])Q ?{_YY}"),
    Form("year and week", "week", rf"{_Y}-?W(?P<w>\d{{2}})(?:-?\d)?"),
    Form("three months and year", "month", rf"(?P<season>{_SEASON}) {_Y}"),
    Form("year, month and day", "day", rf"{_Y} {_M} {_D}", bare=True),
    Form("year, month, day and hour", "time", rf"{_Y} {_M} {_D} (?P<h>\d{{1,2}})(?: (?P<mi>\d{{1,2}}))?", bare=True),
    Form("year and month", "month", rf"{_Y} M?{_M}", bare=True),
    Form("year and day of the year", "day", rf"{_Y}[ -](?P<j>\d{{1,3}})", bare=True),
    Form("yyyymmdd", "day", rf"{_Y}(?P<m>\d\d)(?P<d>\d\d){_HHMM}", bare=True),
    Form("yyyymmddhh", "time", rf"{_Y}(?P<m>\d\d)(?P<d>\d\d)[T ]?(?P<h>\d\d)", bare=True),
    Form("yyyymm", "month", rf"{_Y}(?P<m>\d\d)", bare=True),
    Form("seconds since 1970", "time", r"(?P<epoch>1\d{9})(?:\.0+)?", bare=True),
    Form("milliseconds since 1970", "time", r"(?P<epoch>1\d{9})(?P<ms>\d{3})", bare=True),
    Form("year.month", "month", rf"{_Y}\.(?P<mm>0[1-9]|1[0-2]?)", bare=True),
    Form("years", "year", _Y, bare=True),
    Form("decimal years", "decimal", rf"(?P<decimal>{_Y}(?:\.\d+)?)", bare=True),
    Form("times of day", "time", _CLOCK),
    Form("minutes and seconds", "time", r"(?P<mi>\d+):(?P<s>\d\d\.\d+)"),
)


@dataclass(frozen=True)
class Dates:
    """The moments of N cells.

    Args:
        moments: Seconds since the year 1, (N,); nan where a cell is no date of this form.
        finest: What the cells tell: as of a form; "decimal" of decimal years, and "clock" of times without a date.
        words: The form's name for a person.
        bare: Whether they may be plain numbers.
    """

    moments: Array
    finest: str
    words: str
    bare: bool


def date_readings(columns: Sequence[Sequence[str]]) -> Iterator[Dates]:
    """Every way to read columns, side by side, as dates, where nearly all of their cells can be read so."""
    count = len(columns[0])
    sample = [" ".join(column[row] for column in columns) for row in range(0, count, max(1, count // SAMPLE))]
    cells: list[str] = []
    for form in FORMS:
        if sum(form.match(cell) is not None for cell in sample) >= ENOUGH * len(sample):
            cells = cells or [" ".join(parts) for parts in zip(*columns, strict=True)]
            moments, zone = _moments(form, cells)
            if np.isfinite(moments).sum() >= ENOUGH * len(cells):
                yield _finished(form, moments, zone)


@lru_cache(maxsize=100_000)
def looks_like_a_date(cell: str) -> bool:
    """Whether a cell that is no number has the form of a date, be it possible or not."""
    return any(char.isdigit() for char in cell) and any(not form.bare and form.match(cell) for form in FORMS)


def _moments(form: Form, cells: Sequence[str]) -> tuple[Array, str]:
    """In local time if all cells are of one time zone, else in UTC, and said so."""
    matches = [form.match(cell) for cell in cells]
    parts = [{name: part for name, part in match.groupdict().items() if part} if match else {} for match in matches]
    zones = {part.get("z", "Z") for part in parts if part}
    parts = parts if len(zones) > 1 else [part and part | {"z": "Z"} for part in parts]
    return np.array([_moment(part) if part else math.nan for part in parts]), " in UTC" * (len(zones) > 1)


def _moment(parts: dict[str, str]) -> float:
    """Seconds since the year 1; nan where there is no such date."""
    try:
        return _day(parts) * DAY + _seconds(parts)
    except (ValueError, OverflowError):
        return math.nan


def _day(parts: dict[str, str]) -> float:
    """Days since the year 1, counted as `date.toordinal` does; 0 of a time alone."""
    if "epoch" in parts:
        return date(1970, 1, 1).toordinal() + (int(parts["epoch"]) + int(parts.get("ms", 0)) / 1000) / DAY
    if "y" not in parts:
        return 0
    year = int(parts["y"])
    year += (1900 if year > 68 else 2000) * (len(parts["y"]) == 2)
    if year not in YEARS:
        raise ValueError
    if "decimal" in parts:
        first, next_ = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
        return first + (float(parts["decimal"]) - year) * (next_ - first)
    if "w" in parts:
        return date.fromisocalendar(year, int(parts["w"]), 1).toordinal()
    if "j" in parts:
        return date(year, 1, 1).toordinal() + _within(int(parts["j"]), 1, 366) - 1
    return date(year, _month(parts), int(parts.get("d", 1))).toordinal()


def _month(parts: dict[str, str]) -> int:
    if "b" in parts:
        return month_number(parts["b"])
    if "season" in parts:
        return SEASONS.index(parts["season"].upper()) + 1
    if "q" in parts:
        return 3 * int(parts["q"]) - 2
    if "mm" in parts:  # of a number, which has lost the zero of October
        return int(parts["mm"].ljust(2, "0"))
    return int(parts.get("m", 1))


def _seconds(parts: dict[str, str]) -> float:
    if "epoch" in parts:
        return 0.0
    hour = _within(int(parts.get("h", 0)), 0, 24)
    if half := parts.get("ap", "").lower():
        hour = _within(hour, 1, 12) % 12 + 12 * (half == "p")
    minute = int(parts.get("mi", parts.get("mi2", 0)))
    second = float(parts.get("s", parts.get("s2", "0")).replace(",", "."))
    return hour * 3600 + minute * 60 + _within(second, 0, 60) - _offset(parts.get("z", "Z"))


def _offset(zone: str) -> float:
    """Seconds that a time zone is ahead of UTC."""
    if zone[:1] not in ("+", "-"):
        return 0.0
    digits = zone[1:].replace(":", "")
    return (1 if zone[0] == "+" else -1) * (int(digits[:2]) * 3600 + int(digits[2:] or 0) * 60)


def _within(number: Number, low: int, high: int) -> Number:
    if not low <= number <= high:
        raise ValueError
    return number


def _finished(form: Form, moments: Array, zone: str) -> Dates:
    """With what only the whole column tells: times of day that pass midnight, dates that have a time."""
    finest = form.finest
    if finest == "day" and np.any(np.mod(moments[np.isfinite(moments)], DAY)):
        finest = "time"
    if form.words in ("times of day", "minutes and seconds"):
        finest, back = "clock", np.diff(np.nan_to_num(moments), prepend=0) < -DAY / 2
        moments = moments + DAY * np.cumsum(back)
    if finest == "decimal" and np.nanmedian(np.abs(np.diff(moments))) > 20 * DAY:
        moments = moments + 2 * DAY  # a twelfth of a year is up to a day short of the month that it begins
    return Dates(moments, finest, form.words + zone, form.bare)
