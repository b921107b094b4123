"""The address of a page: read into values of controls, written from them, and which of the two is newer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from gruviz.ui.controls.drawn import is_sent
from gruviz.ui.controls.kinds import Control, Values
from gruviz.ui.controls.refusals import unknown_settings, wrong_value
from gruviz.validation import GruvizError

REMEMBERED = 50
"""How many of the addresses that a page has written or replaced it knows again."""
LAST_PAGE = "last_page"
"""Where the session keeps the key of the page that it showed last."""
HIDE = "hide"
"""Query parameter naming controls that are not drawn, joined by commas."""


def read_query(controls: Iterable[Control], query: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Values of all controls as a query has them, and a sentence for each of its faults.

    What is missing or wrong becomes the default; a list keeps what is right in it.
    """
    table = {control.name: control for control in controls}
    unknown = [name for name in query if name not in table]
    problems = [unknown_settings(unknown)] if unknown else []
    values = {name: control.default for name, control in table.items()}
    for name in [name for name in table if name in query]:
        try:
            values[name] = table[name].parse(query[name])
        except GruvizError as error:
            values[name] = table[name].mend(query[name])
            problems.append(wrong_value(table[name], query[name], error))
    return values, problems


def write_query(controls: Iterable[Control], values: Values) -> dict[str, str]:
    """Every value that is not the default and goes into an address."""
    return {
        control.name: encoded
        for control in controls
        if values[control.name] != control.default and (encoded := control.encode(values[control.name])) is not None
    }


@dataclass
class Visit:
    """What the session remembers of a page.

    Args:
        page: Key of the page.
        values: Of all controls, in the last run.
        controls: As they were then.
        hidden: Names of the controls that the link left out.
        written: The address as the page wrote it last.
        recent: Addresses that the page wrote or replaced lately.
        pressed: Keys of all that was pressed or switched on in the last run.
        problems: What was wrong with the last link, until the person closes it.
        drawn: Keys of the widgets that the browser is known to have drawn since the page was opened.
    """

    page: str
    values: dict[str, Any] = field(default_factory=dict)
    controls: Mapping[str, Control] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    written: dict[str, str] | None = None
    recent: tuple[dict[str, str], ...] = ()
    pressed: frozenset[str] = frozenset()
    problems: list[str] = field(default_factory=list)
    drawn: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, page: str) -> "Visit":
        """This session's visit to a page."""
        visit: Visit = st.session_state.setdefault(f"{page}_visit", cls(page))
        return visit

    def value(self, control: Control) -> Any:
        """The widget's value, else that of the last run, else the default."""
        last = self.values.get(control.name, control.default)
        return control.tidy(st.session_state.get(f"{self.page}_{control.name}", last))

    def is_drawn(self, key: str) -> bool:
        """Whether the browser has drawn a widget; to be asked before a run draws it."""
        if is_sent(key):
            self.drawn.add(key)
        return key in self.drawn

    def news(self) -> dict[str, str] | None:
        """The address, if it holds something new to the page.

        One without parameters is that of the first picture, to which a person goes back or a link leads; but whoever
        comes from another page by such a link finds what they have left here.

        A browser sends the address that it shows. It lags behind: whoever moves a second control before the answer to
        the first has arrived sends the address of before the first. That is one which the page wrote or replaced
        itself, and it must not undo the move. Going back in the browser sends such an address too, but moves nothing.
        """
        address = st.query_params.to_dict()
        returns = st.session_state.get(LAST_PAGE) != self.page
        if address == self.written or (returns and not address):
            return None
        return None if address in self.recent and self._acted() else address

    def _acted(self) -> bool:
        """Whether this run comes from a control or a button."""
        moved = any(self.value(self.controls[name]) != value for name, value in self.values.items())
        return moved or not _pressed() <= self.pressed

    def remember(self, values: Mapping[str, Any], controls: Mapping[str, Control]) -> None:
        """Note what this run shows."""
        self.values, self.controls, self.pressed = dict(values), controls, _pressed()
        if st.session_state.get(LAST_PAGE) != self.page:
            self.drawn.clear()
        st.session_state[LAST_PAGE] = self.page

    def write(self, address: dict[str, str]) -> None:
        """Put the settings into the address."""
        current, before, self.written = st.query_params.to_dict(), self.written, address
        if current != address or before not in (None, address):
            self.recent = (*self.recent, current, address)[-REMEMBERED:]
            st.query_params.from_dict(address)


def _pressed() -> frozenset[str]:
    return frozenset(str(key) for key, value in st.session_state.items() if value is True)


def read_ahead(page: str, control: Control) -> Any:
    """The value that a control of this page will have, for a table that depends on it."""
    visit = Visit.of(page)
    address = visit.news()
    if address is None:
        return visit.value(control)
    values, _ = read_query((control,), {name: raw for name, raw in address.items() if name == control.name})
    return values[control.name]


def forget(page: str, controls: Iterable[Control]) -> None:
    """Let controls of this page begin anew at the address or the default."""
    for control in controls:
        st.session_state.pop(f"{page}_{control.name}", None)
        Visit.of(page).values.pop(control.name, None)
