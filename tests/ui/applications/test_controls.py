"""The page's values as a training, and whose controls are drawn when."""

from dataclasses import replace

import pytest

from gruviz.applications.offered import LABELS, OFFERED
from gruviz.ui.applications.controls import TABLE, TRY_IT, config_from

DEFAULTS = TABLE.defaults


@pytest.mark.parametrize("application", LABELS)
def test_the_controls_of_what_is_tried_are_drawn_for_their_application_only(application):
    values = DEFAULTS | {"application": application}
    rows = {row.name: row for module in TRY_IT.values() for row in module.CONTROLS}
    its_own = {row.name for row in TRY_IT[application].CONTROLS if row.when(values)}
    assert its_own
    assert {name for name in rows if TABLE.by_name[name].when(values)} == its_own
    assert {TABLE.by_name[name].group for name, row in rows.items() if not row.elsewhere} <= {"Try it", ""}


@pytest.mark.parametrize("name", ["budget", "hidden_size", "seeds", "seed"])
def test_every_setting_changes_the_training(name):
    changed = {"budget": 50, "hidden_size": "8", "seeds": 2, "seed": 1}[name]
    assert config_from(DEFAULTS) == OFFERED["language"]
    assert config_from(DEFAULTS | {name: changed}) != OFFERED["language"]


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
