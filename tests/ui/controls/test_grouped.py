"""Choices under headings: several widgets, one value."""

import pytest
from streamlit.testing.v1 import AppTest

KINDS = {"Fruit": ("apple", "pear"), "Roots": ("beet",)}


def page(listed):
    import streamlit as st

    from gruviz.ui.controls.grouped import GroupedChoices
    from tests.ui.controls.test_grouped import KINDS

    choices = GroupedChoices(
        name="food",
        label="Food",
        help="What there is.",
        default=[],
        options={key: key.title() for keys in KINDS.values() for key in keys},
        groups=KINDS,
        listed=listed,
    )
    st.session_state.setdefault("food", ["pear"])
    if not choices.holds("food", st.session_state["food"]):
        choices.give("food", st.session_state["food"])
    choices.widget("food")


def shown(app, listed):
    """Heading and chosen options of each widget."""
    widgets = app.multiselect if listed else app.button_group
    return {widget.label: list(widget.value) for widget in widgets}


@pytest.mark.parametrize("listed", [False, True])
def test_each_kind_has_a_widget_and_all_of_them_one_value_in_order(listed):
    app = AppTest.from_function(page, args=(listed,)).run()
    assert not app.exception
    assert shown(app, listed) == {"Fruit": ["pear"], "Roots": []}
    (app.multiselect if listed else app.button_group)[1].set_value(["beet"]).run()
    (app.multiselect if listed else app.button_group)[0].set_value(["apple", "pear"]).run()
    assert app.session_state["food"] == ["apple", "pear", "beet"]
    assert shown(app, listed) == {"Fruit": ["apple", "pear"], "Roots": ["beet"]}


@pytest.mark.parametrize("listed", [False, True])
def test_a_value_given_from_elsewhere_reaches_every_widget(listed):
    app = AppTest.from_function(page, args=(listed,)).run()
    app.session_state["food"] = ["beet"]
    app.run()
    assert shown(app, listed) == {"Fruit": [], "Roots": ["beet"]}
    assert app.session_state["food"] == ["beet"]
