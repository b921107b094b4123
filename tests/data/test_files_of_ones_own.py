"""Every door for a file of one's own: whatever comes through it is read, or refused with the reason."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.applications.forecasting import series_from_csv
from gruviz.applications.language import corpus_from_file
from gruviz.tasks import Forecasting, Language
from gruviz.validation import GruvizError

FLAT = "t,x\n" + "".join(f"{i},5\n" for i in range(240))
SERIES = "month,value\n" + "".join(f"{2000 + i // 12}-{i % 12 + 1:02},{np.sin(i / 5):.3f}\n" for i in range(240))
READERS = {"series": series_from_csv, "corpus": corpus_from_file}
every_reader = pytest.mark.parametrize("read", READERS.values(), ids=READERS)

HOSTILE = {
    "empty": (b"", "The file is empty."),
    "only white space": (b" \n\t\r\n ", "The file is empty."),
    "binary": (bytes(range(256)) * 20, "The file is binary, not text"),
    "zeros": (b"\0" * 5000, "The file is binary, not text"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(3000), "The file is a picture, not text"),
    "a workbook": (b"PK\x03\x04" + bytes(3000), "The file is a zip archive or an Excel workbook, not text"),
    "50 MB": (b"1,2\n" * 12_500_000, "The file has 50 MB; at most"),
}


@every_reader
@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_text_is_refused_in_a_sentence(read, name):
    content, problem = HOSTILE[name]
    with pytest.raises(GruvizError) as caught:
        read(content)
    assert str(caught.value).startswith(problem)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_a_file_is_read_in_the_way_it_was_written(codec):
    series, _ = series_from_csv(SERIES.replace("value", "Größe").encode(codec))
    assert series.name == "Größe"
    assert "ö" in corpus_from_file(("Größe und Maß. " * 200).encode(codec)).letters


@every_reader
@given(content=st.binary(max_size=300))
def test_no_bytes_end_in_anything_but_a_message(read, content):
    with pytest.raises(GruvizError):
        read(content)


def test_a_series_becomes_a_task():
    series, task = series_from_csv(SERIES.encode())
    assert task == Forecasting(series.values, labels=series.labels, name="value")
    assert series.labels[-1] == "2019-12"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "".join(SERIES.splitlines(keepends=True)[:120]),
            "The series has 119 values; at least 120 are needed to learn from.",
        ),
        (FLAT, "The series never changes: all its values are 5."),
    ],
)
def test_a_series_too_short_or_flat_is_refused(text, message):
    with pytest.raises(GruvizError) as caught:
        series_from_csv(text.encode())
    assert str(caught.value) == message


def test_another_column_sentinels_and_characters():
    text = "d,a (°),b\n" + "".join(f"{i},{-999 if i == 60 else i % 9},{i % 7}\n" for i in range(150))
    series, task = series_from_csv(text.encode("cp1252"), with_sentinels=True)
    assert (task.name, task.values[60], series.notes[-1]) == ("a (°)", -999, "written in cp1252")
    assert series_from_csv(text.encode(), column="b")[1].values[6] == 6


CORPORA = {
    "too short": ("abc " * 400, "1,600 characters"),
    "one character": ("a" * 3000, "only 'a'"),
    "too long": ("ab" * 600_000, "1,200,000 characters"),
}


@pytest.mark.parametrize("name", CORPORA)
def test_a_text_that_cannot_be_learned_is_refused_with_the_reason(name):
    text, message = CORPORA[name]
    with pytest.raises(GruvizError) as caught:
        corpus_from_file(text.encode())
    assert message in str(caught.value.value)


def test_any_script_can_be_learned():
    task = corpus_from_file(("🙂🙃 привет, 世界\r\n" * 200).encode())
    assert "🙂" in task.letters
    assert "\r" not in task.letters
    assert task.decode(task.encode("🙂世?")) == "🙂世\ufffd"


def test_rare_characters_share_a_class():
    text = "".join(chr(0x4E00 + i) for i in range(1000)) + "ab" * 2000
    task = Language(text)
    assert len(task.letters) == 127
    assert task.letters[:2] == "ab"
    assert task.encode("ab" + chr(0x4E00 + 999)).tolist() == [0, 1, 127]
