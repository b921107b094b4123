"""The home page: one picture, three sliders, three doors."""

import json
from functools import partial
from urllib.parse import parse_qsl

import numpy as np
import pytest

from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.ui.home.light import frame_of
from tests.exported import printed
from tests.pages.visit import opened, pictures, plain, query, slider, sliders

SETTINGS = {"seq_len": 25, "gain": 1.0, "update_bias": -4.0}
home = partial(opened, "home")


def light(page):
    """What the picture's component has been given."""
    assert not page.exception, [error.message for error in page.exception]
    assert not page.error, [error.value for error in page.error]
    protos = [element.proto for element in page.get("bidi_component")]
    [data] = [json.loads(proto.json) for proto in protos if proto.component_name == "gruviz_light"]
    return data


def check_numbers(page, scale="log", adjustable=True, **changes):
    """The page shows what an experiment of these settings gives."""
    shown, settings = light(page), {**SETTINGS, **changes}
    assert shown == {**json.loads(json.dumps(frame_of(settings))), "scale": scale, "adjustable": adjustable}
    runs = {(run.cell, run.is_reference): run.flow.ratio() for run in run_experiment(Experiment(**settings))}
    for lane, key in zip(shown["lanes"], (("rnn", False), ("gru", True), ("gru", False)), strict=True):
        true = runs.get(key) or runs["gru", False]
        np.testing.assert_allclose(lane["median"], true.median, rtol=1e-3)
    return shown


def test_the_first_picture_needs_no_chart_and_says_what_this_is():
    page = home()
    check_numbers(page)
    assert not page.warning
    assert not pictures(page), "Plotly is not waited for"
    assert query(page) == {}
    assert page.title[0].value == "See why recurrent networks forget"
    assert any(
        "**GRUViz** runs a plain one (RNN) and one with gates (GRU)" in plain(text.value) for text in page.markdown
    )


@pytest.mark.parametrize(
    ("name", "value"), [("seq_len", 80), ("gain", 1.5), ("update_bias", 0.0), ("update_bias", 4.0)]
)
def test_a_slider_changes_picture_and_address(name, value):
    page = home()
    slider(page, f"home_{name}").set_value(value).run()
    check_numbers(page, **{name: value})
    assert query(page) == {name: f"{value:g}"}
    slider(page, f"home_{name}").set_value(SETTINGS[name]).run()
    check_numbers(page)
    assert query(page) == {}


def test_a_link_opens_its_values():
    page = home(seq_len="100", gain="2", update_bias="-2.5", scale="linear")
    assert not page.warning
    check_numbers(page, "linear", seq_len=100, gain=2.0, update_bias=-2.5)
    assert [moved.value for moved in sliders(page)] == [-2.5, 100, 2.0]


def test_every_fault_of_a_link_is_reported_and_the_rest_kept():
    page = home(gain="x", seq_len="y", update_bias="-2", bogus="1")
    [warning] = page.warning
    assert plain(warning.value).split("\n\n") == [
        "This link has a setting that GRUViz does not know (“bogus”). It was ignored.",
        "This link sets “Steps the signal goes back” to “y”, but it takes a whole number from 5 to 200. "
        "The usual value was taken.",
        "This link sets “Strength of the feedback” to “x”, but it takes a number from 0.5 to 4. "
        "The usual value was taken.",
    ]
    check_numbers(page, update_bias=-2.0)
    assert query(page) == {"update_bias": "-2"}


def test_a_repeated_parameter_opens_its_last_value():
    check_numbers(home(gain=["1.5", "2"]), gain=2.0)


def test_hidden_controls_keep_the_value_of_the_link():
    page = home(hide="gain,update_bias", gain="2")
    assert [moved.key for moved in sliders(page)] == ["home_seq_len"]
    check_numbers(page, adjustable=False, gain=2.0)
    slider(page, "home_seq_len").set_value(60).run()
    check_numbers(page, adjustable=False, gain=2.0, seq_len=60)
    assert query(page) == {"gain": "2", "seq_len": "60", "hide": "gain,update_bias"}


def test_numbers_and_files_open_and_hold_every_step():
    page = home()
    assert not page.dataframe
    page.session_state["home_numbers"] = True
    page.run()
    table = page.dataframe[0].value
    assert list(table["steps before the loss"]) == list(range(25, -1, -1))
    run = run_experiment(Experiment(**SETTINGS))[0]
    np.testing.assert_array_equal(table["RNN: median"], run.flow.ratio().median)
    assert not [name for name in table if name.endswith("status")], "all are finite"
    assert {button.label for button in page.get("download_button")} == {"CSV", "Interactive HTML"}


def test_settings_outlive_a_visit_to_the_other_page():
    page = home()
    slider(page, "home_gain").set_value(2.0).run()
    slider(page, "home_seq_len").set_value(20).run()
    page.query_params.clear()
    page.switch_page("pages/gradient_flow.py").run()
    assert slider(page, "gradient_flow_gain").value == 1.0
    page.query_params.clear()
    page.switch_page("app.py").run()
    check_numbers(page, gain=2.0, seq_len=20)
    assert query(page) == {"gain": "2", "seq_len": "20"}


def links(page):
    """Where the page's links lead, by label."""
    return {link.proto.label: link.proto for link in page.get("page_link")}


def test_the_laboratory_opens_with_the_settings_and_the_numbers_of_this_page():
    page = home()
    slider(page, "home_gain").set_value(2.0).run()
    slider(page, "home_seq_len").set_value(20).run()
    here = check_numbers(page, gain=2.0, seq_len=20)
    there = opened("gradient_flow", **dict(parse_qsl(links(page)["**Open the laboratory** →"].query_string)))
    [laboratory] = pictures(there)
    medians = [lane["median"] for lane in here["lanes"]]
    curves = [*laboratory.curves.values()]
    assert all(any(np.allclose(curve, median, rtol=1e-3) for curve in curves) for median in medians)


def test_three_doors_and_a_way_to_every_page():
    found = links(home())
    doors = {"**Start the lesson** →", "**Open the laboratory** →", "**Look inside one cell** →"}
    assert doors | {"**Train**", "**Applications**", "**Compare**"} <= set(found)


LOADED = """
import sys
from tests.pages.visit import drawn, opened
opened("home")
page = opened("gradient_flow")
drawn(page)
page.session_state["check"] = page.session_state["script"] = True
drawn(page.run())
print(sorted({"torch", "scipy", "matplotlib", "sklearn"} & set(sys.modules)))
"""


def test_the_pages_load_nothing_heavy():
    assert printed(LOADED).split("\n")[-1] == "[]"
