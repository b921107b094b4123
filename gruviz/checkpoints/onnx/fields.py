"""The fields of a message of Protocol Buffers: https://protobuf.dev/programming-guides/encoding/."""

from collections.abc import Iterator
from typing import NamedTuple

from gruviz.checkpoints.stored import broken

VARINT, EIGHT_BYTES, LENGTH, FOUR_BYTES = 0, 1, 2, 5
"""Ways in which a field's value is written."""


class Field(NamedTuple):
    """One field.

    Args:
        number: Which, by the numbers of its message.
        value: A whole number as written, or bytes.
    """

    number: int
    value: int | memoryview


def fields(message: memoryview) -> Iterator[Field]:
    """All fields in order; a message within is bytes, to be taken apart in turn.

    Raises:
        GruvizError: If these are no such bytes.
    """
    at = 0
    while at < len(message):
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


def numbers_in(value: int | memoryview) -> Iterator[int]:
    """A repeated whole number: one by one, or packed."""
    if isinstance(value, int):
        yield value
        return
    at = 0
    while at < len(value):
        number, at = _varint(value, at)
        yield number


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
