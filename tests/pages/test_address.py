"""The address follows the controls, also when it lags behind them: a browser sends the one that it shows just then."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.visit import home, inside, lab, query, walkthrough


def show(page, address):
    """Let the browser send this address with its next request."""
    page.query_params.clear()
    for name, value in address.items():
        page.query_params[name] = value


@pytest.mark.parametrize("before", [{}, {"gain": "2"}], ids=["plain", "link"])
def test_a_control_that_moves_on_before_the_browser_shows_its_address_is_not_set_back(before):
    page = home(**before)
    length = page.slider(key="home_seq_len")
    for steps in (60, 65, 70):
        length.set_value(steps)
        show(page, before)
        page.run()
        length = page.slider(key="home_seq_len")
        assert length.value == steps
        assert query(page) == before | {"seq_len": str(steps)}


def test_an_address_in_between_that_comes_late_is_ignored_too():
    page = home(gain="2")
    sent = []
    for steps in (60, 65, 70, 75):
        page.slider(key="home_seq_len").set_value(steps)
        if len(sent) == 3:
            show(page, sent[0])
        page.run()
        sent.append(query(page))
    assert page.slider(key="home_seq_len").value == 75
    assert sent[-1] == {"gain": "2", "seq_len": "75"}


def test_back_in_the_browser_goes_back():
    page = home(gain="2")
    before = query(page)
    page.slider(key="home_seq_len").set_value(60).run()
    show(page, before)
    page.run()
    assert page.slider(key="home_seq_len").value == 50
    assert query(page) == before


def test_a_step_of_the_lesson_is_not_set_back():
    page = walkthrough(step="unrolling", seed="3")
    before = query(page)
    page.button(key="walkthrough_next").click().run()
    assert query(page)["step"] not in ("unrolling", "")
    reached = query(page)
    page.button(key="walkthrough_next").click()
    show(page, before)
    page.run()
    assert query(page)["step"] not in (before["step"], reached["step"])


def small():
    """A page with a slider and a button that sets no control."""
    import streamlit as st

    from gruviz.ui.controls.kinds import Slider
    from gruviz.ui.controls.panel import Panel

    value = Slider(name="value", label="Value", help="A number.", default=3, group="Own", low=0, high=10, step=1)
    Panel("small", (value,)).draw_groups()
    st.button("Start", key="small_start")


def test_a_button_pressed_before_the_browser_shows_the_address_of_a_move_does_not_undo_it():
    page = AppTest.from_function(small)
    before = {"value": "4"}
    show(page, before)
    page.run()
    page.slider[0].set_value(8).run()
    for _ in range(2):
        page.button[0].click()
        show(page, before)
        page.run()
        assert (page.slider[0].value, query(page)) == (8, {"value": "8"})
        page.run()
    show(page, before)
    page.run()
    assert page.slider[0].value == 4, "nothing was pressed: this is the way back"


@pytest.mark.parametrize(("open_page", "key"), [(lab, "gradient_flow_gain"), (inside, "inside_seq_len")])
def test_a_page_that_knows_its_links_is_not_set_back(open_page, key):
    page = open_page(seed="3")
    before, start = query(page), page.slider(key=key).value
    for more in (1, 2):
        page.slider(key=key).set_value(start + more)
        show(page, before)
        page.run()
        assert page.slider(key=key).value == start + more
