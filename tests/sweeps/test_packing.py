"""What is packed comes out again, and is small where pictures are alike."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.sweeps.packing import pack, unpack

LEAVES = st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=5)
PARTS = st.recursive(
    LEAVES | st.lists(LEAVES, max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(st.lists(PARTS, max_size=4))
def test_pictures_survive(pictures):
    table, places = pack(pictures)
    again = unpack(json.loads(json.dumps(table)), places)
    assert json.dumps(again) == json.dumps(pictures)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_four_digits(value):
    table, [place] = pack([[value]])
    [[kept]] = unpack(table, [place])
    assert kept == pytest.approx(value, rel=5.1e-4, abs=0)


def test_what_is_no_number_is_none_and_arrays_are_lists():
    table, places = pack([{"y": np.array([1.0, np.nan, -np.inf, 0.5])}, np.float64("nan"), np.arange(2)])
    assert unpack(table, places) == [{"y": [1, None, None, 0.5]}, None, [0, 1]]


def test_what_occurs_twice_is_written_once():
    long = list(range(1000))
    one, _ = pack([{"x": long, "y": long}])
    many, _ = pack([{"x": long, "y": long, "at": k} for k in range(10)])
    assert len(json.dumps(many)) < len(json.dumps(one)) + 10 * 60
