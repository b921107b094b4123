"""A file of numbers from the person's own computer."""

import streamlit as st

from gruviz.data.files import decode
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.markdown import literal
from gruviz.validation import GruvizError


def uploaded_text(panel: Panel) -> str | None:
    """Offer an upload while the input is the person's own table; its text, or None without a file."""
    if "table" in panel.hidden or not panel.controls["table"].when(panel.values):
        return None
    file = st.file_uploader(
        "… or upload a CSV file",
        type=["csv", "tsv", "txt"],
        key=panel.key("upload"),
        help="Used in place of the numbers typed above. It stays in this session and is not part of the link.",
    )
    if file is None:
        return None
    try:
        return decode(file.getvalue())
    except GruvizError as error:
        st.error(literal(f"{file.name}: {in_words(error)}"))
        return None
