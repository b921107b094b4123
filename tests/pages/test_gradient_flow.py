"""The laboratory: every preset, every view, every input, and whatever a link or a table may hold."""

import itertools
from functools import partial

import numpy as np
import pytest

from gruviz import CELLS, init_weights, record
from gruviz.data.columns import parse_table
from gruviz.engine.cells import OWN, STANDARD, find_cell
from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.ui.controls.custom_cell import cell_keys
from gruviz.ui.controls.inputs import INPUTS
from gruviz.ui.controls.kinds import LINK_LIMIT
from gruviz.ui.controls.laboratory import TABLE, VIEW_TITLES, chosen_cells, experiment_from
from gruviz.ui.gradient_flow.experiments import CARDS, EVERY, LINEAR, LOOK
from gruviz.ui.prose import linked
from gruviz.ui.train.controls import TABLE as TRAIN
from gruviz.ui.train.controls import config_from
from gruviz.wording import left
from tests.hostile import check_message
from tests.pages import visit
from tests.pages.visit import components, drawn, opened, pictures, plain, query, slider, sliders

CONTROL, DEFAULTS = TABLE.by_name, TABLE.defaults
lab = partial(opened, "gradient_flow")
values = partial(visit.values, table=TABLE)


def key(name):
    return f"gradient_flow_{name}"


def keys(current):
    """Registry keys of the cells that the page draws."""
    return cell_keys(chosen_cells(current), current)


def put(page, **chosen):
    """Let the controls have these values, as a person would."""
    for name, value in chosen.items():
        page.session_state[key(name)] = value
    return page.run()


def part(page, kind):
    """What a part of the bench has been given: "chips", "tabs", "experiments"; a list of them for "preview"."""
    found = [data for data in components(page, "bench") if data["kind"] == kind]
    return found if kind == "preview" else found[0]


def lit(page):
    """The experiment whose settings are on the page."""
    return part(page, "experiments")["lit"]


def looks(page):
    """The line that says where to look."""
    [line] = [plain(text.value) for text in page.markdown if text.value.startswith("Look ")]
    return line


def check_decay(page, experiment):
    [picture] = drawn(page)
    runs = run_experiment(experiment)
    assert list(picture.curves) == [run.label for run in runs]
    for run in runs:
        true = run.flow.ratio()
        shown = np.where(true.status == "finite", true.median, np.nan)
        np.testing.assert_array_equal(picture.curves[run.label], shown, err_msg=run.label)
        assert f"{run.label} {run.flow.decay().verdict}" in picture.alt


def test_the_first_picture_is_that_of_an_independent_run():
    page = lab()
    assert not page.warning
    assert query(page) == {}
    check_decay(page, Experiment(inputs="noise", update_bias=-4.0))


@pytest.mark.parametrize("preset", TABLE.presets)
def test_a_preset_sets_everything_but_view_and_seed(preset):
    page = lab(seed="7", gain="3", theory="bound")
    put(page, **TABLE.preset(preset))
    assert values(page) == DEFAULTS | {"seed": 7} | TABLE.presets[preset]
    assert lit(page) == preset
    check_decay(page, experiment_from(values(page)))
    again = lab(**query(page))
    assert values(again) == values(page)
    assert pictures(again) == pictures(page)
    assert lit(again) == preset


@pytest.mark.parametrize("preset", TABLE.presets)
def test_every_view_of_every_preset(preset):
    link = {name: CONTROL[name].encode(value) for name, value in TABLE.presets[preset].items()}
    page = lab(**link)
    assert not page.warning
    for view in VIEW_TITLES:
        put(page, view=view)
        assert values(page)["view"] == view
        assert lit(page) == preset
        expected = {"gates": len(keys(values(page))), "steps": 3}
        assert len(drawn(page)) == expected.get(view, 1), view


def test_a_changed_control_puts_the_preset_out():
    page = lab(inputs="noise")
    assert lit(page) == "Textbook"
    put(page, gain=1.5)
    assert lit(page) is None
    put(page, gain=1.0)
    assert lit(page) == "Textbook"


