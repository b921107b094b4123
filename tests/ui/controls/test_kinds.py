"""Every control writes addresses that it reads back, and reads nothing else."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from gruviz.ui.applications import controls as applications
from gruviz.ui.compare import controls as compare
from gruviz.ui.controls import home
from gruviz.ui.controls import laboratory as gradient_flow
from gruviz.ui.controls.kinds import LINK_LIMIT, Choice, Choices, Number, Slider, Text, Toggle
from gruviz.ui.markdown import literal
from gruviz.validation import GruvizError
from tests.pages.visit import plain

PAGES = {
    "home": home.CONTROLS,
    "gradient_flow": gradient_flow.CONTROLS,
    "compare": compare.CONTROLS,
    "applications": applications.CONTROLS,
}
ALL = [(page, control) for page, controls in PAGES.items() for control in controls]
every_control = pytest.mark.parametrize(("page", "control"), ALL, ids=[f"{page}.{c.name}" for page, c in ALL])


def values_of(control):
    """Every value that its widget can give."""
    match control:
        case Slider():
            count = round((control.high - control.low) / control.step)
            return st.integers(0, count).map(lambda k: control.low + k * control.step)
        case Choice():
            return st.sampled_from(list(control.options))
        case Choices():
            return st.lists(st.sampled_from(list(control.options)), unique=True)
        case Toggle():
            return st.booleans()
        case Number():
            return st.integers(control.low, control.high)
        case Text():
            return st.text(max_size=min(control.limit, LINK_LIMIT))
    raise AssertionError(f"{type(control).__name__} has no strategy here: add one")


@every_control
def test_a_value_survives_the_address(page, control):
    @given(values_of(control))
    def survives(value):
        encoded = control.encode(value)
        assert isinstance(encoded, str)
        found = control.parse(encoded)
        assert found == control.tidy(value)
        assert type(found) is type(control.default)
        assert control.encode(found) == control.encode(control.tidy(value))
        if isinstance(control, Slider):
            assert math.isclose(found, value, abs_tol=1e-8)

    survives()


@every_control
def test_the_default_is_a_value_of_its_own(page, control):
    assert control.parse(control.encode(control.default)) == control.default
    assert control.tidy(control.default) == control.default
    assert control.label.strip()
    assert control.help.endswith((".", ")"))


@every_control
def test_any_text_is_read_or_refused_by_name(page, control):
    @given(st.text() | st.floats().map(str) | st.integers().map(str) | st.just("9" * 5000))
    def refused(raw):
        try:
            value = control.parse(raw)
        except GruvizError as error:
            assert error.field == control.name
            assert len(str(error)) < 600
        else:
            encoded = control.encode(value)
            assert len(raw) > LINK_LIMIT if encoded is None else control.parse(encoded) == value

    refused()


@pytest.mark.parametrize(
    "raw", ["", "x", "nan", "inf", "-inf", "1e999", "9" * 400, "1,5", "0x10", "5; DROP TABLE runs"]
)
@pytest.mark.parametrize("name", ["seq_len", "gain"])
def test_what_is_no_number_of_the_range_is_refused(name, raw):
    control = next(control for control in gradient_flow.CONTROLS if control.name == name)
    with pytest.raises(GruvizError, match=f"^{name} = ") as caught:
        control.parse(raw)
    assert f"from {control.low:g} to {control.high:g}" in caught.value.allowed


def test_half_a_step_is_no_step():
    length = next(control for control in gradient_flow.CONTROLS if control.name == "seq_len")
    with pytest.raises(GruvizError, match=r"seq_len = '50\.5' is not possible: a whole number from 5 to 500"):
        length.parse("50.5")
    assert length.parse("50.0") == 50


def test_choices_come_in_one_order_once():
    cells = next(control for control in gradient_flow.CONTROLS if control.name == "cells")
    assert cells.parse("gru,rnn,gru,,") == ["rnn", "gru"]
    assert cells.tidy(["lstm", "rnn"]) == ["rnn", "lstm"]


def test_a_long_text_does_not_go_into_an_address():
    text = next(control for control in gradient_flow.CONTROLS if control.name == "text")
    assert text.encode("a" * LINK_LIMIT) == "a" * LINK_LIMIT
    assert text.encode("a" * (LINK_LIMIT + 1)) is None


@pytest.mark.parametrize("page", PAGES)
def test_names_are_unique_and_not_reserved(page):
    names = [control.name for control in PAGES[page]]
    assert len(set(names)) == len(names)
    assert not {"hide", "preset", "store", "embed", "embed_options"} & set(names)


@pytest.mark.parametrize("name", gradient_flow.PRESETS)
def test_presets_set_values_that_their_controls_accept(name):
    controls = {control.name: control for control in gradient_flow.CONTROLS}
    for key, value in gradient_flow.PRESETS[name].items():
        assert key not in gradient_flow.KEEP
        assert controls[key].parse(controls[key].encode(value)) == value


@given(st.text())
def test_literal_text_reads_as_it_was(text):
    assert plain(literal(text)) == " ".join(text.split())


@pytest.mark.parametrize(
    "text", ["![x](http://evil.example/x.png)", "<b>x</b>", ":material/home:", "$x$", "a_b_c", "# a"]
)
def test_literal_text_is_no_markup(text):
    escaped = literal(text)
    for mark in "![](<>:$_#":
        assert escaped.count(mark) == escaped.count(f"\\{mark}")


def shown():
    """A page whose slider has a range that depends on a toggle."""
    import streamlit as st

    from gruviz.ui.controls.kinds import Slider, Toggle
    from gruviz.ui.controls.panel import Panel

    wide = Toggle(name="wide", label="Wide", help="A wide range.", default=False, group="Own")
    high = 20 if st.session_state.get("own_wide") else 10
    value = Slider(name="value", label="Value", help="A number.", default=3, group="Own", low=0, high=high, step=1)
    Panel("own", (wide, value)).draw_groups()


def test_a_widget_is_given_its_value_only_where_it_has_another():
    page = AppTest.from_function(shown).run()
    page.slider[0].set_value(7).run()
    assert not page.slider[0].proto.set_value, "a widget that has moved on would jump back"
    page.toggle[0].set_value(True).run()
    assert (page.slider[0].value, page.slider[0].proto.max) == (7, 20)
    assert page.slider[0].proto.set_value
    page.query_params["value"] = "9"
    page.run()
    assert page.slider[0].value == 9
    assert page.slider[0].proto.set_value
