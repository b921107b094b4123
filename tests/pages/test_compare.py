"""The comparison: every claim with its verdict and evidence, and a measurement of speed from start to end."""

import re
import subprocess
import sys
import time
from urllib.parse import unquote

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gruviz import CELLS
from gruviz.applications.offered import OFFERED
from gruviz.comparison.claims import FAILS, HOLDS, OPEN, PARTLY
from gruviz.comparison.memory import best_start, library_start, memories
from gruviz.comparison.published import PUBLISHED
from gruviz.comparison.scoreboard import load_scoreboard
from gruviz.comparison.speed import INPUT_SIZE, timings
from gruviz.engine.cells import OWN, find_cell
from gruviz.figures.drawing.theme import CELL_COLORS, CELL_SYMBOLS
from gruviz.jobs.server_runs import measurements
from gruviz.models.shipped import applications_record
from gruviz.ui.compare.claims import CLAIMS, verdict_of
from gruviz.ui.compare.controls import CONTROLS, DRAWN, VIEWS, experiment_from, speed_config_from, stack_from
from tests.pages.visit import _opened, array, drawn, pictures, plain, query
from tests.test_architecture import ROOT

DEFAULTS = {control.name: control.default for control in CONTROLS}
STILL = [view for view in VIEWS if view != "speed"]
"""Views that show their evidence at once."""
TINY = {"view": "speed", "sizes": "16", "steps": "10", "batch_size": "1", "rounds": "3"}
LONG = {"view": "speed", "sizes": "32", "steps": "200", "rounds": "51"}
PATIENCE = 300
"""Seconds after which a condition counts as never met."""


@pytest.fixture(scope="module", autouse=True)
def _own_pool():
    yield
    measurements().close()
    measurements.cache_clear()


def compare(**query):
    """The page, opened by a link."""
    return _opened(AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).switch_page("pages/compare.py"), query)


def key(name):
    return f"compare_{name}"


def values(page):
    return dict(page.session_state["compare_visit"].values)


def overview(page):
    """Claim → verdict and reason, as the table has them."""
    [table] = [text.value for text in page.markdown if text.value.startswith("| The text says")]
    rows = [[plain(part).strip() for part in re.split(r"(?<!\\)\|", row)[1:-1]] for row in table.splitlines()[2:]]
    return {says: (word.strip("*").split(" ", 1)[1], because) for says, word, because in rows}


def panel(page):
    """What the box above the evidence says."""
    return [plain(text.value) for text in page.markdown if "text says:" in text.value or ", because " in text.value]


def check_verdicts(page):
    """Table and box say what the rules make of this page's values."""
    shown, now = overview(page), values(page)
    assert list(shown) == [claim.says for claim in CLAIMS.values()]
    for claim in CLAIMS.values():
        assert shown[claim.says] == tuple(verdict_of(claim, now))
    chosen = CLAIMS[now["view"]]
    word, because = verdict_of(chosen, now)
    says, verdict = panel(page)
    assert says == f"The text says: {chosen.says}"
    assert word in verdict
    assert verdict.endswith(f", because {because}.")
    return shown


def test_every_claim_has_a_view_and_every_view_a_claim():
    assert list(CLAIMS) == list(VIEWS)


@pytest.mark.parametrize("view", STILL)
def test_every_view_shows_its_claim_and_its_evidence(view):
    page = compare(view=view)
    assert not page.warning
    assert values(page) == DEFAULTS | {"view": view}
    assert len(drawn(page)) == (2 if view in ("parameters", "benchmarks") else 1)
    shown = check_verdicts(page)
    assert shown[CLAIMS["parameters"].says][0] == shown[CLAIMS["simplicity"].says][0] == HOLDS
    assert shown[CLAIMS["benchmarks"].says][0] == shown[CLAIMS["memory"].says][0] == PARTLY


def test_the_first_picture_is_counted_from_the_equations():
    page = compare()
    assert query(page) == {}
    curves, budget = drawn(page)
    stack = stack_from(DEFAULTS)
    sizes = np.array(curves.figure["data"][0]["x"])
    for cell, kind in CELLS.items():
        [name] = [name for name in curves.curves if kind.title in re.split(r",(?: |<br>)", name)]
        np.testing.assert_array_equal(curves.curves[name], [stack.costs(cell, int(H)).parameters for H in sizes])
    lstm = stack.costs("lstm", 64)
    assert budget.figure["data"][0]["x"] == [stack.equal_budget(cell, lstm.parameters).hidden_size for cell in CELLS]
    assert "a GRU has 18,624 parameters, an LSTM 24,832 (75%)" in overview(page)[CLAIMS["parameters"].says][1]