def test_float32_underflows_in_sight():
    page = lab()
    put(page, **TABLE.preset("Float32"))
    [picture] = drawn(page)
    names = [trace.get("name", "") for trace in picture.figure["data"]]
    assert any("RNN" in name and "underflowed" in name for name in names)
    assert "underflows to zero" in picture.alt
    assert "cannot be told from zero" in picture.alt


CHANGES = {
    "view": "weights",
    "cells": ["rnn", "lstm"],
    "variants": ["mgu", "own"],
    "own_reset": "after",
    "own_update": "coupled",
    "own_candidate": "relu",
    "own_bias": True,
    "reference": False,
    "seq_len": 70,
    "hidden_size": 8,
    "seeds": 3,
    "scheme": "gaussian",
    "gain": 1.35,
    "update_bias": 1.25,
    "forget_bias": 3.5,
    "chrono": True,
    "inputs": "sine",
    "scale": 2.3,
    "precision": "float32",
    "loss": "every",
    "seed": 12345,
    "axis": "linear",
    "theory": ["mean_field", "bound"],
    "state": "c",
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_control_changes_picture_and_address_and_the_address_brings_it_back(name):
    value = CHANGES[name]
    start = {"cells": "rnn,gru,lstm"} | ({"variants": "own"} if name.startswith("own_") else {})
    page = lab(**start)
    before = pictures(page)
    put(page, **{name: value})
    assert drawn(page) != before
    tidy = CONTROL[name].tidy(value)
    assert query(page) == start | {name: CONTROL[name].encode(tidy)}
    again = lab(**query(page))
    assert values(again) == values(page)
    assert pictures(again) == pictures(page)
    assert again.session_state[key(name)] == tidy


def test_all_controls_but_the_texts_are_changed_above():
    assert CHANGES.keys() | {"text", "table", "file", "column", "missing"} == CONTROL.keys()


def test_cells_come_in_one_order_whatever_is_clicked_first():
    page = lab()
    first = pictures(page)
    put(page, cells=["gru", "rnn"])
    assert query(page) == {}
    assert pictures(page) == first


@pytest.mark.parametrize("name", [name for name in INPUTS if name not in ("text", "table")])
def test_every_input(name):
    page = lab(inputs=name, seq_len="30")
    check_decay(page, experiment_from(values(page)))


def test_no_cell_keeps_the_last_picture():
    page = lab(gain="2")
    before = pictures(page)
    put(page, cells=[])
    assert not page.exception
    [error] = page.error
    assert plain(error.value) == "Choose at least one cell. What you see is the picture before."
    assert pictures(page) == before
    assert query(page) == {"gain": "2", "cells": ""}
    assert part(page, "chips")["chosen"] == []
    put(page, cells=["rnn", "gru"])
    assert drawn(page) == before


def test_a_link_without_cells_has_no_picture_to_keep():
    page = lab(cells="")
    [error] = page.error
    assert plain(error.value) == "Choose at least one cell."
    assert not pictures(page)
    put(page, cells=["lstm"])
    drawn(page)


def test_a_repeated_parameter_opens_its_last_value():
    page = lab(gain=["1.5", "2"])
    drawn(page)
    assert values(page)["gain"] == 2.0


def test_hidden_controls_keep_the_value_of_the_link():
    page = lab(hide="gain,seeds,view,cells", gain="2", cells="lstm", view="weights")
    drawn(page)
    assert values(page) == DEFAULTS | {"gain": 2.0, "cells": ["lstm"], "view": "weights"}
    shown = {moved.key for moved in sliders(page)}
    assert key("seq_len") in shown
    assert not {key("gain"), key("seeds")} & shown
    put(page, scale=2.0)
    assert values(page) == DEFAULTS | {"gain": 2.0, "cells": ["lstm"], "view": "weights", "scale": 2.0}
    assert query(page)["hide"] == "gain,seeds,view,cells"


def test_a_control_that_does_not_matter_is_left_out_and_keeps_its_value():
    page = lab(cells="rnn", update_bias="2", forget_bias="3", inputs="noise")
    why = [note.value for note in page.caption]
    assert "None of these cells has an update gate." in why
    assert "None of these cells has a forget gate." in why
    put(page, cells=["rnn", "gru", "lstm"])
    assert values(page)["update_bias"] == 2.0
    assert values(page)["forget_bias"] == 3.0
    check_decay(page, Experiment(cells=("rnn", "gru", "lstm"), update_bias=2.0, forget_bias=3.0))


def test_a_view_keeps_what_the_others_were_set_to():
    page = lab(theory="bound", cells="rnn,lstm", state="c", inputs="noise", seq_len="20")
    for view in VIEW_TITLES:
        put(page, view=view)
        drawn(page)
        put(page, view="decay")
        assert (values(page)["theory"], values(page)["state"]) == (["bound"], "c"), view


CSV = "1\n2\n3\n5\n8\n13"
BAD_TABLES = {
    "spring\nsummer\nautumn": "There is no column of numbers: line 3 begins with “autumn”.",
    "year,count\n1749,58": "There is only one row of numbers: at least two are needed.",
    "1\n2\nx": "Line 3 has no number in column 1, but “x”.",
    "1\n2\ninf": "Line 3 has no finite number in column 1, but “inf”.",
    "1\n1e400\n3": "Line 2 has no finite number in column 1, but “1e400”.",
    "1,2,9\n3\n4,5,9": "Line 2 has 1 cell, and most lines have 3.",
    "a,b\n1,2\n3,4,5": "Line 3 has 3 cells, and most lines have 2.",
    "<script>\n<b>1</b>\n![x](https://a.example/x)": "There is no column of numbers: line 2 begins with “<b>1</b>”.",
    "\n".join([",".join("1" * 71)] * 3): "The table has 71 columns of numbers; at most 64 can be read.",
}


def test_tables_that_are_none_are_clear_messages_and_lose_nothing():
    settings = {"gain": "2", "cells": "lstm", "seq_len": "20", "view": "weights", "inputs": "table"}
    page = lab(**settings, table=CSV)
    before = drawn(page)
    for text, sentence in BAD_TABLES.items():
        put(page, table=text)
        assert not page.exception
        [error] = page.error
        assert plain(error.value).startswith(sentence)
        assert plain(error.value).endswith(" What you see is of the numbers before.")
        check_message(error.value, longest=400)
        assert pictures(page) == before
        assert {name: query(page)[name] for name in settings} == settings
    put(page, table="   \n\n  ")
    assert not page.error
    [wanted] = page.info
    assert wanted.value == "Paste numbers or upload a CSV: one row per step. What you see is the picture before."
    assert pictures(page) == before
    put(page, table=CSV)
    assert drawn(page) == before


GOOD_TABLES = [
    ("1\n2\n4", 1),
    ("\ufeff1,2\n3,4", 2),
    ("month,count\n1749-01,58.0\n1749-02,62.6", 1),
    ("1 2\t3\n4 5\t6".replace("\t", " "), 3),
    ("1\t2\r\n3\t4\r\n", 2),
    ("1;2\n3;4", 2),
    ('"1","2"\n"3","4"', 2),
    ("1e3,-2.5E-3\n.5,+7", 2),
    ("٣\n٤", 1),
    ("5\n5\n5", 1),
]


def test_tables_of_many_habits():
    page = lab(inputs="table", table="1\n2")
    for text, columns in GOOD_TABLES:
        put(page, table=text)
        table = parse_table(text)
        assert {len(row) for row in table} == {columns}
        check_decay(page, Experiment(inputs="table", table=table, update_bias=-4.0))


def test_an_uploaded_file_is_used_in_place_of_what_was_typed():
    page = lab(inputs="table", table="no\nnumbers")
    assert page.error
    page.file_uploader[0].set_value(("mine.csv", CSV.encode("utf-8-sig"), "text/csv")).run()
    check_decay(page, Experiment(inputs="table", table=parse_table(CSV), update_bias=-4.0))
    put(page, gain=1.5)
    check_decay(page, Experiment(inputs="table", table=parse_table(CSV), update_bias=-4.0, gain=1.5))


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"", "mine.csv: The file is empty."),
        (b"\x00\x01\x02", "mine.csv: The file is binary, not text"),
        (b"1,2\n" * 1_000_000, "mine.csv: The file has 4 MB; at most 2 MB can be read."),
        (b"PK\x03\x04" + bytes(range(128)) * 9, "mine.csv: The file is a zip archive or an Excel workbook, not text"),
    ],
)
def test_an_uploaded_file_that_is_no_table(content, value):
    page = lab(inputs="table", table="")
    page.file_uploader[0].set_value(("mine.csv", content, "text/csv")).run()
    assert not page.exception
    [error] = page.error
    assert value in plain(error.value)
    assert not pictures(page)


