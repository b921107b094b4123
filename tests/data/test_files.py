"""Bytes as text."""

import pytest

from gruviz.data.files import decode, plain_ends
from gruviz.validation import InvalidValue, TooLarge


def test_line_ends_and_a_byte_order_mark_do_not_matter():
    assert decode(b"\xef\xbb\xbfa\r\nb\rc\n") == "a\nb\nc\n"
    assert plain_ends("\ufeffa\r\n") == "a\n"


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (b"12345", TooLarge, "^mine = '0.0 MB'"),
        (b"", InvalidValue, "^mine = 'empty'"),
        (b"a\0", InvalidValue, "^mine = 'a binary file'"),
        (b"ab\xff", InvalidValue, "^mine = 'byte 3 is not valid text' is not possible: text in UTF-8"),
        (b"\xff\xfea\0", InvalidValue, "^mine = 'text in UTF-16'"),
    ],
)
def test_what_is_no_text_is_refused_by_name(content, kind, message):
    with pytest.raises(kind, match=message):
        decode(content, field="mine", most=4)
