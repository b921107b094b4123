"""Which column is meant."""

import pytest

from gruviz.data.candidates import candidates, choose
from gruviz.data.index import find_index
from gruviz.data.tables import read_table
from gruviz.validation import InvalidValue


def table(names, *columns):
    days = [f"2018-01-{i:02}" for i in range(1, 31)]
    rows = zip(days, *(column * 30 if len(column) == 1 else column * 3 for column in columns), strict=False)
    return read_table("\n".join([f"date,{names}", *(",".join(map(str, row)) for row in rows)]))


MANY, WHOLE, FEW = [i * 1.5 for i in range(30)], list(range(30)), [1, 2] * 15
MEANT = {
    "the only one": ("x", [MANY], "x"),
    "a close": ("Open,High,Low,Close,Adj Close,Volume", [MANY] * 6, "Close"),
    "a value at the end": ("a,b,value", [MANY] * 3, "value"),
    "no marker": ("season,weekday,temp", [FEW, FEW, MANY], "temp"),
    "no volume": ("Volume,Flow", [WHOLE, MANY], "Flow"),
    "no error": ("std_dev,average", [MANY, MANY], "average"),
    "no constant": ("station,x", [[5], MANY], "x"),
    "a marker where there is nothing else": ("flag", [FEW], "flag"),
}


@pytest.mark.parametrize("name", MEANT)
def test_the_column_that_is_meant(name):
    names, columns, meant = MEANT[name]
    given = table(names, *columns)
    offered = candidates(given, find_index(given))
    assert [column.name for column in offered] == names.split(",")
    assert choose(offered).name == meant
    assert choose(offered, names.split(",")[0]).name == names.split(",")[0], "unless another is asked for"


def test_no_column_of_values_is_refused():
    with pytest.raises(InvalidValue, match=r"^There is no column of values: beside the dates or the index"):
        choose(())
