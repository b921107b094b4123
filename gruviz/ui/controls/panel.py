"""The controls of one page in one run: values out of widgets, address and session, in agreement with each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from gruviz.ui.controls.kinds import Control, Values
from gruviz.ui.markdown import literal
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


class Panel:
    """The controls of one page in this run: their values, and how to draw them.

    Values come from the widgets, else from the address, else from the last visit, else from the defaults.
    What an address says wrongly is reported in `problems` and replaced by the default.
    """

    def __init__(
        self, page: str, controls: tuple[Control, ...], presets: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        self.page, self.controls, self.presets = page, {control.name: control for control in controls}, presets or {}
        self.problems: list[str] = []
        visit = Visit.of(page)
        self._drawn = visit.controls
        self._read_address(visit)
        self.hidden = visit.hidden
        self.values: dict[str, Any] = {name: visit.value(control) for name, control in self.controls.items()}
        visit.keep(self.values, self.controls)
        visit.write(self._address())

    def key(self, name: str) -> str:
        """Session key of a control's widget."""
        return f"{self.page}_{name}"

    def set(self, name: str, value: Any) -> None:
        """Give a control a value from the next run of the page on; for callbacks."""
        st.session_state[self.key(name)] = value

    def draw(self, *names: str) -> None:
        """Draw the named controls, those that matter and are not hidden by the link."""
        for name in names:
            control, key = self.controls[name], self.key(name)
            if name not in self.hidden and not control.elsewhere and control.when(self.values):
                if not self._holds(control, key):
                    st.session_state[key] = self.values[name]
                control.widget(key)

    def _holds(self, control: Control, key: str) -> bool:
        """Whether the widget has its value already; to give it once more would set back one that has moved on."""
        if self._drawn.get(control.name) != control or key not in st.session_state:
            return False
        return bool(control.tidy(st.session_state[key]) == self.values[control.name])

    def draw_groups(self) -> None:
        """Draw every control that has a group, under its heading."""
        groups: dict[str, list[str]] = {}
        for name, control in self.controls.items():
            if control.group and name not in self.hidden and control.when(self.values):
                groups.setdefault(control.group, []).append(name)
        for group, names in groups.items():
            st.markdown(f"**{group}**")
            self.draw(*names)

    def draw_presets(self, label: str, help: str, *, keep: tuple[str, ...]) -> None:
        """Draw the presets; the one that equals the present values is lit. `keep` names controls they leave alone."""
        key = self.key("preset")

        def settings(name: str) -> dict[str, Any]:
            base = {control.name: control.default for control in self.controls.values() if control.name not in keep}
            return base | dict(self.presets[name])

        def apply() -> None:
            chosen = st.session_state[key]
            if chosen is not None:
                for name, value in settings(chosen).items():
                    st.session_state[self.key(name)] = value

        lit = (name for name in self.presets if all(self.values[k] == v for k, v in settings(name).items()))
        st.session_state[key] = next(lit, None)
        st.pills(label, list(self.presets), key=key, help=help, on_change=apply)

    def report(self) -> None:
        """Say what was wrong with the address."""
        with st.container(key=self.key("problems")):  # always there, so that what follows keeps its place
            for problem in self.problems:
                st.warning(f"In the link: {literal(problem)}")

    def _read_address(self, visit: Visit) -> None:
        """Take over an address that this page did not write itself; one without parameters changes nothing."""
        given = visit.news()
        if given is None:
            return
        hidden = [name for name in given.pop(HIDE, "").split(",") if name]
        for name in [name for name in hidden if name not in self.controls]:
            self.problems.append(str(InvalidValue(HIDE, name, "one of " + ", ".join(self.controls))))
        visit.hidden = tuple(name for name in hidden if name in self.controls)
        values, problems = read_query(self.controls.values(), given)
        self.problems += problems
        for name, value in values.items():
            st.session_state[self.key(name)] = value

    def _address(self) -> dict[str, str]:
        """Every value that is not the default, and what is hidden."""
        address = write_query(self.controls.values(), self.values)
        return address | {HIDE: ",".join(self.hidden)} if self.hidden else address
