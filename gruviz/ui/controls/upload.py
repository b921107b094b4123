"""Files from the person's own computer: what is uploaded stays while the session lasts, over pages and inputs."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from gruviz.ui.controls.kinds import Text
from gruviz.ui.controls.panel import Panel
from gruviz.ui.embedding import embedded
from gruviz.ui.markdown import literal

NAME_LIMIT = 100
"""Characters of a file's name in a link."""
SMALL = 5
"""Megabytes of a file that is no network; the server takes larger ones."""


class Upload(NamedTuple):
    """A file as the session keeps it."""

    name: str
    content: bytes


def file_control(name: str) -> Text:
    """The control that holds the name of an uploaded file, so that a link can say that there was one."""
    help_text = "Name of a file that was uploaded; the file itself is not part of a link."
    return Text(name=name, label="Uploaded file", help=help_text, default="", limit=NAME_LIMIT, elsewhere=True)


def offer_file(
    panel: Panel,
    name: str,
    label: str,
    types: Sequence[str],
    *,
    key: str,
    help: str | None = None,
    most: int = SMALL,
) -> None:
    """Draw the upload of a file whose name the control `name` of the page holds.

    Args:
        panel: Of the page.
        name: Of the control.
        label: What the person reads.
        types: Endings of files that are taken.
        key: Of the widget.
        help: What there is to say more.
        most: Megabytes that a file may have.
    """
    if embedded():  # within another site's page a browser sends no cookie with a file, and the server refuses it
        st.caption(f"{label}: a file can be uploaded only outside of this frame. Open it in GRUViz.")
        return
    st.file_uploader(
        label, type=types, key=key, help=help, on_change=_take, args=(panel, name, key), max_upload_size=most
    )


def offer_recording(panel: Panel, name: str, label: str, *, key: str) -> None:
    """Draw the microphone; what is recorded is kept as an uploaded file is, under the same control."""
    if embedded():
        st.caption(f"{label}: the microphone works only outside of this frame. Open it in GRUViz.")
        return
    st.audio_input(label, key=key, on_change=_take, args=(panel, name, key))


def held_file(panel: Panel, name: str) -> Upload | None:
    """The file that was uploaded in this session, without a word of it on the page."""
    return _uploads().get(panel.key(name))


def kept_file(panel: Panel, name: str, *, key: str) -> Upload | None:
    """The file that was uploaded in this session, also where the widget has forgotten it, and says so then."""
    kept = _uploads().get(panel.key(name))
    if kept is not None and st.session_state.get(key) is None:
        _line(panel, name, f"**{literal(kept.name)}** is still here.", "Remove")
    return kept


def report_gone(panel: Panel, name: str) -> bool:
    """Say it plainly if the link names a file that this session does not have; whether that is so."""
    gone = panel.values[name] if _uploads().get(panel.key(name)) is None else ""
    if gone:
        stays = "it stays for one session only, and this is another one. Upload or paste it again."
        _line(panel, name, f"**{literal(gone)}** is not here any more: {stays}", "All right")
    return bool(gone)


def keep_file(panel: Panel, name: str, file: Upload) -> None:
    """Keep a file that was uploaded earlier in this session as the one that is there."""
    _uploads()[panel.key(name)] = file


def forget_file(panel: Panel, name: str) -> None:
    """Remove a file, and its name from the link."""
    _uploads().pop(panel.key(name), None)
    panel.set(name, "")


def _take(panel: Panel, name: str, key: str) -> None:
    file = st.session_state[key]
    if file is None:
        forget_file(panel, name)
    else:
        _uploads()[panel.key(name)] = Upload(file.name, file.getvalue())
        panel.set(name, file.name[:NAME_LIMIT])


def _line(panel: Panel, name: str, text: str, button: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=panel.key(f"{name}_line")):
        st.markdown(text)
        st.button(button, key=panel.key(f"{name}_forget"), on_click=forget_file, args=(panel, name), type="tertiary")


def _uploads() -> dict[str, Upload]:
    uploads: dict[str, Upload] = st.session_state.setdefault("uploads", {})
    return uploads
