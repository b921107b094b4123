import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.comparison.spread import Spread


@given(st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=9))
def test_half_of_the_values_lie_between_the_quartiles(values):
    found = Spread.of(values)
    assert found.median == pytest.approx(np.median(values))
    assert min(values) <= found.lower <= found.median <= found.upper <= max(values)
    assert np.mean([value <= found.lower for value in values]) >= 0.25
    assert np.mean([value >= found.upper for value in values]) >= 0.25


def test_the_width_is_relative_to_the_median():
    assert Spread(1.0, 2.0, 4.0).width == 1.5
    assert Spread.of([3.0]) == (3.0, 3.0, 3.0)


@pytest.mark.parametrize(
    ("quartiles", "is_unclear"),
    [
        ((0.9, 1.0, 1.1), True),
        ((1.0, 1.0, 1.0), True),
        ((1.2, 1.25, 1.3), False),
        ((0.2, 0.5, 0.9), True),
        ((1 / 0.9, 2, 5), True),
        ((0.2, 0.25, 0.3), False),
        ((0.98, 0.981, 0.982), False),
    ],
)
def test_a_ratio_is_unclear_while_it_scatters_more_than_it_differs_from_1(quartiles, is_unclear):
    assert Spread(*quartiles).is_unclear == is_unclear
    lower, median, upper = quartiles
    assert Spread(1 / upper, 1 / median, 1 / lower).is_unclear == is_unclear, "whoever is the slower one"
