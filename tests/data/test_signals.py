"""What a cell is fed: signals by formula, text by character, tables by habit."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.data.signals import (
    COLUMN_LIMIT,
    SIGNALS,
    TABLE_LIMIT,
    TEXT_LIMIT,
    WIDTH,
    constant,
    impulse,
    noise,
    one_hot,
    parse_table,
    series,
    sine,
    sunspots,
)
from gruviz.validation import GruvizError, InvalidShape, InvalidValue, TooLarge


@pytest.mark.parametrize("name", SIGNALS)
@pytest.mark.parametrize("seq_len", [1, 2, 500])
def test_signals_are_time_major_finite_and_repeatable(name, seq_len):
    signal = SIGNALS[name](seq_len, 3)
    assert signal.shape == (seq_len, 1, 1 if name == "sunspots" else WIDTH)
    assert signal.dtype == np.float64
    assert np.isfinite(signal).all()
    np.testing.assert_array_equal(SIGNALS[name](seq_len, 3), signal)


def test_noise_is_standard_normal_and_its_seeds_differ():
    signal = noise(5000, 0)
    assert abs(signal.mean()) < 0.02
    assert abs(signal.std() - 1) < 0.02
    assert abs(np.corrcoef(noise(5000, 0).ravel(), noise(5000, 1).ravel())[0, 1]) < 0.02


def test_a_longer_noise_begins_with_the_shorter():
    np.testing.assert_array_equal(noise(50, 2)[:20], noise(20, 2))


def test_impulse_constant_and_sine_by_hand():
    assert impulse(3, 0)[:, 0].tolist() == [[1] * WIDTH, [0] * WIDTH, [0] * WIDTH]
    assert (constant(3, 0) == 1).all()
    wave = sine(40, 0)[:, 0]
    np.testing.assert_allclose(wave[20:], wave[:20], atol=1e-12)
    np.testing.assert_allclose(wave[:, 0], np.sin(2 * np.pi * np.arange(40) / 20))
    np.testing.assert_allclose(wave[5, 2], np.sin(2 * np.pi * (5 / 20 - 2 / WIDTH)))


def test_sunspots_are_the_end_of_a_standardised_record():
    whole = sunspots(10_000, 0)
    assert len(whole) == 3120
    assert whole.mean() == pytest.approx(0, abs=1e-12)
    assert whole.std() == pytest.approx(1)
    np.testing.assert_array_equal(sunspots(7, 0), whole[-7:])


def test_text_has_a_channel_for_each_character_in_order_of_appearance():
    codes = one_hot("abca", 10)[:, 0]
    assert codes.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]]
    assert one_hot("abca", 2).shape == (2, 1, 3)


@given(st.text(min_size=1, max_size=40))
def test_any_text_can_be_read_back_from_its_channels(text):
    codes = one_hot(text, len(text))[:, 0]
    alphabet = "".join(dict.fromkeys(text))
    assert (codes.sum(1) == 1).all()
    assert "".join(alphabet[int(i)] for i in codes.argmax(1)) == text


def test_text_that_is_refused():
    with pytest.raises(InvalidValue, match="^text = '' is not possible: at least one character"):
        one_hot("", 5)
    with pytest.raises(TooLarge, match="^text = '2,001 characters' is not possible: at most 2,000 characters"):
        one_hot("x" * (TEXT_LIMIT + 1), 5)
    assert one_hot("x" * TEXT_LIMIT, 5).shape == (5, 1, 1)


def test_each_column_of_a_table_is_standardised_over_all_its_rows():
    given = series(((1.0, 5.0), (2.0, 5.0), (3.0, 5.0)), 2)[:, 0]
    np.testing.assert_allclose(given, [[-np.sqrt(1.5), 0], [0, 0]])


cells = st.floats(-1e100, 1e100).map(repr) | st.integers(-(10**9), 10**9).map(str)


@given(st.integers(2, 6).flatmap(lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=2, max_size=6)))
@pytest.mark.parametrize("separator", [",", ";", "\t", " "])
@pytest.mark.parametrize("header", [False, True])
def test_a_table_is_read_as_it_was_written(separator, header, rows):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    if header:
        writer.writerow([f"column{i}" for i in range(len(rows[0]))])
    writer.writerows(rows)
    assert parse_table(text.getvalue()) == tuple(tuple(map(float, row)) for row in rows)


@given(st.text(max_size=60) | st.text(alphabet="0123456789.,;\t\n -eE\"'", max_size=60))
def test_any_text_is_a_table_of_finite_numbers_or_refused_by_name(text):
    try:
        table = parse_table(text)
    except GruvizError as error:
        assert error.field.startswith("table")
    else:
        assert len(table) >= 2
        assert np.isfinite(np.array(table)).all()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1\n2", ((1,), (2,))),
        ("\ufeffa,b\n1,2\n3,4", ((1, 2), (3, 4))),
        ("date,x\n2020-01-01,1\n2020-01-02,2", ((1,), (2,))),
        ("date;x;note\n1.1.2020;1;a\n2.1.2020;2;b", ((1,), (2,))),
        ("1, 2\n3 , 4", ((1, 2), (3, 4))),
        ("1\r\n2\r\n\r\n", ((1,), (2,))),
        ("\n\n1\n\n2\n", ((1,), (2,))),
        ("  1   2\n 3 4  ", ((1, 2), (3, 4))),
        ('"1","2"\n"3","4"', ((1, 2), (3, 4))),
        ("-1e-3\n+.5", ((-0.001,), (0.5,))),
    ],
)
def test_tables_of_many_habits(text, rows):
    assert parse_table(text) == rows


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("", InvalidValue, "table = 'empty' is not possible: one row of numbers per time step"),
        ("\ufeff\n \n", InvalidValue, "table = 'empty'"),
        ("a,b", InvalidShape, r"table = '0 row\(s\) of numbers' is not possible: at least two rows"),
        ("1", InvalidShape, r"table = '1 row\(s\) of numbers'"),
        ("a\nb\nc", InvalidValue, "table = 'b' is not possible: at least one column of numbers"),
        ("1\nnan", InvalidValue, "table row 2, column 1 = 'nan' is not possible: a finite number"),
        ("x,y\n1,2\n3,-inf", InvalidValue, "table row 3, column 2 = '-inf'"),
        ("1\n1e400", InvalidValue, "table row 2, column 1 = '1e400'"),
        ("1\n1e101", InvalidValue, "table row 2, column 1 = '1e101'"),
        ("1,2\n,4", InvalidValue, "table row 2, column 1 = 'empty'"),
        ("1,2\n3", InvalidShape, "table row 2 = '1 cells' is not possible: 2 cells, as in the first row"),
        ("h,h\n1,2\n3,4,5", InvalidShape, "table row 3 = '3 cells'"),
        ("1,2\n3;4", InvalidShape, "table row 2 = '1 cells'"),
        ("1\nzwei\n3", InvalidValue, "table row 2, column 1 = 'zwei'"),
        (",".join("1" * (COLUMN_LIMIT + 1)) + "\n" + ",".join("1" * (COLUMN_LIMIT + 1)), TooLarge, "'65 columns'"),
        ("1\n" * (TABLE_LIMIT // 2 + 1), TooLarge, "table = '2.0 million characters' is not possible: at most 2 mill"),
    ],
)
def test_a_table_that_is_none_is_refused_with_its_place(text, kind, message):
    with pytest.raises(kind, match="^" + message if message.startswith("table") else message):
        parse_table(text)


def test_a_huge_cell_is_refused_by_name():
    with pytest.raises(GruvizError, match="^table = "):
        parse_table("a" * 140_000 + ",1\n1,2\n3,4")
