"""Tables with a row for each year and a column for each month, as climate data are published: month by month."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from gruviz.data.date_words import month_number
from gruviz.data.tables import Column, Table

YEAR_AND_MONTHS = 13
"""Columns of such a table, at least."""


def month_by_month(table: Table) -> Table:
    """The same numbers with a row for each month, if it is such a table; else the table as it is."""
    columns = table.columns
    if (
        len(columns) < YEAR_AND_MONTHS
        or not _are_years(columns[0].numbers)
        or not _are_months(columns[1:13], table.has_header)
    ):
        return table
    years, months = columns[0].cells, columns[1:YEAR_AND_MONTHS]
    rows = [(row, month) for row in range(len(years)) for month in range(12)]
    dates = tuple(f"{int(float(years[row]))}-{month + 1:02}" for row, month in rows)
    values = Column(
        "value",
        tuple(months[month].cells[row] for row, month in rows),
        tuple(months[month].numbers[row] for row, month in rows),
    )
    date = Column("month", dates, (float("nan"),) * len(rows))
    lines = tuple(table.lines[row] for row, _ in rows)
    return replace(
        table, columns=(date, values), lines=lines, notes=(*table.notes, "a row for each year, a column for each month")
    )


def _are_years(numbers: Sequence[float]) -> bool:
    return all(later - number == 1 for number, later in pairwise(numbers)) and 1000 <= numbers[0] <= 2200


def _are_months(columns: Sequence[Column], named: bool) -> bool:
    """By their names or, without any, since they are twelve columns of numbers."""
    if not named:
        return all(column.is_numeric for column in columns)
    try:
        return [month_number(column.name) for column in columns] == [*range(1, 13)]
    except ValueError:
        return [column.name for column in columns] == [str(month) for month in range(1, 13)]
