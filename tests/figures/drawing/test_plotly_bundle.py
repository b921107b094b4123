"""Plotly's program, packed into a file of one's own."""

import gzip
from base64 import b64decode

from plotly.offline import get_plotlyjs

from gruviz.figures.drawing.plotly_bundle import packed_plotly


def test_what_is_unpacked_is_plotly_itself():
    packed = packed_plotly()
    assert gzip.decompress(b64decode(packed)).decode() == get_plotlyjs()
    assert len(packed) < len(get_plotlyjs()) / 2
