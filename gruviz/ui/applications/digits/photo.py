"""A photographed digit that a person brings: a file becomes a drawing on the pad, or a sentence says why not."""

from functools import partial
from io import BytesIO

import numpy as np
import streamlit as st

from gruviz.applications.digits import normalised
from gruviz.applications.photo import ink_in_photo
from gruviz.arrays import Array
from gruviz.ui.applications.digits.drawing import drawing_of
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.controls.upload import SMALL
from gruviz.ui.markdown import literal
from gruviz.validation import GruvizError, InvalidValue

BYTES = 12_000_000
PIXELS = 60_000_000
"""A file's limits: more than a telephone's camera makes."""
SIDE = 256
"""Of what is looked at; a digit needs no more."""


def grey_of(file: bytes) -> Array:
    """Brightness of a picture file, (rows, columns) from 0 to 1, at most `SIDE` each.

    Raises:
        GruvizError: If it is no PNG or JPEG, or larger than a photograph.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # not loaded before somebody brings a picture

    if len(file) > BYTES:
        raise _refused(f"{len(file):,} bytes", "This file has more than 12 megabytes. Bring a smaller picture.")
    try:
        with Image.open(BytesIO(file), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > PIXELS:
                raise _refused("a large picture", "This picture has more than 60 megapixels. Bring a smaller one.")
            picture.draft("L", (2 * SIDE, 2 * SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, GruvizError):
            raise
        raise _refused("no picture", "This file is no PNG or JPEG picture, or it is damaged.") from None
    white = Image.new("RGBA", upright.size, "white")  # what is transparent is paper
    grey = Image.alpha_composite(white, upright).convert("L")
    grey.thumbnail((SIDE, SIDE))
    return np.asarray(grey, np.float64) / 255


def _refused(value: str, sentence: str) -> InvalidValue:
    return InvalidValue("photograph", value, "a PNG or JPEG picture", sentence)


def photo_upload(panel: Panel, source: tuple[str, str]) -> None:
    """Offer to bring a photograph; the digit that it shows is laid on the pad.

    Args:
        panel: Of the page.
        source: Control that says what lies on the pad, and its value for a drawing.
    """
    key, refused = panel.key("digits_photo"), panel.key("digits_photo_refused")
    with st.expander("Bring a photographed digit", key=panel.key("digits_photo_box")):
        st.file_uploader(
            "A photograph of one digit, PNG or JPEG",
            type=["png", "jpg", "jpeg"],
            key=key,
            help="One digit on plain paper, by pen or chalk; shade does no harm. The picture is not kept: only "
            "its 28 × 28 pixels of ink are.",
            on_change=partial(_take, panel, key, refused, source),
            max_upload_size=SMALL,
        )
        if sentence := st.session_state.get(refused):
            st.error(literal(sentence))


def _take(panel: Panel, key: str, refused: str, source: tuple[str, str]) -> None:
    """Lay the digit on the pad; a file without one changes nothing."""
    file = st.session_state[key]
    st.session_state[refused] = ""
    if file is None:
        return
    try:
        drawing = drawing_of(normalised(ink_in_photo(grey_of(file.getvalue()))))
    except GruvizError as error:
        st.session_state[refused] = in_words(error)
    else:
        panel.set("digits_drawn", drawing)
        panel.set(*source)
