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
