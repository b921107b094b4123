"""The comparison: every claim with its verdict and evidence, and a measurement of speed from start to end."""

import re
from functools import partial
from urllib.parse import unquote

import numpy as np
import pytest

from gruviz import CELLS
from gruviz.applications.offered import OFFERED
from gruviz.comparison.claims import AGAIN, FAILS, HOLDS, OPEN
from gruviz.comparison.memory import best_start, default_start, memories
from gruviz.comparison.published import PUBLISHED
from gruviz.comparison.scoreboard import load_scoreboard
from gruviz.comparison.speed import INPUT_SIZE, timings
from gruviz.engine.cells import OWN, find_cell
from gruviz.engine.cells.design import NO_SHARED_GATE
from gruviz.figures.drawing.palette import CELL_COLORS, CELL_SYMBOLS
from gruviz.models.shipped import applications_record
from gruviz.server_runs import measurements
from gruviz.ui.compare.claims import CLAIMS
from gruviz.ui.compare.controls import DRAWN, TABLE, experiment_from, speed_config_from, stack_from
from gruviz.ui.compare.verdicts import MARKS, verdict_of
from gruviz.ui.controls.cell_kinds import KINDS
from tests.exported import printed
from tests.pages import visit
from tests.pages.visit import (
    array,
    click,
    components,
    drawn,
    finished,
    opened,
    pictures,
    plain,
    progress,
    query,
    slider,
    until,
)

DEFAULTS = TABLE.defaults
STILL = [view for view in CLAIMS if view != "speed"]
"""Views that show their evidence at once."""
SMALL = {"seq_len": "10", "seeds": "1", "hidden_size": "4"}
TINY = {"view": "speed", "sizes": "16", "steps": "10", "batch_size": "1", "rounds": "3"}
LONG = {"view": "speed", "sizes": "32", "steps": "200", "rounds": "51"}
compare = partial(opened, "compare")
values = partial(visit.values, table=TABLE)


@pytest.fixture(scope="module", autouse=True)
def _own_pool():
    yield
    measurements().close()
    measurements.cache_clear()


def key(name):
    return f"compare_{name}"


def cards(page):
    """The verdict on each card, by view."""
    [data] = components(page, "claims")
    assert data["chosen"] == values(page)["view"]
    return {card["key"]: card["verdict"] for card in data["cards"]}


def said(page):
    """What stands beside the evidence."""
    return [plain(text.value) for text in (*page.markdown, *page.caption)]


def choose(page, view):
    """Take the card of a claim, as the component sends it."""
    page.session_state[key("view")] = view
    return page.run()


def check_verdicts(page):
    """Cards and sentences say what the rules make of this page's values."""
    now = values(page)
    found = {view: verdict_of(claim, now) for view, claim in CLAIMS.items()}
    assert cards(page) == {view: verdict.word for view, verdict in found.items()}
    [data] = components(page, "claims")
    for card in data["cards"]:
        assert card["words"] == CLAIMS[card["key"]].short
        assert card["icon"] == MARKS[card["verdict"]]
        assert card["sketch"]
        assert card["told"]
    word, because, more = found[now["view"]]
    words = said(page)
    assert f"You will read: {CLAIMS[now['view']].sentence}" in words
    assert f"**{MARKS[word]} {word[0].upper()}{word[1:]}**" in words
    assert because in words
    assert not more or more in words
    return found


def test_every_view_shows_its_claim_and_its_evidence():
    page = compare()
    for view in STILL:
        choose(page, view)
        assert not page.warning
        assert values(page) == DEFAULTS | {"view": view}
        assert query(page) == ({} if view == "parameters" else {"view": view})
        assert len(drawn(page)) == {"parameters": 2, "benchmarks": 2, "carry": 2, "gates": 3}.get(view, 1)
        shown = check_verdicts(page)
    assert shown["parameters"].word == shown["simplicity"].word == shown["benchmarks"].word == HOLDS
    assert shown["memory"].word == FAILS, "over 100 steps a tuned RNN reaches the end too"
    assert shown["gates"].word == FAILS, "all newer cells but one have gates"


