"""Whether moments go on at equal steps: by months, working days, hours or any other size; and how one says them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.data.dates import DAY

TOLERANCE = 0.35
"""How far a step may be from a whole number of steps, in steps."""
HOLIDAYS = 10
"""Working days in a row that may have no row."""
MOSTLY = 0.1
"""Share of working days that may have none."""
MONTHS_LONG = {"month": (27.5, 31.5, 1), "quarter": (89.0, 92.5, 3), "year": (364.0, 367.0, 12)}
"""Days that a step of a calendar has, from and to, and its months."""
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIZES = {DAY: "daily", 7 * DAY: "weekly", 3600.0: "hourly", 60.0: "minute-by-minute", 1.0: "second-by-second"}
UNITS = ((DAY, "day"), (3600.0, "hour"), (60.0, "minute"), (1.0, "second"))


@dataclass(frozen=True)
class Steps:
    """How far it is from each of N rows to the next.

    Args:
        ahead: Steps, (N-1,): 1 is the next, more leave some out, 0 or less go back; nan is no whole number of steps.
        words: What the values are, such as "monthly"; empty if the rows are only counted.
        unit: "month", "quarter", "year" or "" for a fixed step.
        note: What was left out and is all right, in words.
    """

    ahead: Array
    words: str = ""
    unit: str = ""
    note: str = ""

    @property
    def odd(self) -> NDArray[np.int64]:
        """Rows, from 0, that do not follow the one before them by one step."""
        return np.flatnonzero(self.ahead != 1) + 1


def steps_between(moments: Array, finest: str) -> Steps:
    """The steps of a column that is in order.

    Args:
        moments: Seconds since the year 1, or any index of numbers, (N,), N > 1, finite.
        finest: As of `Dates`; "number" of an index.
    """
    usual = float(np.median(np.diff(moments)))
    if finest in ("number", "clock"):
        ahead = _whole(np.diff(moments), usual)
        return Steps(
            ahead, _size(float(np.ptp(moments)) / max(1.0, float(np.nansum(ahead)))) if finest == "clock" else ""
        )
    for unit, (low, high, months) in MONTHS_LONG.items():
        if finest == unit or (low <= usual / DAY <= high and np.ptp(np.diff(moments)) > 0):
            return _by_months(moments, unit, months)
    if finest == "day" and usual == DAY:
        return _by_days(moments)
    return _within_days(moments, usual) if usual < DAY else Steps(_whole(np.diff(moments), usual), _size(usual))


def _whole(gaps: Array, usual: float) -> Array:
    """Gaps as numbers of steps; all even ones, such as rounded ones, are 1."""
    if usual <= 0:
        return np.sign(gaps)
    mean = float(gaps[(gaps > 0.5 * usual) & (gaps < 1.5 * usual)].mean())
    ahead = gaps / mean
    whole = np.rint(ahead)
    return np.where((np.abs(ahead - whole) <= TOLERANCE) & ((whole != 0) | (gaps == 0)), whole, np.nan)


def _by_months(moments: Array, unit: str, months: int) -> Steps:
    words = {"month": "monthly", "quarter": "quarterly", "year": "yearly"}[unit]
    days = [day_of(moment) for moment in moments]
    return Steps(np.diff([(day.year * 12 + day.month - 1) // months for day in days]).astype(float), words, unit)


def _by_days(moments: Array) -> Steps:
    """Every day, or only those days of the week that appear at all, such as working days; these have holidays."""
    days = (moments // DAY).astype(np.int64)
    weekdays = np.bincount((days - 1) % 7, minlength=7) > 0
    if weekdays.all() or len(days) < 10 or weekdays.sum() < 5:
        return Steps(_whole(np.diff(moments), DAY), "daily")
    dates = days.astype("datetime64[D]") - date(1970, 1, 1).toordinal()
    ahead = np.diff(np.busday_count(dates[0], dates, weekmask=weekdays)).astype(float)
    missing = ahead - 1
    if missing.min() < 0 or missing.max() > HOLIDAYS or missing.sum() > MOSTLY * len(days):
        return Steps(ahead, "working-day")
    note = f"{missing.sum():.0f} working day{'s' * int(missing.sum() > 1)} without a row" if missing.any() else ""
    return Steps(np.ones_like(ahead), "working-day", note=note)


def _within_days(moments: Array, usual: float) -> Steps:
    """By hours or less: nights may be left out, and clocks put forward and back."""
    gaps = np.diff(moments)
    ahead = _whole(gaps, usual)
    nights = np.diff(moments // DAY) > 0
    wide = gaps > 1.5 * usual
    if wide.sum() > 2 and not (wide & ~nights).any() and wide.sum() > 0.5 * nights.sum():
        return Steps(np.where(wide, 1, ahead), _size(usual), note="from one day to the next, nights are left out")
    back = _put_back(moments[1:]) & np.isclose(gaps, usual - 3600, atol=1e-3) & (usual <= 3600)
    forward = _put_back(moments[1:]) & np.isclose(gaps, usual + 3600, atol=1e-3) & back.any()
    note = "clocks are put forward and back, and the steps are even all the same" if back.any() else ""
    return Steps(np.where(back | forward, 1, ahead), _size(usual), note=note)


def _put_back(moments: Array) -> NDArray[np.bool_]:
    """Whether clocks may be changed then: early on a Sunday in spring or autumn."""
    sundays = (moments // DAY - 1) % 7 == 6
    early = np.mod(moments, DAY) < 4 * 3600
    in_season = np.array([day_of(moment).month in (3, 4, 9, 10, 11) for moment in moments])
    return np.asarray(sundays & early & in_season)


def _size(seconds: float) -> str:
    """The size of a step as an adjective."""
    if seconds in SIZES:
        return SIZES[seconds]
    size, name = next(((size, name) for size, name in UNITS if seconds >= size), (1.0, "second"))
    return f"{seconds / size:.3g}-{name}"


def day_of(moment: float) -> date:
    """The day of a moment."""
    return date.min + timedelta(days=int(moment // DAY) - 1)


def iso(moment: float, finest: str) -> str:
    """A moment as charts and other programs read it, as fine as the file has it: 2018-01-31 13:15."""
    if finest == "clock":
        return _clock(moment, fine=True)
    day = day_of(moment)
    if finest in ("year", "quarter", "month"):
        return f"{day.year}" if finest == "year" else f"{day.year}-{day.month:02}"
    return f"{day.isoformat()} {_clock(moment % DAY)}" if finest == "time" else day.isoformat()


def say(moment: float, finest: str) -> str:
    """A moment in words: 31 Jan 2018, 13:15."""
    if finest == "clock":
        return _clock(moment, fine=True)
    day = day_of(moment)
    month = f"{MONTH_NAMES[day.month - 1]} {day.year}"
    if finest == "year":
        return f"{day.year}"
    if finest in ("quarter", "month"):
        return month if finest == "month" else f"Q{(day.month + 2) // 3} {day.year}"
    return f"{day.day} {month}" + (f", {_clock(moment % DAY)}" if finest == "time" else "")


def spoken(label: str) -> str:
    """A label that `iso` has written, in words as `say` has them; another as it is."""
    match = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d)(?: (.+))?)?", label)
    if match is None:
        return label
    year, month, day, clock = match.groups()
    words = f"{MONTH_NAMES[int(month) - 1]} {year}"
    return (f"{int(day)} " if day else "") + words + (f", {clock}" if clock else "")


def _clock(seconds: float, *, fine: bool = False) -> str:
    """A time of day, with its seconds where it has some or they are asked for."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    clock = f"{minutes // 60:02}:{minutes % 60:02}"
    if not rest and not fine:
        return clock
    return f"{clock}:{rest // 1000:02}" + (f".{rest % 1000:03}" if rest % 1000 else "")
