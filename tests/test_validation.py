import copy
import pickle

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gruviz.validation import (
    GruvizError,
    InvalidShape,
    InvalidValue,
    TooLarge,
    check_array,
    check_choice,
    check_each_seed,
    check_integer,
    check_kind,
    check_memory,
    check_real,
)


@pytest.mark.parametrize("kind", [GruvizError, InvalidValue, InvalidShape, TooLarge])
@pytest.mark.parametrize("remake", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy])
def test_an_error_survives_a_process_border(kind, remake):
    error = kind("gain", (1, np.float64(2)), "a number from 0 to 100")
    again = remake(error)
    assert type(again) is kind
    assert isinstance(again, ValueError)
    assert (again.field, again.value, again.allowed) == (error.field, error.value, error.allowed)
    assert str(again) == str(error)


def test_a_message_reads_field_value_allowed():
    assert str(InvalidValue("gain", -1, "a number from 0 to 100")) == (
        "gain = -1 is not possible: a number from 0 to 100."
    )


def test_a_message_stays_short_whatever_was_given():
    error = InvalidValue("cell", "x" * 10_000, "choose one of rnn")
    assert len(str(error)) < 130
    assert "…" in str(error)
    assert len(error.value) == 10_000


@pytest.mark.parametrize("value", [3, np.int64(3), np.uint8(3)])
def test_whole_numbers(value):
    checked = check_integer("n", value, 1, 5)
    assert (type(checked), checked) == (int, 3)


@pytest.mark.parametrize("value", [0, 6, 10**400, 3.0, np.float64(3), True, np.True_, "3", None, np.array([3, 4])])
def test_not_whole_numbers_in_range(value):
    with pytest.raises(InvalidValue, match=r"^n = .* is not possible: a whole number from 1 to 5\.$"):
        check_integer("n", value, 1, 5)


@pytest.mark.parametrize("value", [1, 1.0, np.float32(1), np.int8(1)])
def test_numbers(value):
    checked = check_real("x", value, 0.5, 1)
    assert (type(checked), checked) == (float, 1.0)


@pytest.mark.parametrize("value", [0.4, 1.1, np.nan, np.inf, -np.inf, 10**400, True, "1", None, 1j])
def test_not_numbers_in_range(value):
    with pytest.raises(InvalidValue, match=r"^x = .* is not possible: a number from 0\.5 to 1\.$"):
        check_real("x", value, 0.5, 1)


@pytest.mark.parametrize(
    ("value", "low", "high", "allowed"),
    [(value, 0, np.inf, "a number from 0 up") for value in (-0.5, np.inf, np.nan)]
    + [(value, -np.inf, np.inf, "a number that is finite") for value in (np.inf, -np.inf, np.nan, "1")],
)
def test_a_range_without_an_end_holds_finite_numbers(value, low, high, allowed):
    assert check_real("x", 1e300, low, high) == 1e300
    with pytest.raises(InvalidValue, match=f"^x = .* is not possible: .*{allowed}"):
        check_real("x", value, low, high)


@pytest.mark.parametrize("value", ["GRU", "", None, 1, ["gru"]])
def test_choices(value):
    assert check_choice("cell", "gru", {"rnn": 1, "gru": 2}) == "gru"
    with pytest.raises(InvalidValue, match="choose one of rnn, gru"):
        check_choice("cell", value, {"rnn": 1, "gru": 2})


@given(st.sampled_from([np.float16, np.float64, np.int8, np.int64, np.uint16, np.bool_]))
def test_all_but_float32_becomes_float64(dtype):
    array = check_array("a", np.ones((2, 1), dtype), ("N", 1))
    assert array.dtype == np.float64
    assert array.tolist() == [[1.0], [1.0]]


def test_precision_is_kept_or_as_asked():
    assert check_array("a", np.ones(2, np.float32), (2,)).dtype == np.float32
    assert check_array("a", np.ones(2, np.float32), (2,), np.float64).dtype == np.float64
    assert check_array("a", [1, 2], (2,), np.float32).dtype == np.float32


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        ([1, 2, 3], InvalidShape, r"a\.shape = \(3,\) .* axes \(N, 2\), none empty"),
        ([[1, 2, 3]], InvalidShape, r"a\.shape = \(1, 3\)"),
        (np.ones((0, 2)), InvalidShape, r"a\.shape = \(0, 2\)"),
        (1.0, InvalidShape, r"a\.shape = \(\)"),
        ([[1, 2], [3]], InvalidShape, "a = 'a ragged sequence'"),
        ([["x", "y"]], InvalidValue, "a = 'an array of <U1' .* real numbers"),
        (np.zeros((1, 2), "M8[s]"), InvalidValue, "a = 'an array of datetime64"),
        ([[1, 2], [3, np.nan]], InvalidValue, r"a\[1, 1\] = nan .* finite"),
    ],
)
def test_arrays_that_do_not_fit(value, error, message):
    with pytest.raises(error, match=message):
        check_array("a", value, ("N", 2))


def test_one_for_every_seed_or_one_for_each():
    same = check_each_seed("s", [[1, 2]], (3, 1, 2), np.float64)
    np.testing.assert_array_equal(same, np.broadcast_to([1, 2], (3, 1, 2)))
    each = np.arange(6.0).reshape(3, 1, 2)
    np.testing.assert_array_equal(check_each_seed("s", each, (3, 1, 2), np.float64), each)


def test_memory_is_refused_above_the_limit_only(monkeypatch):
    monkeypatch.setattr("gruviz.validation.MEMORY_LIMIT", 8 * 2**20)
    check_memory("seeds", 2**20, 8, "use fewer")
    with pytest.raises(TooLarge, match=r"^seeds = 8 MiB is not possible: at most 8 MiB; use fewer\.$"):
        check_memory("seeds", 2**20 + 1, 8, "use fewer")


def test_a_sentence_is_the_whole_message_and_travels_between_processes():
    error = InvalidValue("cells", "none", "at least one", "Choose at least one cell.")
    again = pickle.loads(pickle.dumps(error))
    assert str(error) == str(again) == "Choose at least one cell."
    assert (again.field, again.value, again.allowed) == ("cells", "none", "at least one")


def test_a_record_is_told_by_its_kind():
    assert check_kind("n", 3, int) == 3
    with pytest.raises(InvalidValue, match="^flow = 'a list' is not possible: a dict, from there"):
        check_kind("flow", [1], dict, origin="from there")
    with pytest.raises(InvalidValue, match="^flow = None is not possible: a dict"):
        check_kind("flow", None, dict)


def test_tensors_are_arrays_and_what_numpy_cannot_read_is_refused_in_words():
    tensor = torch.ones(2, 1, requires_grad=True)
    assert check_array("a", tensor, ("N", 1)).dtype == np.float32
    assert check_array("a", tensor.bfloat16(), ("N", 1)).tolist() == [[1], [1]]
    assert check_each_seed("a", tensor, (3, 2, 1), np.float64).shape == (3, 2, 1)
    with pytest.raises(InvalidValue, match=r"a = 'a Tensor' .* real numbers with axes \(N, 1\)"):
        check_array("a", tensor.detach().to_sparse(), ("N", 1))