def test_controls_of_a_view_change_what_is_counted():
    page = compare(input_size="1", units="7", layers="3", biases="two", budget="gru", cells="gru,lstm")
    assert not page.warning
    curves, budget = drawn(page)
    assert list(curves.curves) == ["GRU", "LSTM"]
    assert "two biases" in curves.alt
    assert "one GRU of 7 units" in budget.alt
    check_verdicts(page)
    page.number_input(key=key("units")).set_value(9).run()
    assert drawn(page)[0].figure != curves.figure
    assert query(page)["units"] == "9"
    page.button_group(key=key("view")).set_value("computation").run()
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
        both = [library_start(found, cell), best_start(found, cell)]
        assert trace["x"] == pytest.approx([max(0.5, one.half_life.median) for one in both])


def test_carrying_follows_its_controls():
    page = compare(view="carry", seq_len="30", hidden_size="8", seeds="4")
    [picture] = drawn(page)
    check_verdicts(page)
    page.slider(key=key("seq_len")).set_value(10).run()
    [shorter] = drawn(page)
    assert shorter.figure["layout"]["xaxis"]["range"] != picture.figure["layout"]["xaxis"]["range"]
    assert "5 steps back" in overview(page)[CLAIMS["carry"].says][1]


def test_the_equations_are_those_of_the_cells():
    page = compare(view="simplicity")
    printed = [latex.value for latex in page.latex]
    assert len(printed) == 3
    for cell, text in zip(("rnn", "gru", "lstm"), printed, strict=True):
        for equation in CELLS[cell].equations:
            assert equation.latex.replace(" = ", " &= ", 1) in text


def test_published_results_come_with_their_source():
    picture, board = drawn(compare(view="benchmarks"))
    for citation in {result.citation for result in PUBLISHED}:
        assert citation in picture.alt
    assert f"Trained on {load_scoreboard().made}" in board.alt


def test_the_applications_stand_beside_with_what_was_measured():
    [table] = [frame.value for frame in compare(view="benchmarks").dataframe]
    assert len(set(table["application"])) == len(table) == len(OFFERED)
    for (name, _), row in zip(OFFERED.items(), table.to_dict("records"), strict=True):
        told = applications_record()[name]
        assert row["metric"] == told["metric"]
        values = told["measured"]["GRU (default)"]
        assert len(values) == len(told["seeds"]) == 5
        middle = sorted(values)[2]
        np.testing.assert_allclose(numbers_in(row["GRU"]), [middle, min(values), max(values)], rtol=0.01, atol=0.006)
        best_rule = next(iter(told["baselines"].values()))
        np.testing.assert_allclose(numbers_in(row["rule to beat"])[0], best_rule, rtol=0.01, atol=0.006)


def numbers_in(text):
    """Every number of a text, percentages as shares."""
    found = re.findall(r"([\d.]+)(%?)", text)
    return [float(number) / (100 if percent else 1) for number, percent in found]


OWN_PARTS = {"own_reset": "after", "own_update": "coupled", "own_candidate": "relu", "own_bias": "1"}
OWN_KEY, OWN_TITLE = "own_after_coupled_relu_bias", "Own cell after/coupled/relu/bias"


def with_own(**query):
    """The page with a cell of one's own beside two others: z and n with a W, U and b each, and c."""
    return compare(cells="gru,lstm,own", **OWN_PARTS, **query)


def card(page):
    """What the card of one's own cell says of its size."""
    [words] = [plain(text.value) for text in page.markdown if "not from the literature" in text.value]
    return words


