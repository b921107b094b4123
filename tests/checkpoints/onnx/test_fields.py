"""The examples of the encoding's own documentation."""

import pytest

from gruviz.checkpoints.onnx.fields import Fields, text_in
from gruviz.validation import GruvizError


def test_numbers_texts_and_repeated_numbers():
    """150 is 96 01; "testing" is field 2; 3, 270, 86942 packed are 03 8e 02 9e a7 05."""
    assert list(Fields().of(memoryview(bytes.fromhex("089601")))) == [(1, 150)]
    ((number, value),) = Fields().of(memoryview(bytes.fromhex("120774657374696e67")))
    assert (number, text_in(value)) == (2, "testing")
    ((number, value),) = Fields().of(memoryview(bytes.fromhex("3206038e029ea705")))
    assert (number, [*Fields().numbers(value)]) == (6, [3, 270, 86942])


def test_more_fields_than_can_be_read_are_refused():
    with pytest.raises(GruvizError, match="too many parts"):
        list(Fields(most=3).of(memoryview(b"\x08\x01" * 4)))
    with pytest.raises(GruvizError, match="too many parts"):
        list(Fields(most=3).numbers(memoryview(bytes(4))))


@pytest.mark.parametrize("content", ["08", "12ff", "0b", "00", "08" + "ff" * 11, "0d0000"])
def test_what_ends_too_early_is_damage(content):
    with pytest.raises(GruvizError, match="ONNX file is damaged"):
        list(Fields().of(memoryview(bytes.fromhex(content))))
