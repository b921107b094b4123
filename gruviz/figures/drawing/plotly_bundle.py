"""Plotly's program for a file of its own, packed: 2 MB of letters in place of 4.8."""

import gzip
from base64 import b64encode
from functools import cache

from plotly.offline import get_plotlyjs


def packed(text: str) -> str:
    """Compressed by gzip, as letters of base 64; a browser unpacks it with a `DecompressionStream`."""
    return b64encode(gzip.compress(text.encode(), mtime=0)).decode("ascii")


@cache
def packed_plotly() -> str:
    """The program itself, packed."""
    return packed(get_plotlyjs())
