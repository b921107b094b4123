"""The network on the page: the person's own, as the session keeps it, or the example."""

from dataclasses import dataclass

import streamlit as st

from gruviz.checkpoints import Checkpoint, read_checkpoint
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.controls.upload import (
    NAME_LIMIT,
    Upload,
    held_file,
    keep_file,
    kept_file,
    offer_file,
    report_gone,
)
from gruviz.ui.embedding import embedded
from gruviz.ui.markdown import literal
from gruviz.ui.your_network.controls import NETWORK
from gruviz.ui.your_network.example import MODEL, example_checkpoint
from gruviz.validation import GruvizError

TYPES = ["safetensors", "pt", "pth", "bin", "ckpt", "h5", "keras", "onnx", "npz"]
LARGEST = 100
"""Megabytes of a file."""
STAYS = "Your file stays in this session: nothing in it is executed, and nothing is written to the server’s disk."
BEFORE = "What you see is of the network before."


SLOTS = (READ, REFUSED, DIAGNOSIS, LEFT) = "read", "refused", "diagnosis", "left"
"""Where the session keeps what was made of a person's file, and that it was taken away just now."""


@dataclass(frozen=True, eq=False)
class Brought:
    """A network to look at.

    Args:
        name: Of its file.
        checkpoint: What was found in it.
        upload: The person's file; None for the example.
    """

    name: str
    checkpoint: Checkpoint
    upload: Upload | None = None


def brought(panel: Panel) -> Brought:
    """Offer the upload; the network that is looked at, and a sentence if the file is none."""
    key = panel.key("network_upload")
    offer_file(panel, NETWORK, "Bring your own network", TYPES, key=key, most=LARGEST)
    if not embedded():
        st.caption(STAYS)
    _return_to_last(panel)
    upload = kept_file(panel, NETWORK, key=key)
    if upload is None:
        _forget(panel)
        report_gone(panel, NETWORK)
        return example()
    st.session_state.pop(panel.key(LEFT), None)
    if panel.values[NETWORK] != upload.name[:NAME_LIMIT]:  # after “Reset”, or by a link that names another file
        panel.put(NETWORK, upload.name[:NAME_LIMIT])
    return _read(panel, upload)


def _return_to_last(panel: Panel) -> None:
    """Where a file that can't be read was taken away, the network before it is there again."""
    last: Brought | None = st.session_state.get(panel.key(READ))
    if held_file(panel, NETWORK) is None and st.session_state.pop(panel.key(REFUSED), None) and last and last.upload:
        keep_file(panel, NETWORK, last.upload)


def _forget(panel: Panel) -> None:
    """What was removed is gone; a run later, since a browser takes a file away before it brings the next."""
    if st.session_state.get(panel.key(READ)) is None or st.session_state.get(panel.key(LEFT)):
        for slot in SLOTS:
            st.session_state.pop(panel.key(slot), None)
    else:
        st.session_state[panel.key(LEFT)] = True


def example() -> Brought:
    """The network that comes with the package."""
    return Brought(MODEL.name, example_checkpoint())


def _read(panel: Panel, upload: Upload) -> Brought:
    """The person's network: the last of the files that could be read."""
    kept, failed = panel.key(READ), panel.key(REFUSED)
    last: Brought | None = st.session_state.get(kept)
    if last is not None and last.upload is upload:
        return last
    refused: tuple[Upload, str] | None = st.session_state.get(failed)
    if refused is None or refused[0] is not upload:
        try:
            with st.spinner("Looking for recurrent layers …"):
                found = Brought(upload.name, read_checkpoint(upload.name, upload.content), upload)
        except GruvizError as error:
            refused = st.session_state[failed] = (upload, in_words(error))
        else:
            st.session_state[kept] = found
            return found
    st.error(literal(f"{refused[1]} {BEFORE}"))
    return last or example()