TEXTS = ["🦉🦉🧠", "שלום עולם", "سلام", "aa", "a\nb\tc", "e\u0301é", "\u202eabc", "<b>&nbsp;", "$x_1$"]


def test_any_text_is_read_character_by_character():
    page = lab(inputs="text")
    for text in TEXTS:
        put(page, text=text)
        check_decay(page, Experiment(inputs="text", text=text, update_bias=-4.0))
        again = lab(**query(page))
        assert values(again) == values(page)


def test_an_empty_text_is_a_clear_message():
    page = lab(inputs="text", gain="2")
    put(page, text="")
    [error] = page.error
    assert plain(error.value) == "Write at least one character. What you see is the picture before."
    put(page, text="x")
    check_decay(page, Experiment(inputs="text", text="x", update_bias=-4.0, gain=2.0))


def test_a_text_too_long_for_a_link_stays_and_the_link_says_so():
    page = lab(inputs="text")
    text = "abcdefgh" * 220
    put(page, text=text)
    assert len(text) > LINK_LIMIT
    check_decay(page, Experiment(inputs="text", text=text, update_bias=-4.0))
    assert query(page) == {"inputs": "text"}
    assert "longer than 1,500 characters and not part of the link" in " ".join(note.value for note in page.caption)
    put(page, gain=1.5)
    assert values(page)["text"] == text
    drawn(lab(**query(page)))


