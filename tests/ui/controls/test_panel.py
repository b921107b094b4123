"""Widgets, address and session of small pages agree."""

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ElementTree

from tests.pages.visit import query, show, slider


def widening():
    """A page whose slider has a range that depends on a toggle."""
    import streamlit as st

    from gruviz.ui.controls.kinds import Slider, Toggle
    from gruviz.ui.controls.panel import Panel
    from gruviz.ui.controls.table import Table

    wide = Toggle(name="wide", label="Wide", help="A wide range.", default=False, group="Own")
    high = 20 if st.session_state.get("own_wide") else 10
    value = Slider(name="value", label="Value", help="A number.", default=3, group="Own", low=0, high=high, step=1)
    Panel(Table("own", (wide, value))).draw_groups()


def test_a_value_outlives_a_change_of_its_range():
    page = AppTest.from_function(widening).run()
    slider(page, "own_value").set_value(7).run()
    page.toggle[0].set_value(True).run()
    assert (slider(page, "own_value").value, slider(page, "own_value").max) == (7, 20)
    page.query_params["value"] = "9"
    page.run()
    assert slider(page, "own_value").value == 9


def small():
    """A page with a slider and a button that sets no control."""
    import streamlit as st

    from gruviz.ui.controls.kinds import Slider
    from gruviz.ui.controls.panel import Panel
    from gruviz.ui.controls.table import Table

    value = Slider(name="value", label="Value", help="A number.", default=3, group="Own", low=0, high=10, step=1)
    Panel(Table("small", (value,))).draw_groups()
    st.button("Start", key="small_start")


def test_a_button_pressed_before_the_browser_shows_the_address_of_a_move_does_not_undo_it():
    page = AppTest.from_function(small)
    before = {"value": "4"}
    show(page, before)
    page.run()
    slider(page, "small_value").set_value(8).run()
    for _ in range(2):
        page.button[0].click()
        show(page, before)
        page.run()
        assert (slider(page, "small_value").value, query(page)) == (8, {"value": "8"})
        page.run()
    show(page, before)
    page.run()
    assert slider(page, "small_value").value == 4, "nothing was pressed: this is the way back"


def swept():
    """A page whose slider has pictures at all stops, beside a text that may be too long for an address."""
    from gruviz.ui.controls.kinds import Slider, Text
    from gruviz.ui.controls.panel import Panel
    from gruviz.ui.controls.table import Table

    value = Slider(name="value", label="Value", help="A number.", default=3, group="Own", low=0, high=10, step=1)
    other = Slider(name="other", label="Other", help="A number.", default=0.5, group="Own", low=0.0, high=1.0, step=0.5)
    text = Text(name="text", label="Text", help="Words.", default="", group="Own", limit=5000)
    Panel(Table("swept", (value, other, text), swept=("value",))).draw_groups()


def test_the_address_of_a_sweep_holds_all_other_settings_or_there_is_none():
    page = AppTest.from_function(swept).run()
    assert slider(page, "swept_other").data["sweep"] is None
    slider(page, "swept_other").set_value(1.0)
    slider(page, "swept_value").set_value(7)
    page.text_area[0].set_value("a&b").run()
    assert slider(page, "swept_value").data["sweep"] == "sweep-swept-value.json?other=1&text=a%26b"
    page.text_area[0].set_value("a" * 4000).run()
    assert slider(page, "swept_value").data["sweep"] is None


def choosing():
    """A page on which one chooses, switches and types."""
    from gruviz.ui.controls.kinds import Choice, Choices, Number, Toggle
    from gruviz.ui.controls.panel import Panel
    from gruviz.ui.controls.table import Table

    ways = {"a": "A", "b": "B", "c": "C"}
    rows = (
        Choice(name="one", label="One", help="One of them.", default="a", options=ways, group="Own"),
        Choice(name="row", label="Row", help="One of them.", default="a", options=ways, listed=True, group="Own"),
        Choices(name="some", label="Some", help="Some of them.", default=["a"], options=ways, group="Own"),
        Toggle(name="on", label="On", help="On or off.", default=False, group="Own"),
        Number(name="count", label="Count", help="A number.", default=1, low=0, high=5, group="Own"),
    )
    Panel(Table("choosing", rows)).draw_groups()


def test_values_are_given_in_every_run_until_the_browser_has_drawn_their_controls(monkeypatch):
    page = AppTest.from_function(choosing)
    show(page, {"one": "b", "row": "c", "some": "b,c", "on": "1", "count": "4"})
    page.run()
    values = [widget.value for widget in _widgets(page)]
    assert _given(page) == 5 * [True]
    with monkeypatch.context() as undrawn:
        undrawn.setattr(ElementTree, "get_widget_states", lambda tree: WidgetStates())
        for _ in range(2):
            page.run()
            assert _given(page) == 5 * [True]
    page.run()
    assert _given(page) == 5 * [False], "it would set back what was moved since"
    assert [widget.value for widget in _widgets(page)] == values


def _given(page):
    """Of each widget whether the last run gave it a value."""
    return [widget.proto.set_value for widget in _widgets(page)]


def _widgets(page):
    return [*page.button_group, *page.selectbox, *page.toggle, *page.number_input]
