"""One table describes every control of a page; widgets, address, presets and links all come from it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from gruviz.ui.markdown import literal
from gruviz.validation import GruvizError, InvalidValue, TooLarge, check_choice, check_integer, check_real

Values = Mapping[str, Any]


def _always(values: Values) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Control(ABC):
    """One setting of a page.

    Args:
        name: Name of the setting and of its query parameter.
        label: What the person reads.
        help: One or two sentences on what it does.
        default: Its value when the address says nothing.
        group: Heading under which it stands.
        when: Whether it matters, given all values; it is left out otherwise, and keeps its value.
        elsewhere: Whether a part of the page other than a widget of this table sets it, and no link can hide it.
    """

    name: str
    label: str
    help: str
    default: Any
    group: str = ""
    when: Callable[[Values], bool] = _always
    elsewhere: bool = False

    @abstractmethod
    def parse(self, raw: str) -> Any:
        """Read a query parameter; raises GruvizError."""

    @abstractmethod
    def encode(self, value: Any) -> str | None:
        """Write a query parameter; None if the value does not go into an address."""

    def tidy(self, value: Any) -> Any:
        """The value in the one form that means the same settings."""
        return value

    @abstractmethod
    def widget(self, key: str) -> None:
        """Draw the widget, whose value lives in the session under `key`."""


@dataclass(frozen=True, kw_only=True)
class Slider(Control):
    """A number in a range; whole if `step` is."""

    low: float
    high: float
    step: float

    def parse(self, raw: str) -> float:
        try:
            value = float(raw)
        except ValueError:
            value = float("nan")
        if isinstance(self.step, int):
            return check_integer(self.name, int(value) if value.is_integer() else raw, int(self.low), int(self.high))
        return self.tidy(check_real(self.name, value if value == value else raw, self.low, self.high))

    def encode(self, value: Any) -> str:
        return f"{value:.15g}"

    def tidy(self, value: Any) -> Any:
        return round(value, 9) + 0  # 0.35000000000000003 and −0 are what a browser may send

    def widget(self, key: str) -> None:
        st.slider(self.label, self.low, self.high, step=self.step, key=key, help=self.help)


@dataclass(frozen=True, kw_only=True)
class Choice(Control):
    """One of a few, as a row of segments or, with many, a list."""

    options: Mapping[str, str]
    listed: bool = False

    def parse(self, raw: str) -> str:
        return check_choice(self.name, raw, self.options)

    def encode(self, value: Any) -> str:
        return str(value)

    def widget(self, key: str) -> None:
        def label(option: str) -> str:
            return self.options[option]

        if self.listed:
            st.selectbox(self.label, list(self.options), format_func=label, key=key, help=self.help)
        else:
            st.segmented_control(
                self.label, list(self.options), format_func=label, required=True, key=key, help=self.help, wrap=True
            )


@dataclass(frozen=True, kw_only=True)
class Choices(Control):
    """Any of a few, as a row of pills or, with many, a list; always in the order of the options.

    The address joins them by commas.
    """

    options: Mapping[str, str]
    listed: bool = False

    def parse(self, raw: str) -> list[str]:
        chosen = [check_choice(self.name, part, self.options) for part in raw.split(",") if part]
        return self.tidy(chosen)

    def encode(self, value: Any) -> str:
        return ",".join(value)

    def tidy(self, value: Any) -> list[str]:
        return [option for option in self.options if option in value]

    def widget(self, key: str) -> None:
        def label(option: str) -> str:
            return self.options[option]

        if self.listed:
            st.multiselect(
                self.label,
                list(self.options),
                format_func=label,
                key=key,
                help=self.help,
                placeholder="None",
                select_all=False,
            )
        else:
            st.pills(self.label, list(self.options), format_func=label, selection_mode="multi", key=key, help=self.help)


@dataclass(frozen=True, kw_only=True)
class Toggle(Control):
    """On or off, 1 or 0 in the address."""

    def parse(self, raw: str) -> bool:
        return check_choice(self.name, raw, ("0", "1")) == "1"

    def encode(self, value: Any) -> str:
        return "1" if value else "0"

    def widget(self, key: str) -> None:
        st.toggle(self.label, key=key, help=self.help)


@dataclass(frozen=True, kw_only=True)
class Number(Control):
    """A whole number to type."""

    low: int
    high: int

    def parse(self, raw: str) -> int:
        return check_integer(self.name, int(raw) if raw.isdecimal() and len(raw) < 20 else raw, self.low, self.high)

    def encode(self, value: Any) -> str:
        return str(value)

    def widget(self, key: str) -> None:
        st.number_input(self.label, self.low, self.high, step=1, key=key, help=self.help)


@dataclass(frozen=True, kw_only=True)
class Text(Control):
    """Free text; too long a one does not go into the address."""

    limit: int
    height: int = 100

    def parse(self, raw: str) -> str:
        if len(raw) > self.limit:
            raise TooLarge(self.name, f"{len(raw):,} characters", f"at most {self.limit:,} characters")
        return raw

    def encode(self, value: Any) -> str | None:
        return str(value) if len(value) <= LINK_LIMIT else None

    def widget(self, key: str) -> None:
        st.text_area(self.label, key=key, help=self.help, max_chars=self.limit, height=self.height)


LINK_LIMIT = 1500
"""Longest text that a link carries, in characters."""
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


def read_ahead(page: str, control: Control) -> Any:
    """The value that a control of this page will have, for a table that depends on it."""
    store = st.session_state.get(f"{page}_store", {"values": {}, "written": None})
    given = st.query_params.to_dict()
    if given and given != store["written"]:
        return read_query((control,), {name: raw for name, raw in given.items() if name == control.name})[0][
            control.name
        ]
    return st.session_state.get(f"{page}_{control.name}", store["values"].get(control.name, control.default))


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
        store = st.session_state.setdefault(f"{page}_store", {"values": {}, "written": None, "hidden": ()})
        self._read_address(store)
        self.hidden: tuple[str, ...] = store["hidden"]
        self.values: dict[str, Any] = {
            name: control.tidy(st.session_state.get(self.key(name), store["values"].get(name, control.default)))
            for name, control in self.controls.items()
        }
        store["values"] = dict(self.values)
        self._write_address(store)

    def key(self, name: str) -> str:
        """Session key of a control's widget."""
        return f"{self.page}_{name}"

    def set(self, name: str, value: Any) -> None:
        """Give a control a value from the next run of the page on; for callbacks."""
        st.session_state[self.key(name)] = value

    def draw(self, *names: str) -> None:
        """Draw the named controls, those that matter and are not hidden by the link."""
        for name in names:
            control = self.controls[name]
            if name not in self.hidden and not control.elsewhere and control.when(self.values):
                st.session_state[self.key(name)] = self.values[name]
                control.widget(self.key(name))

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

    def _read_address(self, store: dict[str, Any]) -> None:
        """Take over an address that this page did not write itself; one without parameters changes nothing."""
        given = st.query_params.to_dict()
        if given == store["written"] or not given:
            return
        hidden = [name for name in given.pop(HIDE, "").split(",") if name]
        for name in [name for name in hidden if name not in self.controls]:
            self.problems.append(str(InvalidValue(HIDE, name, "one of " + ", ".join(self.controls))))
        store["hidden"] = tuple(name for name in hidden if name in self.controls)
        values, problems = read_query(self.controls.values(), given)
        self.problems += problems
        for name, value in values.items():
            st.session_state[self.key(name)] = value

    def _write_address(self, store: dict[str, Any]) -> None:
        """Put every value that is not the default into the address."""
        written = write_query(self.controls.values(), self.values)
        if self.hidden:
            written[HIDE] = ",".join(self.hidden)
        if st.query_params.to_dict() != written:
            st.query_params.from_dict(written)
        store["written"] = written
