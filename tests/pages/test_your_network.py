"""The page Your network: the example speaks first, a file of one's own stays, and what can't be read loses nothing."""

import numpy as np
import pytest
from safetensors.numpy import save

from gruviz.ui.your_network.brought import BEFORE, SLOTS
from gruviz.ui.your_network.controls import TABLE
from gruviz.ui.your_network.view import EXAMPLE, RANDOM, WHY
from tests.pages.visit import drawn, headlines, opened, plain, query, show, slider, texts, values
from tests.ui.your_network.made import arrays, file

UPLOAD = "your_network_network_upload"
SHORT = {"seq_len": "20"}


def brought(body, name="mine.safetensors", **asked):
    """The page with a file that has been uploaded."""
    page = opened("your_network", **SHORT, **asked)
    return upload(page, body, name)


def upload(page, body, name="mine.safetensors"):
    page.file_uploader(key=UPLOAD).set_value((name, body, "application/octet-stream")).run()
    assert not page.exception, [error.message for error in page.exception]
    return page


def title(page):
    [heading] = page.title
    return plain(heading.value)


def errors(page):
    return [plain(error.value) for error in page.error]


def test_the_example_says_what_is_wrong_before_anybody_has_brought_anything():
    page = opened("your_network", **SHORT)
    charts = drawn(page)
    assert "of encoder keeps nothing of its past" in title(page)
    assert "An example that does not learn" in texts(page)
    assert "Your file stays in this session" in " ".join(caption.value for caption in page.caption)
    assert charts[0].title.startswith("Left of the gradient 20 steps back: ")
    assert {"GRU as it is", "GRU fresh from PyTorch"} <= set(charts[0].curves)
    assert "After 400 updates, bias +6 has learned" in headlines(page)
    assert "with gruviz.watch(model" in page.code[0].value


def test_a_file_of_ones_own_is_read_and_stays_over_pages_and_moves():
    page = brought(file(cell="lstm", layers=2, rows=6))
    assert "Found 2 LSTM layers in rnn: 3 inputs, 4 units." in texts(page)
    assert "random ids, through its embedding of 6 rows" in texts(page)
    assert "An example" not in texts(page)
    assert query(page) == SHORT | {"network": "mine.safetensors"}
    slider(page, "your_network_scale").set_value(2.0).run()
    show(page, {})
    page.switch_page("pages/compare.py").run()
    page.switch_page("pages/your_network.py").run()
    assert "mine.safetensors is still here" in texts(page).replace("**", "")
    assert "Found 2 LSTM layers" in texts(page)
    assert page.session_state["your_network_visit"].values["scale"] == 2.0
    page.button(key="your_network_first_picture").click().run()
    assert query(page) == {"network": "mine.safetensors"}
    assert "Found 2 LSTM layers" in texts(page)
    page.button(key="your_network_network_forget").click().run()
    assert "An example" in texts(page)
    page.run()
    assert not any(f"your_network_{slot}" in page.session_state for slot in SLOTS)


@pytest.mark.parametrize("body", [b"not a network", save({"a": np.zeros((2, 2))})])
def test_a_bad_file_ends_in_a_sentence_and_the_network_before_stays(body):
    page = brought(file(layers=2))
    before = title(page)
    upload(page, body, "bad.pt")
    [said] = errors(page)
    assert said.endswith(BEFORE)
    assert title(page) == before
    assert "Found 2 GRU layers" in texts(page)


def replaced(page, body, name):
    """As a browser does it: the old file is taken away before the new one comes."""
    page.file_uploader(key=UPLOAD).set_value(None).run()
    return upload(page, body, name)


def test_a_bad_file_in_place_of_a_good_one_leads_back_to_the_good_one():
    page = replaced(brought(file(layers=2)), b"not a network", "bad.pt")
    assert errors(page)[0].endswith(BEFORE)
    assert "Found 2 GRU layers in rnn" in texts(page)
    page.file_uploader(key=UPLOAD).set_value(None).run()
    assert not page.error
    assert "mine.safetensors is still here" in texts(page).replace("**", "")
    assert query(page)["network"] == "mine.safetensors"
    page.button(key="your_network_network_forget").click().run()
    assert "An example" in texts(page)


def test_a_bad_file_shows_the_example_as_it_is_without_it():
    page = opened("your_network", **SHORT)
    before = texts(page)
    upload(page, b"not a network", "bad.pt")
    assert [one for one in before.splitlines() if "Broken" in one] == [
        one for one in texts(page).splitlines() if "Broken" in one
    ]
    assert "Broken" in before


def test_weights_that_are_no_numbers_end_in_a_sentence():
    broken = arrays()
    broken["rnn.weight_hh_l0"][1, 2] = np.nan
    page = brought(save(broken))
    assert "NaN" in errors(page)[0]
    assert errors(page)[-1].endswith(EXAMPLE)
    assert "keeps nothing of its past" in title(page)


def test_a_guess_can_be_put_right_and_the_link_keeps_it():
    page = brought(file())
    page.selectbox(key="your_network_reading_box_z near 1").set_value("gru_reset_after.rzn").run()
    assert query(page)["reading"] == "gru_reset_after.rzn"
    assert not page.error
    assert page.selectbox(key="your_network_reading_box_Reset acts").value == "gru_reset_after.rzn"


def test_text_in_ones_own_vocabulary():
    page = opened("your_network", inputs="text", text="XabY")
    assert "It reads 1 sequence of 4 steps of your text, through its embedding." in plain(
        " ".join(caption.value for caption in page.caption)
    )
    page = opened("your_network", inputs="text", text="Xq")
    assert errors(page) == [f"The vocabulary lacks “q”: add it where it stands among your ids. {RANDOM}"]
    assert f"**{RANDOM}** {WHY}" in texts(page)
    assert headlines(page)


def test_the_way_to_inside_the_cell():
    page = opened("your_network", layer="layer 1 of encoder", **SHORT)
    [link] = [one for one in page.get("page_link") if "step by step" in one.proto.label]
    assert "weights=brought&cell=gru&" in link.proto.query_string
    brought_along = page.session_state["brought"]
    assert brought_along["gru_reset_after"].label == "The example, layer 1 of encoder"
    there = opened("inside_the_cell", session={"brought": brought_along}, weights="brought", cell="gru")
    assert not there.exception
    assert not there.error
    assert "The gradient is that of a random readout of the last state." in texts(there)


def test_a_link_holds_every_control_and_says_which_file_is_not_here():
    page = opened("your_network", network="theirs.pt", inputs="noise", seq_len="10", scale="0.5", seed="7", lag="5")
    held = values(page, TABLE)
    asked = {"inputs": "noise", "seq_len": 10, "scale": 0.5, "seed": 7, "lag": 5}
    assert {name: held[name] for name in asked} == asked
    assert "theirs.pt is not here any more" in texts(page).replace("**", "")
    assert "keeps nothing of its past" in title(page)
