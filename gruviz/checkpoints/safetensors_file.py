"""The format safetensors: bytes → arrays. Every other format that is read in a process of its own comes back in it."""

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruviz.checkpoints.stored import Stored, broken, missing

KIND = "safetensors"
FLOATS = {"F64": "<f8", "F32": "<f4", "F16": "<f2"}
"""Types of numbers that weights have, as NumPy calls them; bfloat16 beside them, which NumPy has not."""


def is_safetensors(body: bytes) -> bool:
    """Whether it begins as one: the length of a header, then the header, which is JSON."""
    length = int.from_bytes(body[:8], "little")
    return len(body) > 9 and body[8:9] == b"{" and length < 100_000_000


def read_safetensors(body: bytes) -> list[Stored]:
    """All arrays; shapes that do not fit the bytes, overlaps and gaps are refused by the library.

    Raises:
        GruvizError: If the file is damaged, or the package is missing.
    """
    try:
        from safetensors import SafetensorError, deserialize
    except ImportError:
        raise missing("safetensors") from None
    try:
        parts = deserialize(body)  # type: ignore[no-untyped-call]
    except SafetensorError:
        raise broken(KIND) from None
    stored = [_stored(name, part) for name, part in parts]
    return sorted(stored, key=lambda one: one.name)  # the library gives them in no order that lasts


def metadata(body: bytes) -> dict[str, str]:
    """Texts beside the arrays, of a file that has been read."""
    length = int.from_bytes(body[:8], "little")
    return json.loads(body[8 : 8 + length]).get("__metadata__", {})


def _stored(name: str, part: dict[str, Any]) -> Stored:
    kind, shape = part["dtype"], tuple(part["shape"])
    return Stored(name, shape, kind, _array(kind, shape, part["data"]))


def _array(kind: str, shape: tuple[int, ...], data: bytes) -> NDArray[Any] | None:
    if kind == "BF16":  # the upper half of a float32
        upper = np.frombuffer(data, "<u2").astype(np.uint32) << 16
        return upper.view(np.float32).reshape(shape)
    return np.frombuffer(data, FLOATS[kind]).reshape(shape) if kind in FLOATS else None
