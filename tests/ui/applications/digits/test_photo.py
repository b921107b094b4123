"""Picture files as people bring them, broken and hostile ones too."""

import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from gruviz.ui.applications.digits import photo
from gruviz.validation import GruvizError


def shades(height: int, width: int) -> np.ndarray:
    return np.linspace(0, 255, height * width).reshape(height, width).astype(np.uint8)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_brightness_is_read_and_made_small(form):
    file = BytesIO()
    Image.fromarray(shades(300, 600)).save(file, form)
    grey = photo.grey_of(file.getvalue())
    assert grey.shape == (128, 256)
    np.testing.assert_allclose(grey.mean(1), (np.arange(128) + 0.5) / 128, atol=0.02)
    assert grey[0].mean() < 0.02 < 0.98 < grey[-1].mean()


def test_a_photograph_held_sideways_is_turned_upright():
    file = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: the top of the picture is on its right
    Image.fromarray(shades(60, 90)).save(file, "JPEG", exif=exif)
    grey = photo.grey_of(file.getvalue())
    assert grey.shape == (90, 60)
    assert grey[:, -1].mean() < 0.1 < 0.9 < grey[:, 0].mean()


def test_what_is_transparent_is_paper():
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[10:30, 10:30, 3] = 255
    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    grey = photo.grey_of(file.getvalue())
    assert (grey[0, 0], grey[20, 20]) == (1, 0)


def pictures() -> dict[str, bytes]:
    whole = BytesIO()
    Image.fromarray(shades(50, 50)).save(whole, "PNG")
    moving = BytesIO()
    Image.fromarray(shades(50, 50)).save(moving, "GIF")
    return {
        "no picture": b"#!/bin/sh\necho",
        "empty": b"",
        "half of one": whole.getvalue()[:200],
        "another form": moving.getvalue(),
        "too many bytes": b"\x89PNG" + bytes(photo.BYTES),
        "a bomb": bomb(),
    }


def bomb() -> bytes:
    """A PNG of a few bytes that says of itself that it has 10¹⁰ pixels."""
    file = BytesIO()
    Image.fromarray(shades(2, 2)).save(file, "PNG")
    broken = bytearray(file.getvalue())
    broken[16:24] = (100_000).to_bytes(4, "big") * 2
    broken[29:33] = zlib.crc32(bytes(broken[12:29])).to_bytes(4, "big")
    return bytes(broken)


@pytest.mark.parametrize("name", list(pictures()))
def test_a_file_that_is_no_photograph_gets_a_sentence(name):
    with pytest.raises(GruvizError) as caught:
        photo.grey_of(pictures()[name])
    assert caught.value.sentence.endswith(".")
