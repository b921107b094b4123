"""The address follows the controls, also when it lags behind them: a browser sends the one that it shows just then."""

from functools import partial

import pytest

from tests.pages.visit import components, opened, query, show, slider
from tests.ui.tables import TABLES

home = partial(opened, "home")
walkthrough = partial(opened, "walkthrough")


@pytest.mark.parametrize("before", [{}, {"gain": "2"}], ids=["plain", "link"])
def test_a_control_that_moves_on_before_the_browser_shows_its_address_is_not_set_back(before):
    page = home(**before)
    length = slider(page, "home_seq_len")
    for steps in (60, 65, 70):
        length.set_value(steps)
        show(page, before)
        page.run()
        length = slider(page, "home_seq_len")
        assert length.value == steps
        assert query(page) == before | {"seq_len": str(steps)}


def test_an_address_in_between_that_comes_late_is_ignored_too():
    page = home(gain="2")
    sent = []
    for steps in (60, 65, 70, 75):
        slider(page, "home_seq_len").set_value(steps)
        if len(sent) == 3:
            show(page, sent[0])
        page.run()
        sent.append(query(page))
    assert slider(page, "home_seq_len").value == 75
    assert sent[-1] == {"gain": "2", "seq_len": "75"}


def test_back_in_the_browser_goes_back():
    page = home(gain="2")
    before = query(page)
    slider(page, "home_seq_len").set_value(60).run()
    show(page, before)
    page.run()
    assert slider(page, "home_seq_len").value == 25
    assert query(page) == before


def test_a_step_of_the_lesson_is_not_set_back():
    page = walkthrough(steps="unrolling,chain,regimes", step="unrolling", seed="3")
    before = query(page)
    page.button(key="walkthrough_skip").click().run()
    page.button(key="walkthrough_next").click()
    show(page, before)
    page.run()
    assert query(page)["step"] == "chain"


@pytest.mark.parametrize(
    ("name", "key"), [("gradient_flow", "gradient_flow_gain"), ("inside_the_cell", "inside_seq_len")]
)
def test_a_page_that_knows_its_links_is_not_set_back(name, key):
    page = opened(name, seed="3")
    before, start = query(page), slider(page, key).value
    for more in (1, 2):
        slider(page, key).set_value(start + more)
        show(page, before)
        page.run()
        assert slider(page, key).value == start + more


@pytest.mark.parametrize("name", ["home", "gradient_flow"])
def test_back_to_the_bare_address_is_back_to_the_first_picture(name):
    page = opened(name)
    first = slider(page, f"{name}_gain").value
    slider(page, f"{name}_gain").set_value(2.0).run()
    assert query(page) == {"gain": "2"}
    show(page, {})
    page.run()
    assert slider(page, f"{name}_gain").value == first
    assert query(page) == {}


def test_a_move_before_the_browser_shows_an_address_is_not_taken_for_the_way_back():
    page = home()
    slider(page, "home_gain").set_value(2.0).run()
    slider(page, "home_seq_len").set_value(60)
    show(page, {})
    page.run()
    assert query(page) == {"gain": "2", "seq_len": "60"}


@pytest.mark.parametrize("name", ["home", "gradient_flow"])
def test_reset_leads_to_the_first_picture_and_leaves_what_a_link_hides(name):
    page = opened(name)
    assert page.button(key=f"{name}_first_picture").disabled
    page = opened(name, gain="2", seq_len="60", hide="seq_len")
    page.button(key=f"{name}_first_picture").click().run()
    assert slider(page, f"{name}_gain").value == 1.0
    assert query(page) == {"seq_len": "60", "hide": "seq_len"}
    assert page.button(key=f"{name}_first_picture").disabled


def test_what_a_link_hides_no_preset_changes():
    page = opened("gradient_flow", hide="gain,seq_len")
    [cards] = [data["cards"] for data in components(page, "bench") if data["kind"] == "experiments"]
    offered = {card["name"] for card in cards}
    assert {"Explosion", "Chrono start", "Float32"}.isdisjoint(offered)
    assert "Orthogonal weights" in offered
    page = opened("gradient_flow", hide="gain", gain="1.5")
    assert not [data for data in components(page, "bench") if data["kind"] == "experiments"]


@pytest.mark.parametrize("name", ["home", "gradient_flow"])
def test_only_what_is_on_the_page_can_be_hidden(name):
    page = opened(name)
    [offered] = [box for box in page.multiselect if box.key == f"{name}_share_hidden"]
    assert {"State bias c", "Numbers", "LSTM: gradient of"}.isdisjoint(offered.options)
    assert TABLES[name].by_name["gain"].label in offered.options
