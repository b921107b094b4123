"""What was understood of a table, on the page: one line, another column to choose, and a question about −999."""

from collections.abc import Sequence

import streamlit as st

from gruviz.data.sentinels import Sentinel
from gruviz.ui.controls.kinds import Control, Text, Toggle
from gruviz.ui.controls.panel import Panel
from gruviz.ui.markdown import literal

ALL = "All columns"
COLUMN_LIMIT = 100
"""Characters of a column's name in a link."""


def reading_controls(prefix: str = "") -> tuple[Control, ...]:
    """The controls of how a table is read: a column by name, and whether numbers such as −999 are gaps."""
    column_help = "Name of the column that is read."
    missing_help = "Whether numbers such as −999 stand for missing values."
    return (
        Text(name=f"{prefix}column", label="Column", help=column_help, default="", limit=COLUMN_LIMIT, elsewhere=True),
        Toggle(name=f"{prefix}missing", label="Missing values", help=missing_help, default=True, elsewhere=True),
    )


def say(summary: tuple[str, str, str]) -> None:
    """One line: what was read of what, and how."""
    before, name, after = map(literal, summary)
    st.caption(f"{before} *{name}*{' ' * summary[2].startswith(' ')}{after}")


def choose_column(panel: Panel, columns: Sequence[str], chosen: str, *, prefix: str = "", every: bool = False) -> None:
    """Offer the columns that could be read, if there are several; `every` offers all of them together too."""
    if len(columns) < 2:
        return
    key, name = panel.key(f"{prefix}column_box"), f"{prefix}column"
    options = [ALL, *columns] if every else list(columns)
    current = ALL if every and panel.values[name] not in columns else chosen
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    st.selectbox("Column", options, key=key, on_change=_take_column, args=(panel, name, key))


def ask_sentinels(panel: Panel, sentinels: Sequence[Sentinel], *, prefix: str = "") -> None:
    """Ask whether numbers such as −999 stand for missing values."""
    if not sentinels:
        return
    key, name = panel.key(f"{prefix}missing_box"), f"{prefix}missing"
    if st.session_state.get(key) != panel.values[name]:
        st.session_state[key] = panel.values[name]
    many = "missing values" if len(sentinels) > 1 or sentinels[0].times > 1 else "a missing value"
    question = f"{', '.join(map(str, sentinels))}: {many}?"
    st.checkbox(literal(question), key=key, on_change=_take_answer, args=(panel, name, key))


def _take_column(panel: Panel, name: str, key: str) -> None:
    column = st.session_state[key]
    panel.set(name, "" if column == ALL else column[:COLUMN_LIMIT])


def _take_answer(panel: Panel, name: str, key: str) -> None:
    panel.set(name, st.session_state[key])
