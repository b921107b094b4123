"""Files that other programs wrote, and what the same programs computed with the weights in them."""

import gzip
import json
from functools import cache
from pathlib import Path

import numpy as np

FILES = Path(__file__).parent / "files"


def body(name):
    return gzip.decompress((FILES / f"{name}.gz").read_bytes())


@cache
def _expected():
    return json.loads((FILES / "expected.json").read_text())


def expected(name, layer=""):
    """(T, B, ·)."""
    return np.array(_expected()[name][layer])
