"""The controls of one page in one run: values out of widgets, address and session, in agreement with each other."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from gruviz.lesson.exercises import PLACES, Exercise, shipped_exercises
from gruviz.ui.controls.address import HIDE, Visit, read_query, write_query
from gruviz.ui.controls.class_code import CLASS
from gruviz.ui.controls.kinds import Choice, Control, Slider, Toggle
from gruviz.ui.controls.refusals import unknown_hidden
from gruviz.ui.controls.slider import Move, answer_sliders
from gruviz.ui.controls.table import Table
from gruviz.ui.markdown import literal

PRESENT = Toggle(
    name="present",
    label="Presenter mode",
    help="Large letters for a projector, and nothing around the picture. Esc leaves.",
    default=False,
    elsewhere=True,
)
"""Every page has it beside its own controls."""
NO_EXERCISE = ""


def exercise_control() -> Choice:
    """Which exercise is open; every page has this too."""
    titles = {key: exercise.title for key, exercise in shipped_exercises().items()}
    return Choice(
        name="exercise",
        label="Exercise",
        help="The exercise that is open.",
        default=NO_EXERCISE,
        options={NO_EXERCISE: "none"} | titles,
        elsewhere=True,
    )


class Panel:
    """The controls of one page in this run: their values, and how to draw them.

    Values come from the widgets, else from the address, else from the last visit, else from the defaults.
    Presenter mode, class and open exercise are the page's, not of its table: `presents`, `class_code`, `exercise`. What
    that exercise fixes stays as its start has it, whatever widgets or address say: `locked`.
    A wrong value in the address is reported and replaced by the default.
    """

    def __init__(self, table: Table) -> None:
        self.table, self.controls = table, table.by_name
        self._addressed = self.controls | {row.name: row for row in (PRESENT, CLASS, exercise_control())}
        self.visit = visit = Visit.of(table.page)
        self._drawn = visit.controls
        asked = self._read_address(visit)
        self.hidden = visit.hidden
        self._held = {name: visit.value(control) for name, control in self._addressed.items()}
        self.exercise: Exercise | None = shipped_exercises().get(self._held["exercise"])
        self.locked = self._fixed()
        self._held |= self.locked
        self.values: dict[str, Any] = {name: self._held[name] for name in self.controls}
        self.presents = bool(self._held[PRESENT.name])
        self.class_code = str(self._held[CLASS.name])
        visit.remember(self._held, self._addressed)
        self._sliders: list[str] = []  # keys of those drawn
        if all(Move.of(self.key(name)).done for name in self.controls):  # one step of the history for each drag
            visit.write(self._address() if asked is None or visit.problems else asked)

    def key(self, name: str) -> str:
        """Session key of a control's widget."""
        return f"{self.table.page}_{name}"

    def set(self, name: str, value: Any) -> None:
        """Give a control a value from the next run of the page on; for callbacks."""
        st.session_state[self.key(name)] = value

    def put(self, name: str, value: Any) -> None:
        """Give a control that no widget shows a value at once, and put it into the address."""
        self.set(name, value)
        self._held[name] = self.values[name] = self.visit.values[name] = value
        self.visit.write(self._address())

    def draw(self, *names: str) -> None:
        """Draw the named controls, those that matter and are not hidden by the link; of a locked one its value."""
        for name in names:
            if self._is_wanted(name) and name in self.locked:
                self._draw_locked(name)
        for name in filter(self.draws, names):
            control, key = self.controls[name], self.key(name)
            if not self._holds(control, key):
                control.give(key, self.values[name])
            if isinstance(control, Slider):
                control.widget(key, sweep=self._sweep(name) if name in self.table.swept else None)
                self._sliders.append(key)
            else:
                control.widget(key)

    def _sweep(self, name: str) -> str | None:
        """Address of the pictures at all stops of a slider; None where a setting does not go into an address."""
        others = [control for control in self.controls.values() if control.name != name]
        if any(control.encode(self.values[control.name]) is None for control in others):
            return None
        return f"sweep-{self.table.page}-{name}.json?{urlencode(write_query(others, self.values))}"

    def draws(self, name: str) -> bool:
        """Whether a control can be moved: it matters, the link does not hide it, and no exercise fixes it."""
        return self._is_wanted(name) and name not in self.locked

    def _is_wanted(self, name: str) -> bool:
        control = self.controls[name]
        return name not in self.hidden and not control.elsewhere and control.when(self.values)

    def _draw_locked(self, name: str) -> None:
        control = self.controls[name]
        st.caption(f":material/lock: **{literal(control.label)}**: {literal(control.said(self.values[name]))}")

    def _fixed(self) -> dict[str, Any]:
        """The values that the open exercise fixes on this page."""
        if not self.is_exercised:
            return {}
        start = self._start()
        return {name: start[name] for name in self.exercise.fixed if name in start} if self.exercise else {}

    @property
    def is_exercised(self) -> bool:
        """Whether the open exercise is done on this page."""
        return self.exercise is not None and PLACES[self.exercise.page] == self.table.page

    def _start(self) -> dict[str, Any]:
        """The values with which one begins: those of the open exercise, else the defaults."""
        return read_query(self.controls.values(), self.exercise.start if self.exercise and self.is_exercised else {})[0]

    def _holds(self, control: Control, key: str) -> bool:
        """Whether the widget has its value already; to give it once more would set back one that has moved on.

        A browser that draws a control late, after a second run of the page, would draw it without the value that only
        the first one gave: every run gives it until the browser has drawn the control. A slider's value always goes
        along.
        """
        keys = control.keys(key)
        if self._drawn.get(control.name) != control or key not in st.session_state:
            self.visit.drawn.difference_update(keys)
            return False
        if not (isinstance(control, Slider) or all(self.visit.is_drawn(one) for one in keys)):
            return False
        return control.holds(key, self.values[control.name])

    def answer(self) -> None:
        """End this run for the sliders: a browser sends no value before the picture of the last one is there."""
        answer_sliders(self.table.page, self._sliders)

    def draw_groups(self) -> None:
        """Draw every control that has a group, under its heading."""
        groups: dict[str, list[str]] = {}
        for name, control in self.controls.items():
            if control.group and name not in self.hidden and control.when(self.values):
                groups.setdefault(control.group, []).append(name)
        for group, names in groups.items():
            st.markdown(f"**{group}**")
            self.draw(*names)

    def draw_presets(self) -> None:
        """Draw the presets, if the page has any; the one that equals the present values is lit."""
        key, presets = self.key("preset"), self.presets()
        if not presets:
            return

        def apply() -> None:
            for name, value in presets.get(st.session_state[key], {}).items():
                self.set(name, value)

        st.session_state[key] = self.lit()
        st.pills("Presets", list(presets), key=key, help=self.table.preset_help, on_change=apply)

    def presets(self) -> dict[str, dict[str, Any]]:
        """All values that each preset sets.

        A link that hides controls leaves out those that would change them; an exercise leaves out all.
        """
        if self.is_exercised:
            return {}
        presets = {label: self.table.preset(label) for label in self.table.presets}
        return {label: preset for label, preset in presets.items() if self._leaves_hidden_alone(preset)}

    def lit(self) -> str | None:
        """The preset that equals the present values."""
        return next((label for label, preset in self.presets().items() if self.values | preset == self.values), None)

    def _leaves_hidden_alone(self, preset: Mapping[str, Any]) -> bool:
        return all(preset.get(name, self._held[name]) == self._held[name] for name in self.hidden)

    def draw_reset(self) -> None:
        """Draw the way back to the first picture, that of an open exercise if there is one."""
        first = {name: value for name, value in self._start().items() if name not in self.hidden}

        def reset() -> None:
            for name, value in first.items():
                self.set(name, value)

        st.button("Reset", key=self.key("first_picture"), on_click=reset, disabled=self.values | first == self.values)

    def report(self) -> None:
        """Say what was wrong with the address, until that is closed."""
        with st.container(key=self.key("problems")):  # always there, so that what follows keeps its place
            if self.visit.problems:
                st.warning("\n\n".join(map(literal, self.visit.problems)))
                st.button("Close this note", key=self.key("close_problems"), on_click=self.visit.problems.clear)

    def _read_address(self, visit: Visit) -> dict[str, str] | None:
        """Take over an address that this page did not write itself, and return it.

        What it says in other words than this page would stays: to correct it would cost whoever goes back a step.
        """
        asked = visit.news()
        if asked is None:
            return None
        query = self.table.today(asked)
        hidden = [name for name in query.pop(HIDE, "").split(",") if name]
        nowhere = [name for name in hidden if name not in self._addressed]
        visit.hidden = tuple(name for name in hidden if name in self._addressed)
        values, problems = read_query(self._addressed.values(), query)
        visit.problems = [unknown_hidden(nowhere), *problems] if nowhere else problems
        for name, value in values.items():
            st.session_state[self.key(name)] = value
        return asked

    def _address(self) -> dict[str, str]:
        """Every value that is not the default, and what is hidden."""
        rows = self._addressed.values()
        said = [row for row in rows if row.when(self._held)] if self.table.brief else rows
        address = write_query(said, self._held)
        return address | {HIDE: ",".join(self.hidden)} if self.hidden else address
