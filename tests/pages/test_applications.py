"""The applications page: every application opens, every control does something, and bad input is named."""

import json
import re
from functools import cache
from urllib.parse import parse_qsl

import numpy as np
import pytest

from gruviz.applications.language import reach
from gruviz.applications.offered import LABELS, OFFERED
from gruviz.models.shipped import application_models, applications_record
from gruviz.server_runs import trainings
from gruviz.tasks import METRICS
from gruviz.ui.inside.look_inside import CHARTS
from tests.pages.visit import array, click, drawn, finished, opened, pictures, plain, query, texts
from tests.ui.inside.scenes import unpacked

MOVED = {
    "language_python": {"application": "language", "language_source": "python"},
    "digits_by_pixel": {"application": "digits", "digits_reading": "pixel"},
    "translation_attention": {"application": "translation", "translation_attention": "1"},
    "translation_german": {"application": "translation", "translation_language": "german"},
    "translation_german_attention": {
        "application": "translation",
        "translation_language": "german",
        "translation_attention": "1",
    },
    "speech_recorded": {"application": "speech", "speech_set": "recorded"},
}


def applications(application="language", **query):
    """The page with the networks of one offer."""
    return opened("applications", **(MOVED.get(application, {"application": application}) | query))


HOSTILE = '<script>alert(1)</script> $x$ **b** :red[x] "'


@pytest.fixture(scope="module", autouse=True)
def _own_pool():
    yield
    trainings().close()
    trainings.cache_clear()


def inside(readings, **query):
    """Inside the cell, in a session that has brought something."""
    return opened("inside_the_cell", session={"brought": readings}, **query)


@cache
def untouched(application):
    """The page of an application as it opens, to be looked at only."""
    return applications(application=application)


def judged(page):
    """The chart of results."""
    [found] = [picture for picture in pictures(page) if picture.summary.startswith("On what is held out")]
    return found


def staged(page):
    """What the stage of Language is given; None where there is none."""
    found = [each.proto.json for each in page.get("bidi_component") if each.proto.component_name == "gruviz_language"]
    return json.loads(found[0]) if found else None


def test_every_application_is_offered():
    assert list(LABELS) == list(OFFERED)


@pytest.mark.parametrize("application", LABELS)
def test_every_application_opens_with_its_results(application):
    page = untouched(application)
    told = applications_record()[application]
    measured = told["measured"]
    drawn(page)
    results = judged(page)
    for trace in results.figure["data"][: len(measured)]:
        np.testing.assert_allclose(array(trace["x"]), measured[trace["name"]])
    assert len(pictures(page)) > 1
    assert "Data:" in texts(page)
    assert "Success" in texts(page)
    assert any(f"made on {told['date']}" in plain(caption.value) for caption in page.caption)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language_text", "The key to the "),
        ("language_source", "python"),
        ("language_tint", "gradient"),
        ("language_at", 20),
        ("language_temperature", 2.0),
        ("language_seed", 3),
        ("translation_number", "ninety-nine"),
        ("forecasting_origin", 7),
        ("forecasting_ahead", 1),
    ],
)
def test_every_control_of_a_try_it_changes_it(name, value):
    application = name.split("_")[0]
    page = untouched(application)
    before = staged(page), [picture.figure for picture in pictures(page)]
    page = applications(application=application, **{name: str(value)})
    drawn(page)
    assert (staged(page), [picture.figure for picture in pictures(page)]) != before
    assert query(page)[name] == str(value)


def test_text_that_looks_like_markup_stays_text():
    page = applications(language_text=HOSTILE, language_at="12")
    drawn(page)
    assert staged(page)["text"] == HOSTILE
    assert not page.get("html")


@pytest.mark.parametrize("text", ["", 'Here is the "old" key (to a drawer).'])
def test_tints_are_gradients_on_one_scale_whatever_one_points_at(text):
    given = staged(applications(language_text=text, language_tint="gradient"))
    shown = text or given["beginnings"][0]
    assert (given["text"], given["gradients"]["text"], given["fixed"]) == (text, shown, False)
    models = application_models("language")
    assert [line["label"] for line in given["lines"]] == [*models, "5-gram"]
    for asked in {2, 12, len(shown)}:
        norms = [reach(model, shown, asked - 1)[:, 0] for model in models.values()]
        largest = max(values.max() for values in norms)
        start = (asked - 1) * (asked - 2) // 2
        for told, values in zip(given["gradients"]["levels"], norms, strict=True):
            levels = [ord(level) - 48 for level in told[start : start + asked - 1]]
            np.testing.assert_allclose(levels, 63 * np.sqrt(values / largest), atol=0.51)


def test_a_link_can_fix_the_text():
    assert staged(applications(language_text="The key ", hide="language_text"))["fixed"] is True


