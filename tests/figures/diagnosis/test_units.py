"""Idle units, from counts written by hand."""

import numpy as np
import pytest

from gruviz.figures.diagnosis.units import UnitCounts, idle_units, units_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart


def test_the_bars_add_up_to_the_units():
    layers = [UnitCounts("layer 1", 8, 1, 2), UnitCounts("layer 2", 4, 0, 4)]
    chart = check_chart(units_chart(layers))
    assert np.sum([trace.x for trace in chart.figure.data], axis=0).tolist() == [8, 4]
    assert chart.title == "58% of the units do nothing, most of them in layer 2"
    public = idle_units({"layer 1": 8, "layer 2": 4}, dead={"layer 1": 1}, latched={"layer 1": 2, "layer 2": 4})
    assert public.layout.title.text == chart.title


@pytest.mark.parametrize(
    ("layer", "title"),
    [
        (UnitCounts("it", 4, 0, 0), "All 4 units are at work"),
        (UnitCounts("it", 4, 4, 0), "100% of the units do nothing"),
        (UnitCounts("it", 0, 0, 0), "All 0 units are at work"),
    ],
)
def test_one_layer(layer, title):
    assert check_chart(units_chart([layer])).title == title


def test_no_layer_is_refused():
    with pytest.raises(InvalidValue, match="at least one layer"):
        idle_units({})


def test_a_layer_has_no_more_idle_units_than_units():
    with pytest.raises(InvalidValue, match="units of it = 5"):
        idle_units({"it": 4}, dead={"it": 5})
