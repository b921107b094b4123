"""Recorded series that come with the installed plotly package."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from plotly import data as plotly_data

from gruviz.validation import check_choice


class Series(NamedTuple):
    """A recorded series.

    Args:
        title: What it is, for the list of inputs.
        load: Returns its rows, one per step.
    """

    title: str
    load: Callable[[], list[tuple[float, ...]]]


def _stocks() -> list[tuple[float, ...]]:
    table = plotly_data.stocks().drop(columns="date")
    return [tuple(map(float, row)) for row in table.to_numpy()]


SERIES: Mapping[str, Series] = {"stocks": Series("Share prices of 6 companies, weekly 2018–2019", _stocks)}
"""By key."""


@cache
def load_series(name: str) -> tuple[tuple[float, ...], ...]:
    """Rows of a series, one per step."""
    return tuple(SERIES[check_choice("series", name, SERIES)].load())
