"""Inside the cell: every preset, every control, every input, and whatever a link, a browser or a person may send."""

from functools import partial

import numpy as np
import pytest

from gruviz import CELLS, TASKS
from gruviz.closeup.follow import follow
from gruviz.ui.inside.closeup import closeup_from
from gruviz.ui.inside.controls import TABLE
from gruviz.ui.inside.cursor import CURSOR
from tests.pages import visit
from tests.pages.visit import drawn, opened, plain, query, widget
from tests.ui.inside.scenes import unpacked

CONTROL, DEFAULTS = TABLE.by_name, TABLE.defaults
inside = partial(opened, "inside_the_cell")
values = partial(visit.values, table=TABLE)


def key(name):
    return f"inside_{name}"


def scene(page):
    """Header and arrays of the scene on the page, which is in order."""
    assert not page.exception, [error.message for error in page.exception]
    assert not page.error, [error.value for error in page.error]
    [proto] = [e.proto for e in page.get("bidi_component") if e.proto.component_name == "gruviz_inside"]
    return unpacked(proto.bytes)


def told(page):
    return " ".join(plain(text.value) for text in (*page.markdown, *page.caption))


def check_run(page):
    """The scene is that of an independent run of the same settings."""
    header, arrays = scene(page)
    run = follow(closeup_from(values(page)))
    with np.errstate(over="ignore"):
        state = run.flow.recording.states["h"][:, 0, 0].astype(np.float32)
    np.testing.assert_allclose(arrays["value:h"], state, rtol=1e-6)
    np.testing.assert_array_equal(arrays["norms"], run.flow.norms["state"][:, 0, 0])
    assert header["title"] == run.label
    return header, arrays


def test_the_first_picture_is_that_of_an_independent_run():
    page = inside()
    header, _ = check_run(page)
    assert not page.warning
    assert query(page) == {}
    assert header["start"] == {"serial": 1, "at": {name: DEFAULTS[name] for name in CURSOR} | {"speed": 1.0}}


@pytest.mark.parametrize("preset", TABLE.presets)
def test_a_preset_sets_everything_but_what_it_keeps(preset):
    page = inside(seed="7", step="9", cell="lstm")
    page.button_group(key=key("preset")).set_value(preset).run()
    assert values(page) == DEFAULTS | {"seed": 7} | TABLE.presets[preset]
    check_run(page)
    again = inside(**query(page))
    assert values(again) == values(page)
    assert unpacked_arrays(again) == unpacked_arrays(page)


def preset_run(preset):
    return follow(closeup_from(TABLE.preset(preset)))


def answers(preset):
    run = preset_run(preset)
    return run.answer.text, run.answer.is_right, run.untouched_answer.text, run.untouched_answer.is_right


def test_presets_do_what_their_names_say():
    assert answers("A switch that remembers")[:2] == ("ON", True)
    for forgetful in ("Miss a command", "Forget on purpose"):
        assert answers(forgetful)[1::2] == (False, True)
    run = preset_run("Miss a command")
    [clamp] = run.interventions.clamps
    assert run.symbols[clamp.first - 1] == "S"
    assert "S" not in run.symbols[clamp.last :]
    run = preset_run("Hold z shut")
    state, norms = run.flow.recording.states["h"], run.flow.norms["state"]
    np.testing.assert_array_equal(state[9:41], np.broadcast_to(state[9], state[9:41].shape))
    np.testing.assert_allclose(norms[9:41], np.broadcast_to(norms[9], norms[9:41].shape), rtol=1e-12)
    run = preset_run("Cut, not small")
    assert not run.flow.norms["state"][:20].any()
    assert run.untouched.norms["state"][:20].all()
    assert preset_run("Fresh from PyTorch").flow.recording.cell == "gru_reset_after"
    assert abs(float(answers("An LSTM that adds")[0]) - float(preset_run("An LSTM that adds").answer.truth)) < 0.03


def said_while_reading(cell):
    """What the network would answer after each step, and what would be right."""
    run = follow(closeup_from(TABLE.defaults | {"cell": cell}))
    said = [run.readout.answer(state[0, 0]).text for state in run.flow.recording.state[1:]]
    last = [max((t, symbol) for t, symbol in enumerate(run.symbols[: n + 1]) if symbol in "SR")[1] for n in range(50)]
    return said, [{"S": "ON", "R": "OFF"}[symbol] for symbol in last]


def test_the_lamp_of_the_first_picture_follows_every_command_and_that_of_an_rnn_does_not():
    said, right = said_while_reading("gru")
    assert said == right
    assert right[9:13] == ["OFF", "OFF", "ON", "ON"], "what is played when the page opens"
    said, right = said_while_reading("rnn")
    assert said != right
    assert TABLE.presets["With an RNN"]["cell"] == "rnn"


def test_the_opening_is_played_on_the_first_picture_only():
    assert scene(inside())[0]["machine"]["play"] == [10, 13]
    assert scene(inside(seed="3"))[0]["machine"]["play"] is None


