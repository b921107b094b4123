"""What is refused is said in words for people, on every page, whatever a link asks for."""

import random
import re

import pytest

from gruviz.ui.controls.address import read_query
from gruviz.ui.controls.kinds import Choice, Choices, Number, Slider, Toggle
from gruviz.ui.controls.refusals import in_words, unknown_settings
from gruviz.ui.home.controls import TABLE as HOME
from gruviz.validation import InvalidShape, InvalidValue, TooLarge, check_memory
from tests.pages.visit import opened, plain
from tests.ui.tables import TABLES

CODE = re.compile(r"is not possible|\w\w_\w|\w_\w\w|Traceback|InvalidValue|'none'|\[\d*\]")
"""What no sentence for a person contains."""
BAD = ("foo", "-1", "1e9", "nan", "", ",", "0x10", "½")
LIGHT = {"seq_len": "20", "hidden_size": "8", "seeds": "2"}
"""Settings that make a visit quick, on the pages that have them."""
PAGES = {name: table for name, table in TABLES.items() if "walkthrough" not in name}
PAGES["walkthrough"] = next(table for name, table in TABLES.items() if "walkthrough" in name)
VISITS = 5
"""Of each page; what single values are answered is tried by the hundred below."""


def bad_link(table, chance):
    """A few settings that cannot be, or stand at an end of their range, and a few that do not exist."""
    link = {control.name: LIGHT[control.name] for control in table.controls if control.name in LIGHT}
    for control in chance.sample(table.controls, min(4, len(table.controls))):
        if control.name not in LIGHT:
            link[control.name] = chance.choice([*BAD, *ends(control)])
    return link | {chance.choice(["foo", "bar baz", "?"]): "1"}


def ends(control):
    """Values that are allowed one by one, and may not go together."""
    match control:
        case Choice():
            return [*control.options]
        case Choices():
            return ["", next(iter(control.options))]
        case Toggle():
            return ["0", "1"]
        case Slider() | Number() if control.name not in ("steps", "length", "budget"):
            return [control.encode(control.low), control.encode(control.high)]
    return []


def unquoted(sentence):
    """Without what the link itself says."""
    return re.sub("“[^”]*”", "“”", sentence)


def said(page):
    return [plain(box.value) for kind in ("error", "warning", "info") for box in getattr(page, kind)]


@pytest.mark.parametrize("name", PAGES)
def test_no_link_makes_a_page_speak_in_code(name):
    chance = random.Random(f"links of {name}")
    for _ in range(VISITS):
        link = bad_link(PAGES[name], chance)
        page = opened(name, **link)
        assert not page.exception, link
        assert page.warning, link
        for sentence in said(page):
            assert not CODE.search(unquoted(sentence)), (link, sentence)


@pytest.mark.parametrize("name", TABLES)
def test_no_value_of_a_link_is_refused_in_code(name):
    chance = random.Random(f"values of {name}")
    for _ in range(300):
        _, problems = read_query(TABLES[name].controls, bad_link(TABLES[name], chance))
        assert problems
        for sentence in problems:
            assert not CODE.search(unquoted(sentence)), sentence


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            InvalidValue("gain", 9.0, "a number from 0.5 to 4"),
            "Strength of the feedback: a number from 0.5 to 4, not 9.",
        ),
        (
            InvalidValue("own_thing[3]", 1, "choose one of gru_reset_after"),
            "Own thing: choose one of gru reset after, not 1.",
        ),
        (InvalidShape("table", "1 row(s)", "at least two rows"), "Table: at least two rows, not “1 row(s)”."),
        (InvalidValue("cells", "none", "any", "Choose at least one cell."), "Choose at least one cell."),
    ],
)
def test_a_refusal_names_the_label(error, sentence):
    assert in_words(error, HOME.by_name) == sentence


def test_what_is_too_large_says_what_would_help():
    with pytest.raises(TooLarge) as caught:
        check_memory("seeds", 2**30, 8, "use fewer seeds")
    assert in_words(caught.value) == (
        "These settings would take 8,192 MiB of memory, and there is room for at most 1,024 MiB; use fewer seeds."
    )


def test_several_unknown_settings_are_one_sentence():
    assert unknown_settings(["foo", "bar"]) == (
        "This link has settings that GRUViz does not know (“foo” and “bar”). They were ignored."
    )
