"""A text of the person's own to learn from: uploaded or pasted."""

import streamlit as st

from gruviz.data.files import decoded, plain_ends
from gruviz.tasks import Language, Task
from gruviz.tasks.language import TEXT_LIMITS
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.upload import kept_file, offer_file, report_gone
from gruviz.ui.markdown import literal

FILE, UPLOAD, PASTE = "language_file", "language_upload", "language_pasted"
PASTED = "The pasted text"


def own_corpus(panel: Panel) -> Task | None:
    """Offer an upload or a field for a text of the person's own; the task of learning it, or None.

    Raises:
        GruvizError: If it cannot be learned.
    """
    low, high = TEXT_LIMITS
    with st.expander("Learn from a text of your own", key="language_own"):
        st.caption(
            f"From {low:,} to {high:,} characters of plain text. It stays on this server while your session lasts."
        )
        offer_file(panel, FILE, "Upload a text file", ["txt", "md", "py", "csv"], key=UPLOAD)
        pasted = _pasted(panel, high)
    file = kept_file(panel, FILE, key=UPLOAD)
    if file is None:
        if pasted.strip():
            return Language(plain_ends(pasted))
        report_gone(panel, FILE)
        return None
    text, encoding = decoded(file.content, field="corpus", most=4_000_000)
    written = "" if encoding == "UTF-8" else f", written in {encoding}"
    st.caption(f"Read {len(text):,} characters of *{literal(file.name)}*{written}.")
    return Language(text)


def _pasted(panel: Panel, most: int) -> str:
    """A text in a field, which the session keeps while the field is not on the page."""
    kept = f"{PASTE}_kept"
    st.session_state.setdefault(PASTE, st.session_state.get(kept, ""))
    text = st.text_area(
        "… or paste a text", key=PASTE, height=120, max_chars=most, on_change=_take_pasted, args=(panel,)
    )
    st.session_state[kept] = text
    return text


def _take_pasted(panel: Panel) -> None:
    """Let the link say that there is a pasted text."""
    panel.set(FILE, PASTED if st.session_state[PASTE].strip() else "")