def test_a_typed_tape_is_read_and_lives_in_the_address():
    page = inside(tape="R.oS..")
    header, _ = check_run(page)
    assert header["labels"] == list("R·∘S··")
    assert header["machine"]["isTyped"]
    assert query(page) == {"tape": "R.oS.."}
    assert follow(closeup_from(values(page))).answer.words == "says ON, which is right"
    assert scene(inside(tape="SR", weights="adding"))[0]["T"] == 50, "numbers cannot be typed"
    assert plain(inside(tape="SRx").error[0].value) == "This network reads S, R, · and ∘; the tape has “SRx”."
    assert "at most 200 symbols" in inside(tape="S" * 201).warning[0].value


def unpacked_arrays(page):
    return {name: array.tobytes() for name, array in scene(page)[1].items()}


CHANGES = {
    "cell": ("selectbox", "lstm"),
    "reset": ("button_group", "after"),
    "z": ("button_group", "keep"),
    "hidden_size": ("slider", 5),
    "scheme": ("selectbox", "orthogonal"),
    "gain": ("slider", 1.5),
    "update_bias": ("slider", 1.0),
    "chrono": ("toggle", True),
    "inputs": ("selectbox", "sine"),
    "seq_len": ("slider", 20),
    "scale": ("slider", 2.0),
    "seed": ("number_input", 11),
    "text": ("text_area", "other words"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_control_changes_scene_and_address_and_the_address_brings_it_back(name):
    kind, value = CHANGES[name]
    page = inside(weights="fresh")
    before = unpacked_arrays(page)
    widget(page, kind, key(name)).set_value(value).run()
    assert values(page)[name] == value
    assert query(page) == {"weights": "fresh", name: CONTROL[name].encode(value)}
    check_run(page)
    assert unpacked_arrays(page) != before
    again = inside(**query(page))
    assert unpacked_arrays(again) == unpacked_arrays(page)


LINKED = {
    "weights": "fresh",
    "hold": "z=0.5@3-9:1,2;reset@4;cut@20",
    "step": "17",
    "unit": "mean",
    "pins": "3,5",
    "way": "backward",
    "form": "heat",
    "sort": "memory",
    "speed": "0.25",
    "inputs": "drawn",
    "drawn": "50.-100.0.7",
}


def test_the_cursor_and_the_interventions_live_in_the_address():
    page = inside(**LINKED)
    header, _ = scene(page)
    at = {"step": 17, "unit": None, "pins": [3, 5], "way": "backward", "form": "heat", "sort": "memory", "speed": 0.25}
    assert header["start"]["at"] == at
    assert query(page) == LINKED
    assert header["T"] == 4


@pytest.mark.parametrize("text", ["a", "🦁🦁👩‍👩‍👧", "שלום עולם", "مرحبا بالعالم", "é\u0301\u200d\u2028x", "a" * 1999])
def test_any_text_runs(text):
    page = inside(weights="fresh")
    page.text_area(key=key("text")).set_value(text).run()
    header, _ = check_run(page)
    assert header["labels"] == list(text[:50])
    notes = " ".join(note.value for note in page.caption)
    assert (f"The first 50 of {len(text):,} characters" in notes) == (len(text) > 50)


def test_no_text_is_said_and_nothing_is_lost():
    page = inside(weights="fresh", gain="2", hold="cut@3")
    page.text_area(key=key("text")).set_value("").run()
    assert not page.exception
    assert "Write at least one character" in plain(page.error[0].value)
    page.text_area(key=key("text")).set_value("back again").run()
    check_run(page)
    assert values(page)["gain"] == 2.0
    assert values(page)["hold"] == "cut@3"


@pytest.mark.parametrize(
    ("pasted", "message"),
    [
        ("1\n2\nx\n", "Line 3 has no number in column 1, but “x”."),
        ("a,b\nc,d", "There is no column of numbers: line 2 begins with “c”."),
    ],
)
def test_a_paste_that_is_no_signal_is_named(pasted, message):
    page = inside(weights="fresh", inputs="table")
    page.text_area(key=key("table")).set_value(pasted).run()
    assert not page.exception
    assert message in plain(page.error[0].value)
    page.text_area(key=key("table")).set_value("1\n2\n4").run()
    assert check_run(page)[0]["T"] == 3


def test_a_hold_is_added_and_removed_in_the_table():
    page = inside(weights="fresh", inputs="noise")
    page.selectbox(key=key("do")).set_value("z").run()
    page.slider(key=key("do_value_z")).set_value(0.25).run()
    page.number_input(key=key("do_first_50")).set_value(10).run()
    page.number_input(key=key("do_last_50")).set_value(20).run()
    page.text_input(key=key("do_units")).set_value("3, 7").run()
    page.button(key=key("do_add")).click().run()
    assert query(page)["hold"] == "z=0.25@10-20:3,7"
    header, arrays = check_run(page)
    assert (arrays["value:z"][9:20, [3, 7]] == 0.25).all()
    assert [one["words"] for one in header["interventions"]] == ["z held at 0.25 in steps 10–20, units 3 and 7"]
    [chart] = drawn(page)
    assert "what it was" in chart.alt
    page.selectbox(key=key("do")).set_value("Cut the gradient").run()
    page.number_input(key=key("do_at_50")).set_value(30).run()
    page.button(key=key("do_add")).click().run()
    assert query(page)["hold"] == "z=0.25@10-20:3,7;cut@30"
    assert "the gradient is cut from step 29 backward" in drawn(page)[0].alt
    page.button(key=key("do_remove_0")).click().run()
    assert query(page)["hold"] == "cut@30"
    page.button(key=key("do_remove_0")).click().run()
    assert "hold" not in query(page)
    assert not page.header


@pytest.mark.parametrize(
    ("units", "message"), [("x", "Units are whole numbers"), ("99", "There is no unit 99"), ("1,,2;", "Units are")]
)
def test_units_that_do_not_exist_are_named_and_nothing_is_lost(units, message):
    page = inside(hold="cut@3")
    page.text_input(key=key("do_units")).set_value(units).run()
    page.button(key=key("do_add")).click().run()
    assert message in plain(page.error[0].value)
    assert values(page)["hold"] == "cut@3"
    assert page.text_input(key=key("do_units")).value == units


def test_an_intervention_that_the_cell_has_not_is_named():
    page = inside(cell="rnn", weights="fresh", hold="z=0@1-5")
    check_run(page)
    assert "Left out: " in page.warning[0].value
    assert plain(page.warning[0].value) == "Left out: z cannot be held: RNN has no gates."
    page.button(key=key("do_remove_0")).click().run()
    assert not page.warning


def test_a_link_that_hides_the_interventions_leaves_no_way_to_make_one():
    page = inside(hide="hold,cell")
    assert not scene(page)[0]["mayIntervene"]
    assert not page.get("expander")[0].label.startswith("Interfere")


@pytest.mark.parametrize("cell", CELLS)
def test_both_forms_of_reset_and_sign_on_every_cell(cell):
    name = "gru" if cell == "gru_reset_after" else cell
    reset = "after" if cell == "gru_reset_after" else "before"
    signs = ("write", "keep") if "z" in CELLS[cell].gate_names else ("keep",)
    for z in signs:
        header, _ = check_run(inside(cell=name, weights="fresh", reset=reset, z=z, hidden_size="4", seq_len="8"))
        assert header["states"] == list(CELLS[cell].state_names)
        assert header["title"].startswith(CELLS[cell].title)


@pytest.mark.parametrize("update", ["none", "independent", "coupled", "input"])
def test_a_custom_cell(update):
    page = inside(cell="own", own_reset="after", own_update=update, own_candidate="relu", own_bias="1", inputs="noise")
    header, _ = check_run(page)
    assert header["title"].startswith("Custom cell after/")
    assert {link.proto.query_string.split("&")[0] for link in page.get("page_link")} >= {"cells=gru", "learners=gru"}


def test_a_custom_cell_that_reads_one_number_a_step_has_one_input():
    page = inside(cell="own", inputs="table", table="1\n2\n3")
    assert any("parameters with 1 input and 16 hidden units" in text.value for text in page.markdown)


def test_parts_that_do_not_go_together_are_named():
    page = inside(cell="own", own_reset="none", own_update="coupled")
    assert not page.exception
    assert page.error
    page.button_group(key=key("own_reset")).set_value("before").run()
    check_run(page)


@pytest.mark.parametrize("reset", ["before", "after"])
@pytest.mark.parametrize("weights", ["flip_flop", "adding", "first_symbol"])
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_trained_networks_answer_on_the_page(cell, weights, reset):
    page = inside(cell=cell, weights=weights, reset=reset, hold="cut@20")
    header, _ = check_run(page)
    assert header["title"].endswith(f"trained: {TASKS[weights].title.lower()}")
    run = follow(closeup_from(values(page)))
    assert f"Here it {run.answer.words}. Untouched it {run.untouched_answer.words}." in told(page)
    assert header["readout"]["target"] == run.readout.target


def test_a_trained_network_reads_ones_own_numbers():
    page = inside(weights="adding", feed="table")
    assert "one row per step" in page.info[0].value
    page.text_area(key=key("table")).set_value("0.5,1\n0.2,0\n0.3,1").run()
    assert check_run(page)[0]["T"] == 3
    page.text_area(key=key("table")).set_value("0.5\n0.2\n0.3").run()
    assert "the table needs 2 columns; it has 1." in plain(page.error[0].value)


def test_a_cell_that_is_not_in_the_collection_has_fresh_weights():
    page = inside(cell="mgu")
    header, _ = check_run(page)
    assert "MGU" in header["title"]
    assert "trained" not in header["title"]


@pytest.mark.parametrize(("gain", "scale", "bias"), [("4", "5", "4"), ("0", "0", "-8"), ("4", "0", "-8")])
def test_extreme_corners(gain, scale, bias):
    for cell in CELLS:
        name = "gru" if cell == "gru_reset_after" else cell
        settings = {"gain": gain, "scale": scale, "update_bias": bias, "inputs": "noise", "seq_len": "200"}
        page = inside(cell=name, weights="fresh", hold="cut@9", **settings)
        check_run(page)
        drawn(page)