def test_the_first_picture_is_counted_from_the_equations():
    page = compare()
    assert query(page) == {}
    curves, budget = drawn(page)
    assert list(curves.curves) == ["RNN", "GRU", "LSTM"]
    stack = stack_from(DEFAULTS)
    sizes = np.array(curves.figure["data"][0]["x"])
    for cell in ("rnn", "gru", "lstm"):
        [name] = [name for name in curves.curves if CELLS[cell].title in re.split(r",(?: |<br>)", name)]
        np.testing.assert_array_equal(curves.curves[name], [stack.costs(cell, int(H)).parameters for H in sizes])
    lstm = stack.costs("lstm", 64)
    assert budget.figure["data"][0]["x"] == [
        stack.equal_budget(cell, lstm.parameters).hidden_size for cell in ("rnn", "gru", "lstm")
    ]
    assert "With 64 hidden units a GRU has 18,624 parameters, 75% of an LSTM's 24,832." in said(page)


def test_controls_of_a_view_change_what_is_counted():
    page = compare(input_size="1", units="7", layers="3", biases="two", budget="gru", cells="gru,lstm")
    assert not page.warning
    curves, budget = drawn(page)
    assert list(curves.curves) == ["GRU", "LSTM"]
    assert "two biases" in curves.alt
    assert "one GRU with 7 hidden units" in budget.alt
    check_verdicts(page)
    page.number_input(key=key("units")).set_value(9).run()
    assert drawn(page)[0].figure != curves.figure
    assert query(page)["units"] == "9"
    choose(page, "computation")
    assert "D = 1 inputs, 3 layers" in drawn(page)[0].alt
    assert not {key("biases"), key("budget")} & {element.key for element in (*page.button_group, *page.selectbox)}


def test_memory_is_that_of_the_runs():
    page = compare(view="memory", seq_len="20", hidden_size="8", seeds="3", seed="5", cells="rnn,lstm")
    [picture] = drawn(page)
    check_verdicts(page)
    found = memories(experiment_from(values(page), ["rnn", "lstm"]))
    data = [trace for trace in picture.figure["data"] if trace.get("yaxis") == "y" and "markers" in trace["mode"]]
    assert [trace["name"] for trace in data if trace.get("name")] == ["RNN", "LSTM"]
    for trace, cell in zip(data, ("rnn", "lstm"), strict=True):
        both = [default_start(found, cell), best_start(found, cell)]
        assert trace["x"] == pytest.approx([max(0.5, one.half_life.median) for one in both])


def test_carrying_follows_its_controls():
    page = compare(view="carry", seq_len="30", hidden_size="8", seeds="4")
    picture, louder = drawn(page)
    assert louder.alt.startswith("14 steps back an input can count")
    check_verdicts(page)
    slider(page, key("seq_len")).set_value(10).run()
    shorter, _ = drawn(page)
    assert shorter.figure["layout"]["xaxis"]["range"] != picture.figure["layout"]["xaxis"]["range"]
    assert "5 steps back" in check_verdicts(page)["carry"].because


def test_the_equations_are_those_of_the_cells_and_break_where_the_page_is_narrow():
    page = compare(view="simplicity")
    for cell in ("rnn", "gru", "lstm"):
        [text] = [text.value for text in page.markdown if text.value.startswith(f"**{CELLS[cell].title}**  \n$")]
        assert text.replace(r"\allowbreak ", "").splitlines()[1:] == [
            f"${equation.latex}$" + ("" if equation is CELLS[cell].equations[-1] else "  ")
            for equation in CELLS[cell].equations
        ]


