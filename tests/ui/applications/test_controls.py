"""The page's values as a training, and whose controls are drawn when."""

from dataclasses import replace

import pytest

from gruviz.applications.offered import OFFERED
from gruviz.ui.applications.catalogue import APPLICATIONS
from gruviz.ui.applications.controls import GALLERY, TABLE, TRAINING, config_from, offer_of
from gruviz.ui.controls.address import read_query

DEFAULTS = TABLE.defaults
OPEN = DEFAULTS | {"application": "language"}


@pytest.mark.parametrize("application", APPLICATIONS)
def test_the_controls_of_an_application_are_there_while_it_is_open_only(application):
    values = DEFAULTS | {"application": application}
    rows = {row.name: row for each in APPLICATIONS.values() for row in each.module.CONTROLS}
    its_own = {row.name for row in APPLICATIONS[application].module.CONTROLS if row.when(values)}
    assert its_own
    assert all(name.startswith(f"{application}_") for name in its_own)
    assert {name for name in rows if TABLE.by_name[name].when(values)} == its_own
    assert not any(row.group for row in TABLE.controls), "nothing of an application stands in the sidebar"


def test_the_gallery_has_no_controls_but_the_choice_of_an_application():
    assert DEFAULTS["application"] == GALLERY
    drawn = {row.name for row in TABLE.controls if row.when(DEFAULTS)}
    assert drawn == {"application"}
    assert set(TRAINING) < set(DEFAULTS)


@pytest.mark.parametrize(
    ("said", "offer"),
    [
        ({"application": "digits"}, "digits"),
        ({"application": "digits", "digits_reading": "pixel"}, "digits_by_pixel"),
        ({"application": "translation"}, "translation"),
        ({"application": "translation", "translation_attention": True}, "translation_attention"),
        *(({"application": name}, name) for name in ("balancing", "forecasting", "wearable")),
    ],
)
def test_an_applications_switches_say_which_networks_are_meant(said, offer):
    assert offer_of(DEFAULTS | said) == offer
    assert offer in OFFERED


@pytest.mark.parametrize("old", ["digits_by_pixel", "translation_attention"])
def test_an_old_link_opens_what_it_did(old):
    query = TABLE.today({"application": old, "seed": "3"})
    values, problems = read_query(TABLE.controls, query)
    assert not problems
    assert offer_of(values) == old
    assert values["seed"] == 3
    assert TABLE.today({"application": "digits"}) == {"application": "digits"}


@pytest.mark.parametrize("name", ["budget", "hidden_size", "seeds", "seed"])
def test_every_setting_changes_the_training(name):
    changed = {"budget": 50, "hidden_size": "8", "seeds": 2, "seed": 1}[name]
    assert config_from(OPEN) == OFFERED[offer_of(OPEN)]
    assert config_from(OPEN | {name: changed}) != OFFERED[offer_of(OPEN)]


def test_waiting_after_the_digit_and_gates_that_keep_go_into_the_training():
    plain = config_from(DEFAULTS | {"application": "digits"})
    waiting = config_from(DEFAULTS | {"application": "digits", "blank_rows": 40, "gate_bias": 4.0})
    assert plain == replace(OFFERED["digits"], steps=plain.steps)
    assert waiting.length == plain.length + 40
    for learner in waiting.learners:
        given = learner.weight_settings(waiting.length)
        kept = given.get("update_bias", given.get("forget_bias"))
        assert kept == {"rnn": None, "gru": -4.0, "lstm": 4.0}[learner.cell]
    assert config_from(DEFAULTS | {"application": "speech", "blank_rows": 40}).length == OFFERED["speech"].length
