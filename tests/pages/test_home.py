"""The home page: one chart, three sliders, one sentence."""

from functools import partial
from urllib.parse import parse_qsl

import numpy as np
import pytest

from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.ui.controls.home import TABLE
from gruviz.wording import left
from tests.exported import printed
from tests.pages.visit import drawn, opened, pictures, plain, query

SETTINGS = {"seq_len": 50, "gain": 1.0, "update_bias": -4.0}
home = partial(opened, "home")


def check_numbers(page, **changes):
    """The page shows what an experiment of these settings gives."""
    [picture] = drawn(page)
    runs = run_experiment(Experiment(**{**SETTINGS, **changes}))
    assert list(picture.curves) == [run.label for run in runs]
    for run in runs:
        true = run.flow.ratio()
        np.testing.assert_array_equal(
            picture.curves[run.label], np.where(true.status == "finite", true.median, np.nan), err_msg=run.label
        )
        assert f"{run.label} {run.flow.decay().verdict}" in picture.alt
    return picture


def test_the_first_picture_is_that_of_an_independent_run():
    page = home()
    picture = check_numbers(page)
    assert not page.warning
    assert query(page) == {}
    kept = {run.cell: run.flow.decay().kept for run in run_experiment(Experiment(**SETTINGS)) if not run.is_reference}
    assert left(kept["gru"]) in page.header[0].value
    assert left(kept["rnn"]).removeprefix("1 in ") in page.header[0].value
    assert picture.figure["layout"]["yaxis"]["type"] == "log"


@pytest.mark.parametrize(
    ("name", "value"), [("seq_len", 80), ("gain", 1.5), ("update_bias", 0.0), ("update_bias", 4.0)]
)
def test_a_slider_changes_picture_and_address(name, value):
    page = home()
    before = pictures(page)[0].figure
    page.slider(key=f"home_{name}").set_value(value).run()
    check_numbers(page, **{name: value})
    assert pictures(page)[0].figure != before
    assert query(page) == {name: f"{value:g}"}
    page.slider(key=f"home_{name}").set_value(SETTINGS[name]).run()
    assert pictures(page)[0].figure == before
    assert query(page) == {}


def test_a_link_opens_its_values():
    page = home(seq_len="100", gain="2", update_bias="-2.5")
    assert not page.warning
    check_numbers(page, seq_len=100, gain=2.0, update_bias=-2.5)
    assert [slider.value for slider in page.slider] == [100, 2.0, -2.5]


@pytest.mark.parametrize("corner", range(8))
def test_extreme_corners(corner):
    values = {c.name: (c.low, c.high)[corner >> i & 1] for i, c in enumerate(TABLE.controls)}
    check_numbers(home(**{name: f"{value:g}" for name, value in values.items()}), **values)


def test_every_fault_of_a_link_is_reported_and_the_rest_kept():
    page = home(gain="x", seq_len="y", update_bias="-2", bogus="1")
    [warning] = page.warning
    assert plain(warning.value).split("\n\n") == [
        "This link has a setting that GRUViz does not know (“bogus”). It was ignored.",
        "This link sets “Sequence length (steps)” to “y”, but it takes a whole number from 5 to 200. "
        "The usual value was taken.",
        "This link sets “Recurrent gain” to “x”, but it takes a number from 0.5 to 4. The usual value was taken.",
    ]
    check_numbers(page, update_bias=-2.0)
    assert query(page) == {"update_bias": "-2"}


def test_a_repeated_parameter_opens_its_last_value():
    check_numbers(home(gain=["1.5", "2"]), gain=2.0)


def test_hidden_controls_keep_the_value_of_the_link():
    page = home(hide="gain,update_bias", gain="2")
    assert [slider.key for slider in page.slider] == ["home_seq_len"]
    check_numbers(page, gain=2.0)
    page.slider(key="home_seq_len").set_value(60).run()
    check_numbers(page, gain=2.0, seq_len=60)
    assert query(page) == {"gain": "2", "seq_len": "60", "hide": "gain,update_bias"}


def test_numbers_and_files_open_and_hold_every_step():
    page = home()
    assert not page.dataframe
    page.session_state["home_numbers"] = True
    page.run()
    table = page.dataframe[0].value
    assert len(table) == 51
    assert list(table["steps before the loss"]) == list(range(50, -1, -1))
    run = run_experiment(Experiment())[0]
    np.testing.assert_array_equal(table[f"{run.label}: median"], run.flow.ratio().median)
    assert not [name for name in table if name.endswith("status")], "all are finite"
    assert {button.label for button in page.get("download_button")} == {"CSV", "Interactive HTML"}


def test_settings_outlive_a_visit_to_the_other_page():
    page = home()
    page.slider(key="home_gain").set_value(2.0).run()
    page.slider(key="home_seq_len").set_value(20).run()
    page.query_params.clear()
    page.switch_page("pages/gradient_flow.py").run()
    assert page.slider(key="gradient_flow_gain").value == 1.0
    page.query_params.clear()
    page.switch_page("app.py").run()
    check_numbers(page, gain=2.0, seq_len=20)
    assert query(page) == {"gain": "2", "seq_len": "20"}


def test_the_laboratory_opens_with_the_settings_of_this_page():
    page = home()
    page.slider(key="home_gain").set_value(2.0).run()
    page.slider(key="home_seq_len").set_value(20).run()
    [way] = [link.proto.query_string for link in page.get("page_link") if link.proto.label == "**Gradient flow** →"]
    there = opened("gradient_flow", **dict(parse_qsl(way)))
    [here], [laboratory] = pictures(page), pictures(there)
    assert laboratory.alt == here.alt
    assert laboratory.figure == here.figure


LOADED = """
import sys
from tests.pages.visit import drawn, opened
drawn(opened("home"))
page = opened("gradient_flow")
drawn(page)
page.session_state["check"] = page.session_state["script"] = True
drawn(page.run())
print(sorted({"torch", "scipy", "matplotlib", "sklearn"} & set(sys.modules)))
"""


def test_the_pages_load_nothing_heavy():
    assert printed(LOADED).split("\n")[-1] == "[]"
