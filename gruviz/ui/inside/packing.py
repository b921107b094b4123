"""A header and named arrays as one message of bytes."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOM = 1024
"""Bytes kept for what the offsets lengthen the header by."""


def pack(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Four bytes of header length, the header in JSON, then every array at a multiple of 8 bytes.

    The header's "arrays" says of each array its kind (f2, f4, f8, u2, little-endian), shape and offset from the start.
    """
    table: dict[str, dict[str, Any]] = {}
    body = bytearray()
    for name, array in arrays.items():
        body += bytes(-len(body) % 8)
        table[name] = {"kind": array.dtype.str[1:], "shape": array.shape, "offset": len(body)}
        body += np.ascontiguousarray(array).tobytes()
    head = -(-(4 + len(_json(header, table)) + ROOM) // 8) * 8
    for place in table.values():
        place["offset"] += head
    text = _json(header, table)
    return len(text).to_bytes(4, "little") + text.ljust(head - 4) + bytes(body)


def _json(header: Mapping[str, Any], table: Mapping[str, Any]) -> bytes:
    return json.dumps({**header, "arrays": table}, allow_nan=False).encode()
