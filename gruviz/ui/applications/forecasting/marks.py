"""Which steps of a series may have a tick: the rounder the date or the number, the higher its rank."""

import re
from collections.abc import Sequence

DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?: (\d\d):(\d\d).*)?)?)?")
YEARS = (50, 10, 5, 1)
COUNTS = (1000, 500, 100, 50, 10, 5)
HOURS = 6
YEAR = 5
"""Rank of the first step of a year; above it are round years, below quarters, months, days and parts of a day."""


def ranks(labels: Sequence[str]) -> str:
    """One digit for each label, 0 for a step like any other.

    Dates as `gruviz.data.calendars.iso` writes them have ranks by the calendar; others by their place, from 1.
    """
    dates = [DATE.fullmatch(label) for label in labels]
    if not all(dates):
        return "".join(map(str, map(_by_place, range(1, len(labels) + 1))))
    parts = [[int(part) if part else 0 for part in date.groups()] for date in dates if date]
    return "".join(str(_by_date(now, before)) for now, before in zip(parts, [[0] * 5, *parts], strict=False))


def _by_place(place: int) -> int:
    return next((len(COUNTS) - i for i, every in enumerate(COUNTS) if place % every == 0), 0)


def _by_date(now: list[int], before: list[int]) -> int:
    year, month, day, hour, _ = now
    if year != before[0]:
        return YEAR + next(len(YEARS) - 1 - i for i, every in enumerate(YEARS) if year % every == 0)
    if month != before[1]:
        return 4 if month % 3 == 1 else 3
    if day != before[2]:
        return 2
    return int(hour != before[3] and hour % HOURS == 0)
