"""Read a scene as the browser does."""

import json
from typing import Any

import numpy as np


def unpacked(message: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Header and arrays."""
    length = int.from_bytes(message[:4], "little")
    header = json.loads(message[4 : 4 + length])
    arrays = {}
    for name, place in header["arrays"].items():
        count = int(np.prod(place["shape"]))
        assert place["offset"] % 8 == 0
        flat = np.frombuffer(message, f"<{place['kind']}", count, place["offset"])
        arrays[name] = flat.reshape(place["shape"])
    return header, arrays