def test_ten_thousand_characters_are_cut_or_refused_without_breaking():
    page = lab(inputs="text")
    put(page, text="x" * 10_000)
    assert not page.exception
    assert pictures(page) or "at most 2,000 characters" in plain(page.error[0].value)


ENDS = ((0.0, 4.0), (-8.0, 4.0), (-4.0, 8.0), (0.0, 5.0))
CORNERS = [
    [ends[high] for ends, high in zip(ENDS, corner, strict=True)]
    for corner in itertools.product((0, 1), repeat=len(ENDS))
    if sum(corner) % 2 == 0
]
"""Every second one, such that any three of the ends meet."""


@pytest.mark.parametrize(("gain", "update_bias", "forget_bias", "scale"), CORNERS)
def test_extreme_corners_draw_in_every_view(gain, update_bias, forget_bias, scale):
    page = lab(
        cells=",".join(STANDARD),
        inputs="noise",
        seq_len="60",
        hidden_size="4",
        seeds="2",
        theory="bound,mean_field",
        gain=f"{gain:g}",
        update_bias=f"{update_bias:g}",
        forget_bias=f"{forget_bias:g}",
        scale=f"{scale:g}",
        precision="float32" if gain else "float64",
    )
    for view in VIEW_TITLES:
        put(page, view=view)
        drawn(page)


