"""Numbers of the person's own, typed or uploaded, as the laboratory's pages read them."""

from dataclasses import dataclass, replace

import streamlit as st

from gruviz.data.columns import Columns, read_columns
from gruviz.data.files import decoded
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.reading import ask_sentinels, choose_column, say
from gruviz.ui.controls.upload import Upload, kept_file, offer_file, report_gone
from gruviz.ui.markdown import literal
from gruviz.validation import GruvizError

INVITATION = "Paste numbers or upload a CSV: one row per step."
NUMBERS_BEFORE = "What you see is of the numbers before."


@dataclass(frozen=True)
class OwnNumbers:
    """The person's own table, where the page reads one.

    Args:
        text: To be read in place of what is typed: a file, or the last table that could be read; None without one.
        problem: A sentence on what cannot be read.
        waits: Whether there is nothing to read yet.
    """

    text: str | None = None
    problem: str = ""
    waits: bool = False

    def report(self, panel: Panel) -> None:
        """Say what is wrong or wanted; the page ends here if it has no numbers to draw."""
        if self.problem:
            st.error(literal(self.problem + f" {NUMBERS_BEFORE}" * (self.text is not None)))
        elif self.waits and not report_gone(panel, "file"):
            st.info(INVITATION)
        if self.text is None and (self.problem or self.waits):
            st.stop()


def own_numbers(panel: Panel) -> OwnNumbers:
    """Offer an upload while the input is the person's own table, and say what was understood."""
    if not panel.controls["table"].when(panel.values):
        return OwnNumbers()
    file = None if "table" in panel.hidden else _file(panel)
    if file is None and not panel.values["table"].strip():
        return OwnNumbers(waits=True)
    last = panel.key("numbers")
    try:
        text, read = _read(panel, file)
    except GruvizError as error:
        name = f"{file.name}: " if file else ""
        return OwnNumbers(st.session_state.get(last), f"{name}{error}")
    st.session_state[last] = text
    if "table" not in panel.hidden:
        say(read.summary)
        choose_column(panel, read.columns, read.names[0], every=True)
        ask_sentinels(panel, read.sentinels)
    return OwnNumbers(text)


def _file(panel: Panel) -> Upload | None:
    key = panel.key("upload")
    help_text = "Used in place of the numbers typed above. It stays in this session and is not part of the link."
    offer_file(panel, "file", "… or upload a CSV file", ["csv", "tsv", "txt"], key=key, help=help_text)
    return kept_file(panel, "file", key=key)


def _read(panel: Panel, file: Upload | None) -> tuple[str, Columns]:
    text, encoding = (panel.values["table"], "UTF-8") if file is None else decoded(file.content)
    read = read_columns(text, column=panel.values["column"], with_sentinels=not panel.values["missing"])
    return text, read if encoding == "UTF-8" else replace(read, notes=(*read.notes, f"written in {encoding}"))
