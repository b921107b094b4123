"""The page Trainability: shipped maps at once, a guess first, squares that open elsewhere, maps that fill live."""

from functools import partial
from unittest.mock import Mock
from urllib.parse import parse_qsl

import pytest

from gruviz.jobs.pool import Jobs
from gruviz.server_runs import before_training
from gruviz.ui.train.controls import TABLE as TRAIN
from gruviz.ui.train.controls import config_from
from gruviz.ui.trainability import run, view
from gruviz.ui.trainability.controls import TABLE
from gruviz.ui.trainability.guess import Guess
from gruviz.ui.trainability.plans import measured, training_plans
from tests.pages import visit
from tests.pages.visit import (
    click,
    components,
    drawn,
    finished,
    headlines,
    opened,
    pictures,
    plain,
    query,
    texts,
    until,
)
from tests.ui.trainability.small import fail_to_measure, fill_quickly

DEFAULTS = TABLE.defaults
TINY = {"grid": "few", "tasks": "first_symbol", "hidden_size": "8", "length": "10", "updates": "50"}
JUST_SHOWN = Guess((frozenset(), frozenset()), shown=True)
trainability = partial(opened, "trainability")
values = partial(visit.values, table=TABLE)


@pytest.fixture(autouse=True)
def _pools(monkeypatch):
    """Maps that fill in no time, and pools of their own."""
    quick = Jobs(fill_quickly, workers=1)
    monkeypatch.setattr(run, "maps", lambda: quick)
    yield
    quick.close()
    before_training().close()
    before_training.cache_clear()


def picture(page):
    """What the component that draws the map was given."""
    [data] = components(page, "map")
    return data


def shown(page):
    """The page once this person wants to see the answer."""
    page.session_state["trainability_guesses"] = {picture(page)["key"]: JUST_SHOWN}
    return page.run()


def links(page):
    """Page and query of the links below the picture, by label."""
    protos = [link.proto for link in page.get("page_link") if link.proto.query_string]
    return {link.label: (link.page, dict(parse_qsl(link.query_string, keep_blank_values=True))) for link in protos}


def test_the_page_opens_with_a_shipped_map_and_asks_first():
    page = trainability()
    assert not page.exception
    assert not page.error
    assert query(page) == {}
    data = picture(page)
    assert page.title[0].value == "Where can a GRU learn?"
    assert (data["status"], data["asks"], data["guess"], data["sentence"]) == ("shipped", True, None, "")
    assert [panel["key"] for panel in data["panels"]] == ["first_symbol", "adding"]
    for panel in data["panels"]:
        assert all(panel["squares"])
        assert {field["length"] for field in panel["fields"]} <= set(data["lengths"])
    assert not pictures(page), "they would give the answer away"
    assert page.button(key="trainability_start").label.startswith("Fill it live")


def test_a_link_says_what_is_looked_at_and_the_page_keeps_it():
    asked = {"budget": "100", "length": "30", "square": "1.5,-2", "view": "before", "question": "time"}
    page = trainability(**asked)
    data = picture(page)
    assert (data["budget"], data["length"], data["view"]) == (100, 30, "before")
    assert query(page) == asked
    assert values(page)["square"] == (1.5, -2.0)
    assert data["square"] is None
    assert "is not on this map" in texts(shown(page))
    assert [panel["trained_length"] for panel in data["panels"]] == [50, 50]
    assert all(all(panel["squares"]) for panel in data["panels"])
    assert any("trained at 50 steps" in caption.value for caption in page.caption)


def test_with_the_answer_come_its_words_and_a_question_about_it():
    page = shown(trainability())
    assert not page.exception
    assert picture(page)["guess"] == {"squares": [[], []], "shown": True}
    words = texts(page)
    for part in ("First symbol, then noise", "Adding problem", "learning rate 0.01", "300 updates", "400 updates"):
        assert part in words
    assert drawn(page)
    [title] = headlines(page)
    page.session_state["trainability_question"] = "trained"
    assert headlines(page.run()) != [title]
    page.session_state["trainability_budget"] = 50
    assert "50 updates" in texts(page.run())


def test_the_maps_are_gathered_once_for_all_that_is_drawn_of_them(monkeypatch):
    gathered = Mock(wraps=view.gathered)
    monkeypatch.setattr(view, "gathered", gathered)
    page = trainability(square="1.4,-2")
    assert gathered.call_count == 1
    assert headlines(shown(page))
    assert gathered.call_count == 2


def test_a_square_tells_its_numbers_and_opens_that_very_start_elsewhere():
    page = shown(trainability(square="1.4,-2"))
    [name] = [text.value for text in page.markdown if text.value.startswith("**Gain")]
    assert plain(name) == "**Gain 1.4, gate bias −2**"
    first, _ = training_plans(DEFAULTS)
    there = links(page)
    assert "Open in Train: Adding problem →" in there
    onto, asked = there["Open in Train: First symbol, then noise →"]
    assert onto == "train"
    train = opened("train", **asked)
    assert not train.warning
    assert config_from(visit.values(train, TRAIN)) == first.config_at((3, 6))
    onto, asked = there["Open in Gradient flow →"]
    assert onto == "gradient_flow"
    assert (asked["gain"], asked["update_bias"], asked["scheme"]) == ("1.4", "-2", "orthogonal")


def test_what_makes_no_map_is_said_in_a_sentence():
    page = trainability(across="update_bias")
    assert not page.exception
    assert [plain(error.value) for error in page.error] == ["Choose two different settings."]


def test_of_settings_that_are_not_shipped_the_gradient_comes_at_once_and_the_squares_by_a_press():
    page = trainability(**TINY)
    assert not any(picture(page)["panels"][0]["squares"])
    until(page, lambda: any(field["length"] == 10 for field in picture(page)["panels"][0]["fields"]))
    shown(page)
    click(page, "trainability_start")
    finished(page)
    data = picture(page)
    assert data["status"] == "finished"
    assert [square["learned"][-1] for square in data["panels"][0]["squares"][:3]] == [2, 3, 4]
    assert "not yet repeated with other seeds" in texts(page) + "".join(one.value for one in page.caption)
    click(page, "trainability_reset")
    assert not any(picture(page)["panels"][0]["squares"])


def test_a_measurement_that_fails_says_why_and_can_be_tried_again(monkeypatch):
    failing = Jobs(fail_to_measure, workers=1)
    monkeypatch.setattr(run, "before_training", lambda: failing)
    wanted = measured(
        training_plans(DEFAULTS | {"tasks": ["first_symbol"], "length": "10"} | {"seed": 1})[0], "gradient"
    )
    page = trainability(tasks="first_symbol", length="10", seed="1")
    until(page, lambda: bool(page.error))
    assert page.error[0].value == "Something is missing here. The scheduler is away."
    first = failing.newest(wanted).key
    click(page, "trainability_before_again")
    assert failing.newest(wanted).key != first
    failing.close()
