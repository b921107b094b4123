"""A row for each year, a column for each month."""

import numpy as np

from gruviz.data.months_across import month_by_month
from gruviz.data.tables import read_table

NUMBERS = np.round(np.random.default_rng(0).normal(size=(5, 12)), 3)
ROWS = "\n".join(f"{1980 + year} " + " ".join(map(str, row)) for year, row in enumerate(NUMBERS.tolist()))
NAMES = "Year Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"


def test_months_follow_each_other():
    for text in (
        ROWS,
        f"1980 1984\n{ROWS}\n-99.99\n",
        f"{NAMES}\n{ROWS}",
        f"{NAMES} Mean\n" + ROWS.replace("\n", " 5\n") + " 5",
    ):
        date, value = month_by_month(read_table(text)).columns
        assert value.numbers == tuple(NUMBERS.ravel().tolist())
        assert (date.cells[0], date.cells[13], date.cells[-1]) == ("1980-01", "1981-02", "1984-12")


def test_other_tables_stay_as_they_are():
    for text in ("t,x\n1,2\n2,3", ROWS.replace("1981", "1983"), f"{NAMES.replace('Feb', 'Mean')}\n{ROWS}"):
        assert month_by_month(read_table(text)) == read_table(text)
