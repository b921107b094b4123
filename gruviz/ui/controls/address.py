"""The address of a page: what it says of the controls, what they write into it, and which of the two is newer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from gruviz.ui.controls.kinds import Control, Values
from gruviz.validation import GruvizError, InvalidValue

OWN = 50
"""How many of the addresses that a page has written it knows again."""
HIDE = "hide"
"""Query parameter naming controls that are not drawn, joined by commas."""


def read_query(controls: Iterable[Control], given: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Values of all controls as a query has them, and in words what is wrong with it.

    What is missing or wrong becomes the default.
    """
    table = {control.name: control for control in controls}
    problems = []
    for name in [name for name in given if name not in table]:
        error = InvalidValue("setting", name, "one of " + ", ".join(table))
        problems.append(f"{error} It is ignored.")
    values = {name: control.default for name, control in table.items()}
    for name in [name for name in table if name in given]:
        try:
            values[name] = table[name].parse(given[name])
        except GruvizError as problem:
            problems.append(f"{problem} The default is used.")
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
    """What the session keeps of a page.

    Args:
        page: Key of the page.
        values: Of all controls, in the last run.
        controls: As they were then.
        hidden: Names of the controls that the link left out.
        written: The address as the page wrote it last.
        own: Addresses that the page wrote or replaced lately.
        pressed: Keys of all that was pressed or switched on in the last run.
    """

    page: str
    values: dict[str, Any] = field(default_factory=dict)
    controls: Mapping[str, Control] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    written: dict[str, str] | None = None
    own: tuple[dict[str, str], ...] = ()
    pressed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, page: str) -> "Visit":
        """This session's visit to a page."""
        visit: Visit = st.session_state.setdefault(f"{page}_visit", cls(page))
        return visit

    def value(self, control: Control) -> Any:
        """What the widget says, else the last run, else the default."""
        given = st.session_state.get(f"{self.page}_{control.name}", self.values.get(control.name, control.default))
        return control.tidy(given)

    def news(self) -> dict[str, str] | None:
        """The address, if it says something that the page does not know.

        A browser sends the address that it shows. Who moves a control and goes on faster than the answer travels sends
        with the second move the address of before the first: one of the page's own, and overtaken by the person.
        """
        given = st.query_params.to_dict()
        if not given or given == self.written:
            return None
        return None if given in self.own and self._acted() else given

    def _acted(self) -> bool:
        """Whether this run comes from a control or a button; going back in the browser moves neither."""
        moved = any(self.value(self.controls[name]) != value for name, value in self.values.items())
        return moved or not _pressed() <= self.pressed

    def keep(self, values: Mapping[str, Any], controls: Mapping[str, Control]) -> None:
        """Remember what this run shows."""
        self.values, self.controls, self.pressed = dict(values), controls, _pressed()

    def write(self, address: dict[str, str]) -> None:
        """Put the settings into the address."""
        shown, before, self.written = st.query_params.to_dict(), self.written, address
        if shown != address or before not in (None, address):
            self.own = (*self.own, shown, address)[-OWN:]
            st.query_params.from_dict(address)


def _pressed() -> frozenset[str]:
    return frozenset(str(key) for key, value in st.session_state.items() if value is True)


def read_ahead(page: str, control: Control) -> Any:
    """The value that a control of this page will have, for a table that depends on it."""
    visit = Visit.of(page)
    given = visit.news()
    if given is None:
        return visit.value(control)
    values, _ = read_query((control,), {name: raw for name, raw in given.items() if name == control.name})
    return values[control.name]


def forget(page: str, controls: Iterable[Control]) -> None:
    """Let controls of this page begin anew at the address or the default."""
    for control in controls:
        st.session_state.pop(f"{page}_{control.name}", None)
        Visit.of(page).values.pop(control.name, None)
