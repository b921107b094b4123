"""Names and numbers from a file."""

import numpy as np
import pytest

from gruviz.checkpoints.stored import (
    LARGEST,
    LIMIT,
    MOST,
    Stored,
    by_name,
    check_total,
    numbers,
    shape_text,
    shown,
    some,
)
from gruviz.validation import GruvizError


def test_names_cannot_be_taken_for_more():
    assert shown("encoder.rnn.weight_hh_l0") == "encoder.rnn.weight_hh_l0"
    assert shown("层.вес") == "层.вес"
    assert not set("<>[]()\0\n\u202e`*|") & set(shown("<b>[a](c)\0\n\u202e`*|"))
    assert len(shown("a" * 5000)) == 120


def test_numbers_are_read_in_double_precision():
    assert numbers(Stored("a", (2,), "F16", np.array([0.5, 1], "f2"))).dtype == np.float64


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        (Stored("a", (2,), "I8", None), "a holds values of type I8"),
        (Stored("a", (2,), "nothing", None), "has a by name only"),
        (Stored("a", (2,), "sparse float32", None), "save it as a dense one"),
        (Stored("a", (1,), "F32", np.broadcast_to(np.float32(0), LARGEST + 1)), "at most 17 million"),
    ],
)
def test_what_cannot_be_run_is_said(stored, words):
    with pytest.raises(GruvizError, match=words):
        numbers(stored)


def test_totals_are_limited():
    check_total([LIMIT])
    with pytest.raises(GruvizError, match="unpacks to 257 MiB"):
        check_total([LIMIT, 1 << 20])
    with pytest.raises(GruvizError, match=r"10,001 arrays; at most 10,000"):
        by_name(Stored(str(i), (), "F32", None) for i in range(MOST + 1))


def test_a_few_names_stand_for_many():
    found = by_name(Stored(name, (), "F32", None) for name in "abcdef")
    assert some(found) == "6 arrays: a, b, c, d, …"
    assert some({}) == "no arrays"
    assert (shape_text((3, 4)), shape_text(())) == ("3 × 4", "one number")
