"""Which column of a table holds the values that a person means."""

import re
from collections.abc import Sequence

from gruviz.data.index import Index
from gruviz.data.tables import Column, Table
from gruviz.validation import InvalidValue

FEW = 12
"""Different whole numbers of a column that is rather a marker or a category."""
MEANT = re.compile(r"(adj\.?[ _*]*)?close\b.*|value|price|last|y|target|obs_value|wert|preis|kurs", re.IGNORECASE)
"""Names of the column that is meant, where there are several."""
BESIDE = re.compile(
    r".*\b(vol|volume|volumen|change|chg|open|high|low|count|flag|std|sdev|sd|stdev|err|error|unc|sigma|qc|marker|ndays|"
    r"number|id|lat|lon|latitude|longitude|station|adj)\b.*",
    re.IGNORECASE,
)
"""Names of columns that stand beside the one that is meant."""


def candidates(table: Table, index: Index) -> tuple[Column, ...]:
    """The columns of numbers that are neither index nor part of it."""
    return tuple(column for column in table.columns if column.is_numeric and column.name not in index.spent)


def choose(columns: Sequence[Column], wanted: str = "") -> Column:
    """The column that is asked for, else the one that is meant by its name or its numbers.

    Raises:
        GruvizError: If there is none.
    """
    if not columns:
        sentence = "There is no column of values: beside the dates or the index, no column has numbers."
        raise InvalidValue("table", "no column of values", "a column of numbers", sentence)
    named = [column for column in columns if column.name == wanted]
    meant = [column for column in columns if MEANT.fullmatch(column.name)]
    plain = [column for column in columns if not _is_marker(column)]
    first = [column for column in plain if not BESIDE.fullmatch(column.name.replace("_", " "))]
    return next(iter((*named, *meant, *first, *plain, *columns)))


def _is_marker(column: Column) -> bool:
    """Whether it has few different values, all of them whole."""
    different = {number for number in column.numbers if number == number}
    few = len(different) <= FEW and all(float(number).is_integer() for number in different)
    return len(different) < 2 or (few and len(column.numbers) > 4 * len(different))