def test_ones_own_cell_is_counted_beside_the_others():
    page = with_own(input_size="3", units="5")
    assert not page.warning
    curves, budget = drawn(page)
    H = np.array(curves.figure["data"][0]["x"])
    np.testing.assert_array_equal(curves.curves[OWN_TITLE], 2 * (3 * H + H * H + H) + H)
    assert f"{OWN_TITLE} 95" in curves.alt
    bars = budget.figure["data"][0]
    assert bars["y"] == ["GRU", "LSTM", OWN_TITLE]
    assert bars["x"][2] == 7, "2·(21 + 49 + 7) + 7 = 161 is nearer to the LSTM's 180 than 200"
    assert bars["marker"]["color"][2] == CELL_COLORS[OWN]
    assert card(page).startswith("95 parameters with 3 inputs and 5 hidden units; a GRU has 135.")
    check_verdicts(page)
    page.button_group(key=key("view")).set_value("computation").run()
    np.testing.assert_array_equal(drawn(page)[0].curves[OWN_TITLE], 2 * H * (3 + H))
    page.toggle(key=key("own_bias")).set_value(False).run()
    assert card(page).startswith("90 parameters with 3 inputs and 5 hidden units")


def test_ones_own_cell_is_what_the_others_are_measured_by():
    page = compare(cells="gru", budget="own", **OWN_PARTS, input_size="3", units="5")
    assert drawn(page)[1].alt.startswith(f"The parameters of one {OWN_TITLE} of 5 units buy GRU H = 4")
    assert card(page)


def test_ones_own_cell_is_explained_beside_the_others():
    page = with_own(view="simplicity")
    [picture] = drawn(page)
    [shaded] = picture.figure["data"]
    assert shaded["y"][2] == OWN_TITLE
    assert array(shaded["z"])[2].tolist() == [1, 2, 3, 1]
    for equation in find_cell(OWN_KEY).equations:
        assert any(f"${equation.latex}$" in text.value for text in page.markdown)


def test_the_memory_of_ones_own_cell_is_that_of_its_runs():
    page = with_own(view="memory", seq_len="20", hidden_size="8", seeds="3")
    [picture] = drawn(page)
    check_verdicts(page)
    found = memories(experiment_from(values(page), [OWN_KEY]))
    [marks] = [t for t in picture.figure["data"] if t.get("yaxis") == "y" and t.get("name") == OWN_TITLE]
    both = [library_start(found, OWN_KEY), best_start(found, OWN_KEY)]
    assert marks["x"] == pytest.approx([max(0.5, one.half_life.median) for one in both])
    assert marks["marker"]["symbol"][1] == CELL_SYMBOLS[OWN]
    size = find_cell(OWN_KEY).parameter_count(8, 8)
    assert card(page).startswith(f"{size} parameters with 8 inputs and 8 hidden units")


@pytest.mark.parametrize("view", ["benchmarks", "carry"])
def test_where_no_chosen_cell_is_drawn_ones_own_is_not_composed(view):
    page = with_own(view=view)
    drawn(page)
    assert not any((element.key or "").startswith(key("own")) for element in (*page.button_group, *page.toggle))
    assert not any("not from the literature" in text.value for text in page.markdown)


def test_ones_own_cell_survives_the_link_and_goes_to_the_other_pages_and_back():
    page = with_own(units="5")
    assert query(page) == {"cells": "gru,lstm,own", **OWN_PARTS, "units": "5"}
    links = [link.proto for link in page.get("page_link") if link.proto.query_string]
    assert [link.page for link in links] == ["gradient_flow", "train", "inside_the_cell"]
    for link in links:
        given = dict(part.split("=") for part in unquote(link.query_string).split("&"))
        there = _opened(
            AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).switch_page(f"pages/{link.page}.py"), given
        )
        assert not there.warning
        [back] = [
            link.proto for link in there.get("page_link") if link.proto.page == "compare" and link.proto.query_string
        ]
        found = compare(**dict(part.split("=") for part in unquote(back.query_string).split("&")))
        assert not found.warning
        assert OWN_TITLE in drawn(found)[0].curves


@pytest.mark.parametrize(
    ("view", "chosen"),
    [*((view, "cells") for view in DRAWN), ("speed", "engine")],
)
def test_parts_that_do_not_go_together_are_a_clear_message_and_lose_nothing(view, chosen):
    parts = {"own_reset": "none", "own_update": "coupled"}
    page = compare(view=view, units="9", seq_len="10", seeds="1", hidden_size="4", **{chosen: "gru,own"}, **parts)
    assert not page.exception
    [error] = page.error
    assert plain(error.value).startswith("update = 'coupled' is not possible: choose one of none, independent, input")
    shown = check_verdicts(page)
    assert (shown[CLAIMS["speed"].says][1] == plain(error.value).removesuffix(".")) == (view == "speed")
    page.button_group(key=key("own_reset")).set_value("after").run()
    assert not page.error
    assert view == "speed" or drawn(page)
    assert values(page)["units"] == 9
    assert values(page)[chosen] == ["gru", "own"]