@pytest.mark.parametrize(
    ("gain", "bias", "design"), [("0", "4", "own_reset=none"), ("4", "-8", "own_update=none&own_candidate=relu")]
)
def test_extreme_corners_of_the_variants_draw_in_every_view(gain, bias, design):
    settings = {"seq_len": "40", "hidden_size": "4", "seeds": "2", "theory": "bound,mean_field", "scale": "5"}
    own = dict(part.split("=") for part in design.split("&"))
    biases = {"gain": gain, "update_bias": bias, "forget_bias": bias, "precision": "float32"}
    others = ",".join([*(key for key in CELLS if key not in STANDARD), OWN])
    page = lab(cells="", variants=others, inputs="noise", scheme="identity", **settings, **biases, **own)
    for view in VIEW_TITLES:
        put(page, view=view)
        drawn(page)


@pytest.mark.parametrize(("seq_len", "hidden_size", "seeds"), [(5, 4, 1), (5, 128, 32), (500, 4, 1)])
@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_extreme_sizes(seq_len, hidden_size, seeds, precision):
    sizes = {"seq_len": str(seq_len), "hidden_size": str(hidden_size), "seeds": str(seeds)}
    page = lab(**sizes, inputs="noise", gain="4", scheme="gaussian", precision=precision, theory="bound,mean_field")
    drawn(page)
    if hidden_size < 128:
        put(page, view="matrix")
        drawn(page)


def test_the_largest_experiment_draws():
    page = lab(cells="rnn,gru", seq_len="500", hidden_size="128", seeds="32", inputs="noise", precision="float32")
    drawn(page)


def test_a_custom_cell_shows_its_equations_its_size_and_its_gradient():
    page = lab(cells="gru", variants="own", inputs="noise", own_reset="none", own_update="input", hidden_size="12")
    check_decay(page, Experiment(cells=("gru", "own_none_input_tanh"), hidden_size=12, update_bias=-4.0))
    formulas = [text.value for text in page.markdown if text.value.startswith("$")]
    for equation in find_cell("own_none_input_tanh").equations:
        assert f"${equation.latex}$" in formulas[0].split("  \n")
    assert r"$J_{\text{leak}} = \mathrm{diag}(1-z_t)$" in formulas[1].split("  \n")
    weights = init_weights("own_none_input_tanh", input_size=8, hidden_size=12)
    size = weights.W.size + weights.U.size + weights.b.size
    [words] = [plain(text.value) for text in page.markdown if "parameters" in text.value]
    assert words.startswith(f"{size:,} parameters with 8 inputs and 12 hidden units; a GRU has 756.")

    put(page, own_reset="before")
    put(page, own_update="coupled")
    check_decay(page, Experiment(cells=("gru", "own_before_coupled_tanh"), hidden_size=12, update_bias=-4.0))
    assert any("the same as the MGU" in text.value for text in page.markdown)


def test_parts_that_do_not_go_together_are_a_clear_message_and_lose_nothing():
    page = lab(cells="gru", variants="own", own_reset="none", own_update="coupled", gain="2")
    [error] = page.error
    assert plain(error.value).startswith("A shared gate needs a reset gate to share")
    assert not page.exception
    put(page, own_reset="after")
    drawn(page)
    assert values(page)["gain"] == 2.0
    put(page, own_reset="none")
    put(page, variants=[])
    drawn(page)
    assert not any("parameters" in text.value for text in page.markdown)


def test_the_cells_drawn_are_explained_with_their_sources():
    page = lab(cells="lstm", variants="light_gru,mingru", inputs="noise", seq_len="20")
    page.session_state["cells"] = True
    page.run()
    drawn(page)
    texts = " ".join(plain(text.value) + text.value for text in page.markdown)
    for cell in ("lstm", "light_gru", "mingru"):
        assert linked(CELLS[cell].reference) in texts
        assert f"{CELLS[cell].parameter_count(8, 32):,} parameters" in texts
        assert CELLS[cell].equations[0].latex in texts