def test_benchmarks_come_with_their_source_and_the_applications_with_what_was_measured():
    page = compare(view="benchmarks")
    picture, board = drawn(page)
    for citation in {result.citation for result in PUBLISHED}:
        assert citation in picture.alt
    assert f"Trained on {load_scoreboard().made}" in board.alt
    starts = board.figure["data"][0]["y"]
    assert {start.partition(" (")[0] for start in starts} == {"RNN", "GRU", "LSTM"}
    [table] = [frame.value for frame in page.dataframe]
    assert len(set(table["application"])) == len(table) == len(OFFERED)
    for (name, _), row in zip(OFFERED.items(), table.to_dict("records"), strict=True):
        told = applications_record()[name]
        assert row["metric"] == told["metric"]
        values = told["measured"]["GRU"]
        assert len(values) == len(told["seeds"]) == (3 if name == "language" else 5)
        middle = sorted(values)[len(values) // 2]
        np.testing.assert_allclose(numbers_in(row["GRU"]), [middle, min(values), max(values)], rtol=0.01, atol=0.006)
        best_rule = next(iter(told["baselines"].values()))
        np.testing.assert_allclose(numbers_in(row["rule to beat"])[0], best_rule, rtol=0.01, atol=0.006)


def numbers_in(text):
    """Every number of a text, percentages as shares."""
    found = re.findall(r"([\d.]+)(%?)", text)
    return [float(number) / (100 if percent else 1) for number, percent in found]


PARTS = {"own_reset": "after", "own_update": "coupled", "own_candidate": "relu", "own_bias": "1"}
CUSTOM_TITLE = "My cell"
CUSTOM_KEY = f"own_after_coupled_relu_bias: {CUSTOM_TITLE}"


def with_custom(**query):
    """The page with a custom cell beside two others: z and n with a W, U and b each, and c."""
    return compare(cells="gru,lstm,own", **PARTS, **query)


def card(page):
    """What the card of a custom cell says of its size."""
    [words] = [plain(text.value) for text in page.markdown if "not from the literature" in text.value]
    return words


def test_a_custom_cell_is_counted_beside_the_others():
    page = with_custom(input_size="3", units="5")
    assert not page.warning
    curves, budget = drawn(page)
    H = np.array(curves.figure["data"][0]["x"])
    np.testing.assert_array_equal(curves.curves[CUSTOM_TITLE], 2 * (3 * H + H * H + H) + H)
    assert f"{CUSTOM_TITLE} 95" in curves.alt
    bars = budget.figure["data"][0]
    assert bars["y"] == ["GRU", "LSTM", CUSTOM_TITLE]
    assert bars["x"][2] == 7, "2·(21 + 49 + 7) + 7 = 161 is nearer to the LSTM's 180 than 200"
    assert bars["marker"]["color"][2] == CELL_COLORS[OWN]
    assert card(page).startswith("95 parameters with 3 inputs and 5 hidden units; a GRU has 135.")
    assert len([e for e in page.get("bidi_component") if e.proto.component_name == "gruviz_cell"]) == 1
    check_verdicts(page)
    page.text_input(key=key("own_name")).set_value("<b>Snail_2").run()
    assert list(drawn(page)[0].curves)[-1] == "bSnail2"
    page.text_input(key=key("own_name")).set_value("LSTM").run()
    assert list(drawn(page)[0].curves)[-1] == CUSTOM_TITLE, "a name that another cell has tells nothing apart"
    choose(page, "computation")
    np.testing.assert_array_equal(drawn(page)[0].curves[CUSTOM_TITLE], 2 * H * (3 + H))
    page.toggle(key=key("own_bias")).set_value(False).run()
    assert card(page).startswith("90 parameters with 3 inputs and 5 hidden units")


def test_a_custom_cell_is_what_the_others_are_measured_by():
    page = compare(cells="gru", budget="own", **PARTS, input_size="3", units="5")
    assert drawn(page)[1].alt.startswith(f"The 95 parameters of one {CUSTOM_TITLE} with 5 hidden units buy GRU H = 4")
    assert card(page)


def test_a_custom_cell_is_explained_beside_the_others():
    page = with_custom(view="simplicity")
    [picture] = drawn(page)
    shaded, _ = picture.figure["data"]
    assert shaded["y"][2] == CUSTOM_TITLE
    assert array(shaded["z"])[2].tolist() == [1, 2, 3, 1]
    for equation in find_cell(CUSTOM_KEY).equations:
        assert any(f"${equation.latex}$" in text.value for text in page.markdown)


def test_the_memory_of_a_custom_cell_is_that_of_its_runs():
    page = with_custom(view="memory", seq_len="20", hidden_size="8", seeds="3")
    [picture] = drawn(page)
    check_verdicts(page)
    found = memories(experiment_from(values(page), [CUSTOM_KEY]))
    [marks] = [t for t in picture.figure["data"] if t.get("yaxis") == "y" and t.get("name") == CUSTOM_TITLE]
    both = [default_start(found, CUSTOM_KEY), best_start(found, CUSTOM_KEY)]
    assert marks["x"] == pytest.approx([max(0.5, one.half_life.median) for one in both])
    assert marks["marker"]["symbol"][1] == CELL_SYMBOLS[OWN]
    size = find_cell(CUSTOM_KEY).parameter_count(8, 8)
    assert card(page).startswith(f"{size} parameters with 8 inputs and 8 hidden units")


@pytest.mark.parametrize("view", ["benchmarks", "carry"])
def test_where_no_chosen_cell_is_drawn_none_is_composed(view):
    page = with_custom(view=view)
    drawn(page)
    assert not any((element.key or "").startswith(key("own")) for element in (*page.button_group, *page.toggle))
    assert not any("not from the literature" in text.value for text in page.markdown)


def test_a_cell_of_ones_own_is_a_press_away_and_gone_with_another():
    page = click(compare(view="simplicity"), key("build"))
    assert values(page)["cells"] == ["rnn", "gru", "lstm", "own"]
    assert page.text_input(key=key("own_name")).value == CUSTOM_TITLE
    assert values(click(page, key("unbuild")))["cells"] == ["rnn", "gru", "lstm"]
    assert not page.text_input


def test_a_custom_cell_survives_the_link_and_goes_to_the_other_pages_and_back():
    page = with_custom(units="5")
    assert query(page) == {"cells": "gru,lstm,own", **PARTS, "units": "5"}
    links = [link.proto for link in page.get("page_link") if link.proto.query_string]
    assert [link.page for link in links] == ["gradient_flow", "train", "inside_the_cell"]
    for link in links:
        given = dict(part.split("=") for part in unquote(link.query_string).split("&"))
        there = opened(link.page, **given)
        assert not there.warning
        [back] = [
            link.proto for link in there.get("page_link") if link.proto.page == "compare" and link.proto.query_string
        ]
        found = compare(**dict(part.split("=") for part in unquote(back.query_string).split("&")))
        assert not found.warning
        assert CUSTOM_TITLE in drawn(found)[0].curves


def refusal(page):
    """What the page says is not possible, in place of the evidence."""
    [instead] = page.error
    return plain(instead.value)


@pytest.mark.parametrize(("view", "chosen"), [("parameters", "cells"), ("speed", "engine")])
def test_parts_that_do_not_go_together_are_a_clear_message_and_lose_nothing(view, chosen):
    parts = {"own_reset": "none", "own_update": "coupled"}
    page = compare(view=view, units="9", **SMALL, **{chosen: "gru,own"}, **parts)
    assert not page.exception
    assert refusal(page) == NO_SHARED_GATE
    shown = check_verdicts(page)
    assert (shown["speed"].because == refusal(page)) == (view == "speed")
    page.button_group(key=key("own_reset")).set_value("after").run()
    assert not page.error
    assert view == "speed" or drawn(page)
    assert values(page)["units"] == 9
    assert values(page)[chosen] == ["gru", "own"]


def test_no_cell_is_a_clear_message_and_the_verdicts_stay():
    page = compare(**SMALL)
    for i, kind in enumerate(KINDS):
        assert page.button_group(key=key(f"cells_{i}")).label == kind
        page.button_group(key=key(f"cells_{i}")).set_value([])
    page.run()
    for view in DRAWN:
        choose(page, view)
        assert not page.exception
        assert refusal(page) == "Choose at least one cell."
        check_verdicts(page)
    page.button_group(key=key("cells_0")).set_value(["gru"]).run()
    drawn(page)


def test_no_size_to_measure_is_a_clear_message_on_its_own_view():
    page = compare(**TINY)
    page.button_group(key=key("sizes")).set_value([]).run()
    assert not page.exception
    assert refusal(page) == "Choose at least one number of hidden units."
    assert verdict_of(CLAIMS["speed"], values(page)) == (OPEN, refusal(page), "")
    choose(page, "benchmarks")
    drawn(page)


@pytest.mark.parametrize("end", ["low", "high"])
def test_the_ends_of_every_range(end):
    heavy = {"hidden_size": 8, "seeds": 2} if end == "high" else {}
    ends = {control.name: getattr(control, end) for control in TABLE.controls if hasattr(control, end)} | heavy
    page = compare(**{name: f"{value:g}" if value < 1e6 else str(value) for name, value in ends.items()})
    for view in STILL:
        choose(page, view)
        assert not page.warning
        drawn(page)
        check_verdicts(page)


def test_hidden_controls_keep_the_value_of_the_link():
    page = compare(hide="units,view", units="8")
    drawn(page)
    assert key("units") not in {element.key for element in page.number_input}
    assert values(page)["units"] == 8
    assert query(page) == {"units": "8", "hide": "units,view"}


def buttons(page):
    """Those of a measurement."""
    keys = {button.key.removeprefix("compare_") for button in page.button if button.key}
    return keys - {"first_picture", "to_projector", "build", "unbuild"}


def job(page):
    """The measurement that the page watches, without watching it."""
    return measurements().find(page.session_state["compare_runs"][speed_config_from(values(page))])


def test_speed_is_measured_from_start_to_end_and_decides_its_claim():
    page = compare(**TINY)
    assert not pictures(page)
    assert cards(page)["speed"] == OPEN
    assert buttons(page) == {"start"}
    finished(click(page, key("start")))
    assert progress(page).startswith("Finished: 6 measurements in ")
    [picture] = drawn(page)
    config = speed_config_from(values(page))
    found = timings(config, job(page).events)
    assert len(found) == 2 * len(config.contestants)
    for one in found:
        if one.backward:
            assert picture.curves[one.contestant.label].tolist() == [one.ratio.median]
    assert check_verdicts(page)["speed"].word in (HOLDS, FAILS, AGAIN)
    assert page.button(key=key("stop")).disabled

    other = compare(**TINY)
    assert drawn(other) == [picture], "equal settings share what was measured, without a click"
    before = job(page).key
    finished(click(page, key("again")))
    assert job(page).key != before
    check_verdicts(page)
    choose(page, "benchmarks")
    assert cards(page)["speed"] in (HOLDS, FAILS, AGAIN), "the card keeps what was measured"


def test_a_custom_cell_runs_beside_pytorchs():
    page = finished(click(compare(**TINY | {"engine": "own"} | PARTS), key("start")))
    [picture] = drawn(page)
    assert list(picture.curves) == ["nn.RNN", "nn.GRU", "nn.LSTM", f"GRUViz {CUSTOM_TITLE}"]
    check_verdicts(page)
    size = find_cell(CUSTOM_KEY).parameter_count(INPUT_SIZE, 16)
    assert card(page).startswith(f"{size:,} parameters with {INPUT_SIZE} inputs and 16 hidden units")


def test_other_settings_keep_the_last_measurement_in_sight_as_one_of_others():
    page = finished(click(compare(**TINY | {"steps": "20"}), key("start")))
    [before] = drawn(page)
    slider(page, key("steps")).set_value(30).run()
    assert drawn(page) == [before]
    assert buttons(page) == {"start"}
    assert [plain(note.value) for note in page.info] == ["The chart below was measured with other settings: 20 steps."]
    assert cards(page)["speed"] == OPEN
    assert "What was measured before was with 20 steps." in said(page)
    slider(page, key("rounds")).set_value(5).run()
    assert plain(page.info[0].value).endswith("other settings: 20 steps and 3 rounds.")
    for name, value in (("steps", 20), ("rounds", 3)):
        slider(page, key(name)).set_value(value).run()
    assert drawn(page) == [before]
    assert not page.info
    assert not pictures(compare(**TINY | {"steps": "30"})), "another person has not seen it"


def test_a_measurement_is_shared_and_stopped_by_the_last_who_watches():
    one = click(compare(**LONG), key("start"))
    until(one, lambda: progress(one).startswith("Measurement"))
    drawn(one)
    assert cards(one)["speed"] == OPEN, "no verdict before the end"
    two = compare(**LONG)
    assert two.button(key=key("start")).label == "Watch"
    click(two, key("start"))
    until(two, lambda: progress(two).endswith("2 are watching."))
    click(one, key("stop"))
    assert job(two).status == "running"
    assert one.button(key=key("start")).label == "Watch"
    click(two, key("stop"))
    assert job(two).status == "cancelled"
    assert progress(two).startswith("Stopped after ")
    assert cards(two)["speed"] == OPEN
    assert not two.button(key=key("again")).disabled


def test_a_measurement_that_the_server_has_forgotten_is_offered_anew():
    page = compare(**TINY | {"steps": "40"})
    page.session_state["compare_runs"] = {speed_config_from(values(page)): "gone"}
    page.run()
    assert not page.exception
    assert buttons(page) == {"start"}


WITHOUT_TORCH = """
import sys
from tests.pages.test_compare import TINY, compare
page = compare(**TINY)
assert page.button(key="compare_start")
assert "torch" not in sys.modules, "the server loads torch"
print("without torch")
"""


def test_the_server_never_loads_torch():
    assert printed(WITHOUT_TORCH).endswith("without torch")