@pytest.mark.parametrize("view", DRAWN)
def test_no_cell_is_a_clear_message_and_the_verdicts_stay(view):
    page = compare(view=view, seq_len="10", seeds="1", hidden_size="4")
    page.button_group(key=key("cells")).set_value([]).run()
    assert not page.exception
    [error] = page.error
    assert plain(error.value).startswith("cells = 'none' is not possible: ")
    check_verdicts(page)
    page.button_group(key=key("cells")).set_value(["gru"]).run()
    drawn(page)


def test_no_size_to_measure_is_a_clear_message_on_its_own_view():
    page = compare(**TINY)
    page.button_group(key=key("sizes")).set_value([]).run()
    assert not page.exception
    [error] = page.error
    assert plain(error.value) == "hidden_sizes = '0 of them' is not possible: from 1 to 8."
    assert overview(page)[CLAIMS["speed"].says] == (OPEN, plain(error.value).removesuffix("."))
    page.button_group(key=key("view")).set_value("benchmarks").run()
    drawn(page)


@pytest.mark.parametrize(
    ("name", "raw", "value", "allowed"),
    [
        ("bogus", "1", "setting = 'bogus'", "one of view, cells"),
        ("view", "![x](https://evil.example/x.png)", "view = '![x]", "choose one of parameters"),
        ("cells", "gru,transformer", "cells = 'transformer'", "choose one of rnn"),
        ("input_size", "0", "input_size = 0", "a whole number from 1 to 10000"),
        ("units", "1e9", "units = '1e9'", "a whole number from 1 to 10000"),
        ("units", "9" * 5000, "units = '999", "a whole number from 1 to 10000"),
        ("layers", "99", "layers = 99", "a whole number from 1 to 8"),
        ("biases", "<script>alert(1)</script>", "biases = '<script>", "choose one of one, two"),
        ("budget", "", "budget = ''", "choose one of rnn"),
        ("seq_len", "NaN", "seq_len = 'NaN'", "a whole number from 10 to 500"),
        ("seeds", "0", "seeds = 0", "a whole number from 1 to 32"),
        ("seed", "-1", "seed = '-1'", "a whole number from 0 to 2147483647"),
        ("sizes", "16,17", "sizes = '17'", "choose one of 16, 32"),
        ("engine", "' OR 1=1; --", "engine = \"' OR", "choose one of rnn"),
        ("rounds", "1e400", "rounds = '1e400'", "a whole number from 3 to 51"),
        ("hide", "everything", "hide = 'everything'", "one of view, cells"),
    ],
)
def test_what_a_link_says_wrongly_is_reported_and_replaced(name, raw, value, allowed):
    page = compare(**{name: raw})
    [warning] = page.warning
    assert value in plain(warning.value)
    assert allowed in plain(warning.value)
    assert len(warning.value) < 1000
    assert not re.search(r"(?<!\\)[\[\]<>!]", warning.value)
    drawn(page)
    assert values(page) == DEFAULTS
    assert query(page) == {}


@pytest.mark.parametrize("view", STILL)
@pytest.mark.parametrize("end", ["low", "high"])
def test_the_ends_of_every_range(view, end):
    heavy = {"hidden_size": 8, "seeds": 2} if end == "high" else {}
    ends = {control.name: getattr(control, end) for control in CONTROLS if hasattr(control, end)} | heavy
    page = compare(view=view, **{name: f"{value:g}" if value < 1e6 else str(value) for name, value in ends.items()})
    assert not page.warning
    drawn(page)
    check_verdicts(page)


def test_hidden_controls_keep_the_value_of_the_link():
    page = compare(hide="units,view", units="8")
    drawn(page)
    assert key("units") not in {element.key for element in page.number_input}
    assert values(page)["units"] == 8
    assert query(page) == {"units": "8", "hide": "units,view"}


def click(page, name):
    page.button(key=key(name)).click().run()
    assert not page.exception, [error.message for error in page.exception]
    return page


def buttons(page):
    return {button.key.removeprefix("compare_") for button in page.button if button.key}