def test_a_custom_cell_goes_to_the_training_page_and_back():
    page = lab(variants="own", own_reset="after", own_update="input", own_candidate="relu", own_bias="1")
    link, *_ = [link.proto for link in page.get("page_link") if link.proto.query_string]
    there = dict(part.split("=") for part in link.query_string.split("&"))
    assert link.page == "train"
    onward = opened("train", **there)
    assert not onward.warning
    learners = config_from(visit.values(onward, TRAIN)).learners
    assert [learner.cell for learner in learners] == ["gru", "own_after_input_relu_bias"]
    link, *_ = [link.proto for link in onward.get("page_link") if link.proto.query_string]
    back = lab(**dict(part.split("=") for part in link.query_string.split("&")))
    assert keys(values(back)) == ("gru", "own_after_input_relu_bias")


def test_settings_outlive_a_visit_to_the_other_page():
    page = lab(inputs="noise")
    put(page, gain=2.0)
    put(page, view="paths")
    before, address = drawn(page), query(page)
    page.query_params.clear()
    page.switch_page("app.py").run()
    assert slider(page, "home_gain").value == 1.0
    page.query_params.clear()
    page.switch_page("pages/gradient_flow.py").run()
    assert drawn(page) == before
    assert query(page) == address


def test_a_link_to_the_page_replaces_an_earlier_visit():
    page = lab(gain="2", seed="5")
    page.query_params.clear()
    page.query_params["gain"] = "3"
    page.run()
    assert values(page) == DEFAULTS | {"gain": 3.0}


def test_the_check_opens_and_agrees():
    page = lab(seeds="2", seq_len="20", cells="rnn,gru,gru_reset_after,lstm")
    page.session_state["check"] = True
    page.run()
    drawn(page)
    [table] = [frame.value for frame in page.dataframe]
    assert set(table["run"]) == {run.label for run in run_experiment(experiment_from(values(page)))}
    resolved = table[table["measured"] != "too small to measure"]
    assert (resolved["error"].astype(float) < 0.2).all()
    assert (resolved["error"].astype(float) < 1e-6).mean() > 0.5


@pytest.mark.parametrize("loss", ["last", "every"])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_the_check_works_for_every_measurement(loss, precision):
    page = lab(loss=loss, precision=precision, seq_len="10", inputs="noise")
    page.session_state["check"] = True
    page.run()
    drawn(page)
    assert (page.dataframe[0].value["error"].astype(float) < 1e-4).all()


def test_the_script_opens_and_is_python():
    page = lab(inputs="text", text='"""; import os; os.abort()  # \\')
    page.session_state["script"] = True
    page.run()
    drawn(page)
    [code] = page.code
    compile(code.value, "gradient_norms.py", "exec")
    assert any(button.label == "Python script" for button in page.get("download_button"))


def test_the_table_of_a_view_opens():
    page = lab(view="gates", seq_len="100", hidden_size="32", cells="gru")
    page.session_state["gradient_flow_gates_0_numbers"] = True
    page.run()
    drawn(page)
    assert len(page.dataframe[0].value) == 1000
    assert "The first 1,000 of 3,200 rows" in " ".join(note.value for note in page.caption)


def test_the_chips_are_the_legend_and_more_cells_join_them():
    page = lab(cells="gru", variants="mgu")
    chips = part(page, "chips")
    titles = {chip["key"]: chip["title"] for chip in chips["cells"]}
    assert titles == {cell: CELLS[cell].title for cell in (*STANDARD, "mgu")}
    assert chips["chosen"] == ["gru", "mgu"]
    colors = {chip["key"]: chip["color"] for chip in chips["cells"]}
    [picture] = drawn(page)
    curves = [trace for trace in picture.figure["data"] if trace.get("showlegend") is not False]
    assert {trace["line"]["color"] for trace in curves} == {colors["gru"], colors["mgu"]}


def test_the_lit_experiment_says_where_to_look_with_the_numbers_of_the_run():
    page = lab(seed="7")
    kept = {run.cell: run.flow.decay().kept for run in run_experiment(experiment_from(values(page)))}
    assert looks(page).endswith(f"the RNN {left(kept['rnn'])}.")
    put(page, axis="linear")
    assert looks(page) == LINEAR, "the words are about straight lines and left ends"
    put(page, axis="log", loss="every")
    assert looks(page) == EVERY
    put(page, loss="last", gain=1.05)
    assert looks(page) == LOOK["decay"]