def test_the_floor_is_the_last_of_the_questions_and_only_where_it_is_known():
    record = applications_record()["language"]
    rows = {row["name"]: row["bits"] for row in staged(untouched("language"))["questions"]["rows"]}
    floor = rows.pop("The grammar")
    assert floor == pytest.approx(OFFERED["language"].task.floor, abs=1e-4)
    assert floor < min(rows.values())
    assert rows["5-gram"] == pytest.approx(record["baselines"]["5-gram"], abs=1e-4)
    for label, seed in record["shipped"].items():
        assert rows[label] == record["measured"][label][record["seeds"].index(seed)]
    assert [*rows.values()] == sorted(rows.values(), reverse=True)
    python = staged(untouched("language_python"))["questions"]
    assert "The grammar" not in {row["name"] for row in python["rows"]}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"application": "language", "language_text": "x"}, "Write at least two characters"),
        ({"application": "translation", "translation_number": "0"}, "I can translate whole numbers"),
        ({"application": "translation", "translation_number": HOSTILE}, "I can translate whole numbers"),
        ({"application": "translation_attention", "translation_number": "100000"}, "I can translate whole numbers"),
    ],
)
def test_what_cannot_be_tried_is_named_and_the_results_stay(query, message):
    page = applications(**query)
    assert not page.exception
    [error] = page.error
    assert plain(error.value).startswith(message)
    assert len(pictures(page)) == 1 + (query["application"] == "language"), "results, and verbs"


@pytest.mark.parametrize("application", LABELS)
def test_the_page_says_which_model_one_tries_and_how_its_settings_were_chosen(application):
    page = untouched(application)
    said = texts(page) + " ".join(plain(caption.value) for caption in page.caption)
    told = applications_record()[application]
    metric = METRICS[told["metric"]]
    for label, seed in told["shipped"].items():
        value = told["measured"][label][told["seeds"].index(seed)]
        assert f"{label} seed {seed} ({metric.words(value)})" in said
        assert metric.words(float(np.median(told["measured"][label]))) == metric.words(value)
        assert f"{label} {told['rates'][label]:g}" in said
    assert "what is held out was not looked at" in said
    fewer = told.get("rehearsed", told["settings"]["steps"]) < told["settings"]["steps"]
    assert ("updates with each rate" in said) == fewer
    assert "(default)" not in said + "".join(picture.alt for picture in pictures(page))
    assert "A training took" not in said


@pytest.mark.parametrize(
    ("application", "name", "typed", "shown"),
    [
        ("digits", "digits_picture", 601, 600),
        ("digits", "digits_picture", -3, 1),
        ("balancing", "balancing_start", 99, 20),
    ],
)
def test_a_number_out_of_range_is_said_and_the_nearest_is_shown(application, name, typed, shown):
    page = applications(application=application)
    page.number_input(key=f"applications_{name}").set_value(typed).run()
    assert not page.exception
    [said] = [caption.value for caption in page.caption if "is shown" in caption.value]
    assert said.endswith(f": {shown} is shown.")
    assert query(page).get(name, "1") == str(shown)
    page.number_input(key=f"applications_{name}").set_value(2).run()
    assert not any("is shown" in caption.value for caption in page.caption)


def test_a_number_to_translate_is_one_line_beside_its_answer():
    page = applications(application="translation")
    assert not page.sidebar.text_input
    assert not page.sidebar.text_area
    page.main.text_input(key="applications_translation_number").set_value("ninety-nine").run()
    [given] = [
        each.proto.json for each in page.get("bidi_component") if each.proto.component_name.endswith("translation")
    ]
    assert json.loads(given)["truth"] == ["quatre", "vingt", "dix", "neuf"]
    page.main.text_input(key="applications_translation_number").set_value("9" * 300).run()
    [error] = page.error
    assert plain(error.value).startswith("I can translate whole numbers from 1 to 99,999")


def test_two_charts_of_one_gradient_say_which_stretch_each_shows():
    page = looked_inside(application="translation", translation_number="80,000")
    assert "through the 2 English words to the state before the first" in texts(page)
    assert any(
        "the encoder alone, 8 steps, of which the first 6 are empty" in caption.value for caption in page.caption
    )


def test_the_address_speaks_of_the_open_application_only_and_the_others_keep_what_they_had():
    page = applications(application="wearable", wearable_window="7")
    page.button_group(key="applications_application").set_value("forecasting").run()
    assert query(page) == {"application": "forecasting"}
    page.button_group(key="applications_application").set_value("").run()
    assert query(page) == {}
    assert page.session_state["applications_visit"].values["wearable_window"] == 7


def test_a_link_with_nonsense_is_reported():
    page = applications(application="chess", budget="lots", hidden_size="7")
    assert not page.exception
    [warning] = page.warning
    assert len(warning.value.split("\n\n")) == 3


INSIDE = {
    "language": "language_inside",
    "translation": "translation_inside",
    "translation_attention": "translation_inside",
    "forecasting": "forecasting_inside",
    "speech": "applications_speech_inside",
    "digits": "applications_digits_inside",
    "digits_by_pixel": "applications_digits_inside",
    "balancing": "applications_balancing_inside",
    "wearable": "applications_wearable_inside",
}
"""Key of the part that looks inside, by application."""


def looked_inside(**query):
    page = applications(**query)
    page.session_state[INSIDE[query["application"]]] = True
    return page.run()