def until(page, condition):
    """Look again and again, as the page itself does every second."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"never met: {words(page)}"
        page.run()
        assert not page.exception, [error.message for error in page.exception]


def words(page):
    """What the progress bar says."""
    return "".join(bar.proto.text for bar in page.get("progress"))


def finished(page):
    until(page, lambda: words(page).startswith("Finished"))
    return page


def job(page):
    """The measurement that the page watches, without watching it."""
    return measurements().find(page.session_state["compare_runs"][speed_config_from(values(page))])


def test_speed_is_measured_from_start_to_end_and_decides_its_claim():
    page = compare(**TINY)
    assert not pictures(page)
    assert overview(page)[CLAIMS["speed"].says][0] == OPEN
    assert buttons(page) == {"start"}
    finished(click(page, "start"))
    assert words(page).startswith("Finished: 6 measurements in ")
    [picture] = drawn(page)
    config = speed_config_from(values(page))
    found = timings(config, job(page).events)
    assert len(found) == 2 * len(config.contestants)
    for one in found:
        if one.backward:
            assert picture.curves[one.contestant.label].tolist() == [one.ratio.median]
    assert check_verdicts(page)[CLAIMS["speed"].says][0] in (HOLDS, FAILS)
    assert page.button(key=key("stop")).disabled

    other = compare(**TINY)
    assert drawn(other) == [picture], "equal settings share what was measured, without a click"
    before = job(page).key
    finished(click(page, "again"))
    assert job(page).key != before
    check_verdicts(page)
    page.button_group(key=key("view")).set_value("benchmarks").run()
    assert overview(page)[CLAIMS["speed"].says][0] in (HOLDS, FAILS), "the table keeps what was measured"


def test_ones_own_cell_runs_beside_pytorchs():
    page = finished(click(compare(**TINY | {"engine": "own"} | OWN_PARTS), "start"))
    [picture] = drawn(page)
    assert list(picture.curves) == ["nn.RNN", "nn.GRU", "nn.LSTM", f"GRUViz {OWN_TITLE}"]
    check_verdicts(page)
    size = find_cell(OWN_KEY).parameter_count(INPUT_SIZE, 16)
    assert card(page).startswith(f"{size:,} parameters with {INPUT_SIZE} inputs and 16 hidden units")


def test_other_settings_are_another_measurement():
    page = finished(click(compare(**TINY | {"steps": "20"}), "start"))
    page.slider(key=key("steps")).set_value(30).run()
    assert not pictures(page)
    assert buttons(page) == {"start"}
    assert overview(page)[CLAIMS["speed"].says][0] == OPEN
    page.slider(key=key("steps")).set_value(20).run()
    drawn(page)


def test_a_measurement_is_shared_and_stopped_by_the_last_who_watches():
    one = click(compare(**LONG), "start")
    until(one, lambda: words(one).startswith("Measurement"))
    drawn(one)
    assert overview(one)[CLAIMS["speed"].says][0] == OPEN, "no verdict before the end"
    two = compare(**LONG)
    assert two.button(key=key("start")).label == "Watch"
    click(two, "start")
    until(two, lambda: words(two).endswith("2 are watching."))
    click(one, "stop")
    assert job(two).status == "running"
    assert one.button(key=key("start")).label == "Watch"
    click(two, "stop")
    assert job(two).status == "cancelled"
    assert words(two).startswith("Stopped after ")
    assert overview(two)[CLAIMS["speed"].says][0] == OPEN
    assert not two.button(key=key("again")).disabled


def test_a_measurement_that_the_server_has_forgotten_is_offered_anew():
    page = compare(**TINY | {"steps": "40"})
    page.session_state["compare_runs"] = {speed_config_from(values(page)): "gone"}
    page.run()
    assert not page.exception
    assert buttons(page) == {"start"}


WITHOUT_TORCH = """
import sys
from gruviz.jobs.server_runs import measurements
from tests.pages.test_compare import STILL, TINY, click, compare, finished
from tests.pages.visit import drawn
for view in STILL:
    drawn(compare(view=view))
drawn(finished(click(compare(**TINY), "start")))
assert "torch" not in sys.modules, "the server loads torch"
measurements().close()
print("without torch")
"""


def test_the_server_never_loads_torch():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_TORCH], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.stdout.strip().endswith("without torch"), done.stderr
