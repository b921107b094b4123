"""Kinds of control: each has a widget, and writes its value into an address and reads it from there."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from gruviz.ui.controls.slider import draw_slider
from gruviz.validation import GruvizError, TooLarge, check_choice, check_integer, check_real
from gruviz.wording import listed, signed

Values = Mapping[str, Any]


def always(values: Values) -> bool:
    """For a control that matters whatever the others say."""
    return True


@dataclass(frozen=True, kw_only=True)
class Control(ABC):
    """One setting of a page.

    Args:
        name: Name of the setting and of its query parameter.
        label: What the person reads.
        help: One or two sentences on what it does.
        default: Its value where the address has none.
        group: Heading under which it stands.
        when: Whether it matters, given all values; it is left out otherwise, and keeps its value.
        elsewhere: Whether a part of the page other than a widget of this table sets it, and no link can hide it.
    """

    name: str
    label: str
    help: str
    default: Any
    group: str = ""
    when: Callable[[Values], bool] = always
    elsewhere: bool = False

    @property
    def takes(self) -> str:
        """What it can be, in words; empty where only its error can say it."""
        return ""

    @property
    def instead(self) -> str:
        """What is taken in place of a wrong query parameter, as a sentence."""
        return "The usual value was taken."

    @abstractmethod
    def parse(self, raw: str) -> Any:
        """Read a query parameter; raises GruvizError."""

    def mend(self, raw: str) -> Any:
        """The value where `parse` refuses."""
        return self.default

    @abstractmethod
    def encode(self, value: Any) -> str | None:
        """Write a query parameter; None if the value does not go into an address."""

    def tidy(self, value: Any) -> Any:
        """The value in the one form that means the same settings."""
        return value

    def said(self, value: Any) -> str:
        """A value as the widget shows it."""
        return signed(value) if isinstance(value, (int, float)) else str(value)

    def keys(self, key: str) -> tuple[str, ...]:
        """Session keys of the widgets that it draws."""
        return (key,)

    def holds(self, key: str, value: Any) -> bool:
        """Whether the widget has this value."""
        return key in st.session_state and bool(self.tidy(st.session_state[key]) == value)

    def give(self, key: str, value: Any) -> None:
        """Give the widget a value, before it is drawn."""
        st.session_state[key] = value

    def widget(self, key: str) -> None:
        """Draw the widget, whose value lives in the session under `key`; a control set elsewhere has none."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Slider(Control):
    """A number in a range; whole if `step` is.

    Args:
        low, high, step: What the handle can reach. Typed, or in an address, a number may lie between two steps.
        ends: Words for the two ends, in place of their numbers.
        format: How a value is written, "{}" being the number: "× {}".
    """

    low: float
    high: float
    step: float
    ends: tuple[str, str] | None = None
    format: str = "{}"

    @property
    def stops(self) -> tuple[float, ...]:
        """Every value that the handle can reach."""
        count = int(round((self.high - self.low) / self.step, 9))
        return tuple(self.tidy(self.low + k * self.step) for k in range(count + 1))

    @property
    def takes(self) -> str:
        kind = "a whole number" if isinstance(self.step, int) else "a number"
        return f"{kind} from {self.low:g} to {self.high:g}".replace("-", "−")

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

    def widget(self, key: str, *, sweep: str | None = None) -> None:
        """Draw the slider.

        Args:
            key: Where its value lives in the session.
            sweep: Address of the pictures at all its stops, if there is one.
        """
        names = ("label", "help", "low", "high", "step", "ends", "format", "takes")
        whole = isinstance(self.step, int)
        data = {name: getattr(self, name) for name in names} | {"whole": whole, "sweep": sweep}
        draw_slider(key, data, self._accept)

    def _accept(self, sent: object) -> float | None:
        try:
            return self.parse(str(sent))
        except GruvizError:
            return None


@dataclass(frozen=True, kw_only=True)
class Choice(Control):
    """One of a few, as a row of segments or, with many, a list."""

    options: Mapping[str, str]
    listed: bool = False

    @property
    def takes(self) -> str:
        return f"one of {', '.join(self.options.values())}"

    def said(self, value: Any) -> str:
        return self.options.get(value, str(value))

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

    @property
    def takes(self) -> str:
        return f"any of {', '.join(self.options.values())}"

    def said(self, value: Any) -> str:
        return listed([self.options.get(key, key) for key in value]) if value else "none"

    def parse(self, raw: str) -> list[str]:
        chosen = [check_choice(self.name, part, self.options) for part in raw.split(",") if part]
        return self.tidy(chosen)

    def encode(self, value: Any) -> str:
        return ",".join(value)

    def tidy(self, value: Any) -> list[str]:
        return [option for option in self.options if option in value]

    def widget(self, key: str) -> None:
        self.draw(key, self.label, self.options, help=self.help)

    def draw(self, key: str, label: str, options: Iterable[str], **more: Any) -> None:
        """Draw pills or a list of some of the options."""

        def named(option: str) -> str:
            return self.options[option]

        if self.listed:
            alone: dict[str, Any] = {"placeholder": "None", "select_all": False}
            st.multiselect(label, list(options), format_func=named, key=key, **alone, **more)
        else:
            st.pills(label, list(options), format_func=named, selection_mode="multi", key=key, **more)


@dataclass(frozen=True, kw_only=True)
class Toggle(Control):
    """On or off, 1 or 0 in the address."""

    @property
    def takes(self) -> str:
        return "1 for on or 0 for off"

    def said(self, value: Any) -> str:
        return "on" if value else "off"

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

    @property
    def takes(self) -> str:
        return f"a whole number from {self.low:,} to {self.high:,}"

    def parse(self, raw: str) -> int:
        return check_integer(self.name, int(raw) if raw.isdecimal() and len(raw) < 20 else raw, self.low, self.high)

    def encode(self, value: Any) -> str:
        return str(value)

    def tidy(self, value: Any) -> int:
        return self.default if value is None else min(max(int(value), self.low), self.high)

    def widget(self, key: str) -> None:
        st.number_input(self.label, step=1, key=key, help=self.help)
        shown = self.tidy(st.session_state[key])
        if st.session_state[key] != shown:  # a field with bounds would keep what was typed, and say nothing
            st.caption(f"From {self.low:,} to {self.high:,}: {shown:,} is shown.")


@dataclass(frozen=True, kw_only=True)
class Text(Control):
    """Free text; too long a one does not go into the address."""

    limit: int
    height: int = 100

    @property
    def takes(self) -> str:
        return f"at most {self.limit:,} characters"

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
