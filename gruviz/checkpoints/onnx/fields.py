"""The fields of a message of Protocol Buffers: https://protobuf.dev/programming-guides/encoding/."""

from collections.abc import Iterator
from typing import NamedTuple

from gruviz.checkpoints.stored import broken
from gruviz.validation import TooLarge

VARINT, EIGHT_BYTES, LENGTH, FOUR_BYTES = 0, 1, 2, 5
"""Ways in which a field's value is written."""


MOST = 300_000
"""Fields of a file; each takes time, and a file of nothing else would take minutes."""


class Field(NamedTuple):
    """One field.

    Args:
        number: Which, by the numbers of its message.
        value: A whole number as written, or bytes.
    """

    number: int
    value: int | memoryview


class Fields:
    """Takes messages apart, as long as there are not too many fields in all of them together."""

    def __init__(self, most: int = MOST) -> None:
        self._left = most

    def of(self, message: memoryview) -> Iterator[Field]:
        """All fields in order; a message within is bytes, to be taken apart in turn.

        Raises:
            GruvizError: If these are no such bytes, or there are too many fields.
        """
        at = 0
        while at < len(message):
            self._count()
            key, at = _varint(message, at)
            number, way = key >> 3, key & 7
            if way == VARINT:
                value, at = _varint(message, at)
                yield Field(number, value)
                continue
            length = {EIGHT_BYTES: 8, FOUR_BYTES: 4}.get(way, -1)
            if way == LENGTH:
                length, at = _varint(message, at)
            if not 0 <= length <= len(message) - at or not number:
                raise broken("ONNX")
            yield Field(number, message[at : at + length])
            at += length

    def numbers(self, value: int | memoryview) -> Iterator[int]:
        """A repeated whole number: one by one, or packed."""
        if isinstance(value, int):
            yield value
            return
        at = 0
        while at < len(value):
            self._count()
            number, at = _varint(value, at)
            yield number

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            said = "The ONNX file has too many parts to be read here: bring the network's state_dict."
            raise TooLarge("file", "too many fields", f"at most {MOST}", said)


def text_in(value: int | memoryview) -> str:
    """A string."""
    return "" if isinstance(value, int) else bytes(value).decode(errors="replace")


def bytes_in(value: int | memoryview) -> memoryview:
    """Bytes, or a message."""
    if isinstance(value, int):
        raise broken("ONNX")
    return value


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """A whole number of up to 64 bits and the place behind it."""
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            break
        byte = message[at]
        value, at = value | (byte & 127) << shift, at + 1
        if byte < 128:
            return value, at
    raise broken("ONNX")
