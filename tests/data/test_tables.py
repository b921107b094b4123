"""Files of a person's own: what is read, and what is said of those that cannot be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.applications.forecasting import series_from_csv
from gruviz.applications.language import corpus_from_file
from gruviz.applications.speech import clip_from_csv, clip_to_csv
from gruviz.data.recorded import spoken_digits
from gruviz.data.tables import decode, parse_series
from gruviz.tasks import Forecasting, Language
from gruviz.tasks.examples import padded
from gruviz.validation import GruvizError, InvalidShape, InvalidValue, TooLarge

MONTHS = [f"{2000 + i // 12}-{i % 12 + 1:02}" for i in range(240)]
VALUES = [round(10 + 3 * np.sin(i / 5) + i / 50, 3) for i in range(240)]


def table(values=VALUES, labels=MONTHS, header="month,value", mark=",", end="\n"):
    rows = [mark.join(map(str, row)) for row in zip(labels, values, strict=False)]
    return end.join([header.replace(",", mark), *rows]) + end if header else end.join(rows)


def but(row, cell):
    """The usual values with one cell changed; rows are counted from 1, the header included."""
    return [cell if i + 2 == row else value for i, value in enumerate(VALUES)]


READERS = {"series": series_from_csv, "corpus": corpus_from_file, "clip": lambda content: clip_from_csv(content, 40)}
every_reader = pytest.mark.parametrize("read", READERS.values(), ids=READERS)

HOSTILE = {
    "empty": (b"", "empty"),
    "only white space": (b" \n\t\r\n ", "empty"),
    "binary": (bytes(range(256)) * 20, "UTF-8"),
    "zeros": (b"\0" * 5000, "binary"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(3000), "UTF-8"),
    "50 MB": (b"1,2\n" * 12_500_000, "MB"),
    "UTF-16": ("month,value\n1,2\n".encode("utf-16"), "UTF-16"),
    "UTF-16, the other way round": (b"\xfe\xff" + "a,b\n".encode("utf-16-be"), "UTF-16"),
    "Latin-1": ("Zeit,Größe\n1,2\n".encode("latin-1"), "UTF-8"),
}


@every_reader
@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_text_is_told_why(read, name):
    content, problem = HOSTILE[name]
    with pytest.raises(GruvizError, match=problem) as caught:
        read(content)
    assert len(str(caught.value)) < 300


@every_reader
@given(content=st.binary(max_size=300))
def test_no_bytes_end_in_anything_but_a_message(read, content):
    with pytest.raises(GruvizError):
        read(content)


def test_line_ends_and_a_byte_order_mark_do_not_matter():
    assert decode(b"\xef\xbb\xbfa\r\nb\rc\n") == "a\nb\nc\n"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
@pytest.mark.parametrize("header", ["month,value", None])
def test_a_series_is_read(mark, end, header):
    series, task = series_from_csv(table(mark=mark, end=end, header=header).encode())
    assert (series.labels, series.values) == (tuple(MONTHS), tuple(VALUES))
    assert series.notes == ()
    assert task == Forecasting(tuple(VALUES))
    assert series.name == "value"


@pytest.mark.parametrize("cell", ["", "NA", "nan", "-", "null"])
def test_gaps_are_filled_with_a_straight_line_and_said_by_row(cell):
    series = parse_series(table(but(7, cell)))
    assert series.values[5] == pytest.approx((VALUES[4] + VALUES[6]) / 2)
    assert series.notes == ("Filled with a straight line, since empty: row 7.",)


@pytest.mark.parametrize("cell", ['"1,234.5"', "1 234.5", "1'234.5", "1\u202f234.5"])
def test_thousands_may_be_set_apart_and_that_is_said_by_row(cell):
    series = parse_series(table(but(9, cell)))
    assert series.values[7] == 1234.5
    assert series.notes == ("Read with thousands set apart: row 9.",)


BAD = {
    "a word": (table(but(12, "many")), InvalidValue, "file rows", "12: many"),
    "two words": (table([*but(12, "many")[:20], "few", *VALUES[21:]]), InvalidValue, "file rows", "12: many, 22: few"),
    "emoji": (table(but(3, "🙂")), InvalidValue, "file rows", "3: 🙂"),
    "a decimal comma": (table(but(3, '"3,14"')), InvalidValue, "file rows", "3: 3,14"),
    "infinite": (table(but(3, "inf")), InvalidValue, "file rows", "3: inf"),
    "all NaN": (table(["nan"] * 240), InvalidValue, "file", "240 of 240 values missing"),
    "too many gaps": (table(["" if i % 5 == 0 else i for i in range(240)]), InvalidValue, "file", "48 of 240"),
    "one column": ("\n".join(map(str, VALUES)), InvalidShape, "file", "one column"),
    "a row with one cell more": (table().replace("2000-04,", "2000-04,1,"), InvalidShape, "file rows", "5: 3"),
    "only a header": ("month,value\n", InvalidShape, "file", "0 row"),
    "a month left out": (
        table(VALUES[:5] + VALUES[6:], MONTHS[:5] + MONTHS[6:]),
        InvalidValue,
        "file rows",
        "7: 2000-07",
    ),
    "a month twice": (table(labels=[*MONTHS[:3], MONTHS[2], *MONTHS[4:]]), InvalidValue, "file rows", "5: 2000-03"),
    "newest first": (table(labels=MONTHS[::-1]), InvalidValue, "file rows", "3: 2019-11"),
    "an index that jumps": (table(labels=[*range(50), *range(60, 250)]), InvalidValue, "file rows", "52: 60 after 49"),
    "too many rows": ("t,x\n" + "".join(f"{i},{i}\n" for i in range(20_001)), TooLarge, "file", "20,001"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_with_a_series_is_said_by_row(name):
    text, error, field, told = BAD[name]
    with pytest.raises(error) as caught:
        parse_series(text)
    assert caught.value.field == field
    assert told in str(caught.value.value)


def test_days_may_leave_out_weekends():
    days = np.arange("2020-01-01", "2021-01-01", dtype="datetime64[D]")
    days = [str(day) for day in days if np.is_busday(day)]
    assert len(parse_series(table(range(len(days)), days)).values) == len(days)


@pytest.mark.parametrize(
    ("values", "told"),
    [(VALUES[:199], "199 values"), ([5.0] * 240, "5.0 throughout")],
)
def test_a_series_too_short_or_flat_is_refused(values, told):
    with pytest.raises(GruvizError, match=told):
        series_from_csv(table(values).encode())


def test_an_old_or_short_index_needs_no_dates():
    assert parse_series(table(labels=range(240))).labels[:2] == ("0", "1")
    assert parse_series(table(labels=[f"week {i}" for i in range(240)])).labels[0] == "week 0"


CORPORA = {
    "too short": ("abc " * 400, "1,600 characters"),
    "one character": ("a" * 3000, "only 'a'"),
    "too long": ("ab" * 600_000, "1,200,000 characters"),
}


@pytest.mark.parametrize("name", CORPORA)
def test_a_text_that_cannot_be_learned_is_told_why(name):
    text, told = CORPORA[name]
    with pytest.raises(GruvizError) as caught:
        corpus_from_file(text.encode())
    assert told in str(caught.value.value)


def test_any_script_can_be_learned():
    task = corpus_from_file(("🙂🙃 привет, 世界\r\n" * 200).encode())
    assert "🙂" in task.letters
    assert "\r" not in task.letters
    assert task.decode(task.encode("🙂世?")) == "🙂世\ufffd"


def test_rare_characters_are_told_apart_no_more():
    text = "".join(chr(0x4E00 + i) for i in range(1000)) + "ab" * 2000
    task = Language(text)
    assert len(task.letters) == 127
    assert task.letters[:2] == "ab"
    assert task.encode("ab" + chr(0x4E00 + 999)).tolist() == [0, 1, 127]


def test_a_clip_is_read_as_it_was_written():
    found = clip_from_csv(clip_to_csv(5).encode(), 40)
    np.testing.assert_allclose(found, padded([spoken_digits().sequences[5]], 40), atol=1e-4)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("1,2,3\n" * 10, "3 column"),
        (",".join("0" * 13) + "\n", "1 row"),
        ((",".join("0" * 13) + "\n") * 3, "3 frames"),
        ((",".join("0" * 13) + "\n") * 501, "501 frames"),
        ((",".join("0" * 13) + "\n") * 9 + ",".join(["0"] * 12 + ["nan"]) + "\n", "nan"),
        ((",".join("0" * 13) + "\n") * 9 + ",".join(["0"] * 12 + ["1e9"]) + "\n", "1000000000"),
    ],
)
def test_a_file_that_is_no_clip_is_told_why(content, told):
    with pytest.raises(GruvizError) as caught:
        clip_from_csv(content.encode(), 40)
    assert told in str(caught.value.value)