@pytest.mark.parametrize("application", ["language", "translation_attention", "digits_by_pixel", "balancing"])
def test_look_inside_draws_every_view_and_brings_the_run_inside_the_cell(application):
    closed = len(pictures(untouched(application)))
    page = looked_inside(application=application)
    key = INSIDE[application]
    for view in CHARTS:
        page.session_state[f"{key}_view"] = view
        page.run()
        assert not page.exception
        assert not page.error
        assert len(pictures(page)) >= closed + {"gates": 3}.get(view, 1)
    [way] = [link.proto.query_string for link in page.get("page_link") if "step by step" in link.proto.label]
    went = dict(parse_qsl(way))
    assert went == {"weights": "brought", "cell": "gru", "step": "1"}
    readings = page.session_state["brought"]
    assert set(readings) == {"rnn", "gru", "lstm"}
    for cell, reading in readings.items():
        there = inside(readings, **(went | {"cell": cell}))
        assert not there.exception
        [scene] = [e.proto for e in there.get("bidi_component") if e.proto.component_name == "gruviz_inside"]
        header, arrays = unpacked(scene.bytes)
        assert header["title"] == reading.label
        np.testing.assert_array_equal(arrays["value:h"], reading.recording.states["h"][:, 0, 0])
        np.testing.assert_array_equal(arrays["norms"], reading.flow.norms["state"][:, 0, 0])
        words = texts(there)
        assert f"The gradient is that of {plain(reading.quantity)}." in words
        assert ("Here it says" in words) == (reading.read_answer is not None)
        assert (f"of {reading.before + reading.recording.seq_len} steps" in words) == (reading.before > 0)


def test_an_encoder_and_a_decoder_are_looked_at_one_at_a_time():
    page = looked_inside(application="translation", translation_number="21")
    key = INSIDE["translation"]
    way = pictures(page)[-2]
    [gru] = [trace for trace in way.figure["data"] if trace.get("name", "").startswith("GRU")]
    assert len(array(gru["y"])) == 2 + 4 + 1, "twenty one; vingt et un and the end; the state before"
    for layer, steps, word in (("Encoder", 8, "one"), ("Decoder", 4, "vingt")):
        page.session_state[f"{key}_layer"] = layer
        page.run()
        reading = page.session_state["brought"]["gru"]
        assert reading.recording.seq_len == steps
        assert word in reading.symbols
        assert reading.label.endswith(f"({layer.lower()})")


def test_holding_a_gate_changes_what_a_network_of_an_application_says():
    page = looked_inside(application="speech", speech_set="recorded")
    there = inside(page.session_state["brought"], weights="brought", hold="z=0@1-40")
    assert re.search(r"Here it says (\w+), but it was four. Untouched it says four, which is right", texts(there))


def test_a_link_to_what_another_session_brought_says_where_to_bring_it_from():
    there = inside({}, weights="brought")
    assert not there.exception
    assert not there.error
    assert "Look inside" in there.info[0].value
    there.selectbox(key="inside_weights").select("flip_flop").run()
    assert not there.info


def test_a_pasted_text_is_learned_and_tried():
    page = applications(application="language", budget="2", hidden_size="8")
    page.text_area(key="language_pasted").set_value("the cat sat on the mat. " * 120).run()
    finished(click(page, "applications_start"))
    drawn(page.run())
    assert any("Trained here" in text.value for text in page.markdown)
    assert not any("come with GRUViz**" in text.value for text in page.markdown)
    own = {trace["name"]: trace for trace in judged(page).figure["data"]}
    assert array(own["5-gram"]["x"])[0] < 1
    assert staged(page)["beginnings"][0].split()[0] in ("the", "cat", "sat", "on", "mat.")
    page.button(key="applications_back").click().run()
    assert any("come with GRUViz**" in text.value for text in page.markdown)


def test_too_short_a_text_is_named():
    page = applications(application="language")
    page.text_area(key="language_pasted").set_value("short").run()
    [error] = page.error
    assert plain(error.value).startswith("This text has 5 characters. It takes at least 2,000")
    assert len(pictures(page)) > 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"\xff\xfea\x00", "There is no column of numbers"),
        (b"\x80\x81", "The file is binary"),
        ("😀\n😀\n".encode(), "There is no column of numbers"),
        (b"month,value\r\n1,2\r\n2,nan\r\n", "value"),
    ],
)
def test_a_file_that_is_no_series_is_named(content, message):
    page = applications(application="forecasting")
    page.file_uploader(key="forecasting_upload").set_value(("own.csv", content, "text/csv")).run()
    assert not page.exception
    [error] = page.error
    assert message in plain(error.value)
    assert len(pictures(page)) > 1


def test_an_uploaded_series_is_read():
    rows = "\n".join(f"{i},{np.sin(i / 3):.3f}" for i in range(300))
    page = applications(application="forecasting")
    page.file_uploader(key="forecasting_upload").set_value(("own.csv", f"i,v\n{rows}\n".encode(), "text/csv")).run()
    drawn(page)
    assert any("Read 300 values of *v*; separated by commas; index i." in plain(text.value) for text in page.caption)
    assert any("have not learned from your data" in text.value for text in page.caption)