def test_an_experiment_is_offered_with_a_question_for_every_preset():
    cards = part(lab(), "experiments")["cards"]
    assert [card["name"] for card in cards] == list(TABLE.presets) == list(CARDS)
    assert all(card["question"].endswith("?") for card in cards)


def test_in_the_other_views_one_is_told_where_to_look_as_well():
    for view in VIEW_TITLES:
        assert looks(lab(view=view, gain="1.3", seq_len="10", seeds="1")) == LOOK[view]


@pytest.mark.parametrize("cell", CELLS)
def test_each_cell_alone_has_all_of_its_page(cell):
    name = "cells" if cell in STANDARD else "variants"
    page = lab(**{"cells": "", name: cell}, seq_len="10", seeds="1")
    assert drawn(page)
    assert [one["figure"] for one in part(page, "preview")][-1] == "signal", "the last thing to be drawn"


def test_beside_the_forget_bias_of_an_slstm_stands_what_it_keeps():
    page = lab(cells="gru", variants="slstm", inputs="noise", forget_bias="2")
    *_, kept, _ = part(page, "preview")
    settings = {"hidden_size": 32, "seed": values(page)["seed"], "forget_bias": 2}
    inputs = experiment_from(values(page)).make_inputs()
    true = record("slstm", init_weights("slstm", input_size=8, **settings), inputs).gates["k"].ravel()
    counts, _ = np.histogram(true, bins=20, range=(0, 1))
    np.testing.assert_allclose(kept["shares"], counts / counts.sum())
    assert kept["words"] == f"share kept: k ≈ {np.median(true):.2g}"


def test_the_previews_are_of_the_run():
    page = lab(cells="rnn,gru,lstm", gain="0.5", seed="3", inputs="noise", scale="2", forget_bias="1")
    plane, update, forget, signal = part(page, "preview")
    weights = init_weights("rnn", input_size=8, hidden_size=32, seed=3)
    true = np.linalg.eigvals(weights.U[0])
    shown = np.array(plane["points"]) @ [1, 1j]
    np.testing.assert_allclose(np.sort_complex(shown), np.sort_complex(true))
    assert plane["factor"] == 0.5
    assert plane["topic"] == f"moved:{key('gain')}"
    inputs = experiment_from(values(page)).make_inputs()
    for cell, gate, preview, bias in (("gru", "z", update, -4.0), ("lstm", "f", forget, 1.0)):
        name = {"z": "update_bias", "f": "forget_bias"}[gate]
        started = init_weights(cell, input_size=8, hidden_size=32, seed=3, gain=0.5, **{name: bias})
        opened_by = record(cell, started, inputs).gates[gate]
        counts = np.histogram(opened_by, bins=20, range=(0, 1))[0]
        np.testing.assert_allclose(preview["shares"], counts / counts.sum())
        assert f"median {np.median(opened_by):.2g}." in preview["alt"]
    np.testing.assert_allclose(2 * np.array(signal["channels"]), inputs[:, 0, :3].T, atol=2e-3)


def test_what_a_link_sets_under_advanced_is_in_sight():
    assert lab(gain="2").session_state[key("advanced")] is False
    page = lab(hidden_size="8")
    assert page.session_state[key("advanced")] is True
    page.session_state[key("advanced")] = False
    put(page, gain=2.0)
    assert page.session_state[key("advanced")] is False, "who closes it finds it closed"
    put(page, chrono=True)
    assert page.session_state[key("advanced")] is True


def test_reset_leads_back_to_the_first_picture():
    page = lab(gain="2", view="paths", axis="linear", cells="lstm", theory="bound")
    page.button(key=key("first_picture")).click().run()
    assert values(page) == DEFAULTS
    assert query(page) == {}
