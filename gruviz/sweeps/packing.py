"""Pictures that are much alike, packed as JSON: what occurs more than once is written once.

A pack is a table of parts and, for each picture, its place in the table. A part is a value (a number, a text, a flat
list of them), or is made of parts that stand before it: {"{": {name: place}} is a mapping, {"[": [place, …]} a list.
"""

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

DIGITS = 4
"""Significant digits of numbers with a fraction: more than a screen has pixels."""


def pack(pictures: Iterable[Any]) -> tuple[list[Any], list[int]]:
    """The table of parts, and each picture's place in it.

    Args:
        pictures: Of mappings, lists, arrays, numbers, texts and None; a number that is none becomes None.
    """
    table: dict[str, int] = {}
    places = [_place(picture, table) for picture in pictures]
    return [json.loads(part) for part in table], places


def unpack(table: Iterable[Any], places: Iterable[int]) -> list[Any]:
    """The pictures of a pack; equal parts are one object."""
    parts: list[Any] = []
    for part in table:
        if isinstance(part, Mapping):
            [(kind, inner)] = part.items()
            parts.append([parts[i] for i in inner] if kind == "[" else {name: parts[i] for name, i in inner.items()})
        else:
            parts.append(part)
    return [parts[place] for place in places]


def _place(value: Any, table: dict[str, int]) -> int:
    """Where a value stands in the table, into which it is put if it is new."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, Mapping):
        part: Any = {"{": {name: _place(inner, table) for name, inner in value.items()}}
    elif isinstance(value, list | tuple) and any(isinstance(inner, Mapping | list | tuple) for inner in value):
        part = {"[": [_place(inner, table) for inner in value]}
    else:
        part = [_plain(inner) for inner in value] if isinstance(value, list | tuple) else _plain(value)
    return table.setdefault(json.dumps(part, ensure_ascii=False, separators=(",", ":"), allow_nan=False), len(table))


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if not isinstance(value, float):
        return value
    if not math.isfinite(value):
        return None
    rounded = float(f"{value:.{DIGITS}g}")
    if math.isinf(rounded):  # the largest there are
        return value
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded
