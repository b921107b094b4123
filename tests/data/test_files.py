"""Bytes as text."""

import pytest

from gruviz.data.files import FILE_LIMIT, decode, decoded, plain_ends
from gruviz.validation import InvalidValue, TooLarge


def test_line_ends_and_a_byte_order_mark_do_not_matter():
    assert decode(b"\xef\xbb\xbfa\r\nb\rc\n") == "a\nb\nc\n"
    assert plain_ends("\ufeffa\r\n\x1a") == "a\n"


WRITTEN = {
    "utf-8": ("Zeit;Größe\n1;2\n", "UTF-8"),
    "utf-8-sig": ("Zeit;Größe\n1;2\n", "UTF-8"),
    "utf-16": ("Zeit;Größe\n1;2\n", "UTF-16"),
    "utf-16-le": ("date,value\n1,2\n", "UTF-16LE"),
    "utf-16-be": ("date,value\n1,2\n", "UTF-16BE"),
    "latin-1": ("Zeit;Größe\n1;2\n", "cp1252"),
    "cp1252": ("Datum;Temp (°C)\n1;2 €\n", "cp1252"),
    "gbk": ("日期,收盘价\n1,2\n", "GBK"),
    "cp1251": ("Дата;Значение\n1;2\n", "cp1251"),
}


@pytest.mark.parametrize("codec", WRITTEN)
def test_a_text_is_read_in_the_way_it_was_written_and_that_is_said(codec):
    text, name = WRITTEN[codec]
    assert decoded(text.encode(codec)) == (text, name)


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (b"12345", TooLarge, "The file has 0.01 MB; at most 0.01 MB can be read."),
        (b"", InvalidValue, "The file is empty."),
        (b" \n\t", InvalidValue, "The file is empty."),
        (b"a\0b", InvalidValue, "The file is binary, not text: save it as CSV or as plain text."),
        (b"\x01\x02", InvalidValue, "The file is binary, not text: save it as CSV or as plain text."),
        (b"%PDF", InvalidValue, "The file is a PDF document, not text: save it as CSV or as plain text."),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(content, kind, message):
    with pytest.raises(kind) as caught:
        decode(content, field="mine", most=4)
    assert (str(caught.value), caught.value.field) == (message, "mine")


def test_an_excel_workbook_is_named():
    with pytest.raises(InvalidValue, match=r"^The file is a zip archive or an Excel workbook, not text"):
        decode(b"PK\x03\x04" + bytes(60))


def test_what_is_too_large_never_reads_as_the_limit():
    with pytest.raises(TooLarge, match=r"^The file has 2\.01 MB; at most 2 MB can be read\.$"):
        decode(b"1" * (FILE_LIMIT + 1))
