"""What a person uploads or pastes: read in one line, kept while the session lasts, and said to be gone after it."""

import json
from datetime import date, timedelta
from functools import partial

import numpy as np
import pytest

from gruviz.server_runs import trainings
from gruviz.ui.controls.own_numbers import INVITATION
from gruviz.ui.gradient_flow.picture import PICTURE_BEFORE
from tests.pages.visit import click, drawn, finished, opened, pictures, plain, slider

lab = partial(opened, "gradient_flow")
applications = partial(opened, "applications")
N = 150
DAYS = [date(2018, 1, 1) + timedelta(days=i) for i in range(N)]
KURS = [f"{20 + 5 * np.sin(i / 5):.2f}".replace(".", ",") for i in range(N)]
GERMAN = "Datum;Kurs;Menge\n" + "".join(f"{DAYS[i]:%d.%m.%Y};{KURS[i]};{i % 3}\n" for i in range(N))


@pytest.fixture(scope="module", autouse=True)
def _own_pool():
    yield
    trainings().close()
    trainings.cache_clear()


def upload(page, name, text, key=None):
    box = page.file_uploader(key=key) if key else page.file_uploader[0]
    box.set_value((name, text.encode() if isinstance(text, str) else text, "text/csv")).run()
    assert not page.exception, [error.message for error in page.exception]
    return page


def words(page):
    return " | ".join(plain(text.value) for text in [*page.markdown, *page.caption, *page.info])


def to_page(page, name):
    page.switch_page(f"pages/{name}.py").run()
    assert not page.exception, [error.message for error in page.exception]
    return page


def test_the_laboratory_invites_and_says_what_it_read():
    page = lab(inputs="table")
    assert not page.error
    assert [plain(text.value) for text in page.info] == [INVITATION]
    assert not pictures(page)
    upload(page, "my.csv", GERMAN)
    said = "Read 150 rows of 2 columns: *Kurs and Menge*; separated by semicolons, decimal comma; dates in Datum."
    assert said in words(page)
    assert "The first 50 of 150 rows are read." in words(page)
    assert drawn(page)
    assert page.query_params["file"] == "my.csv"
    page.selectbox(key="gradient_flow_column_box").set_value("Menge").run()
    assert "Read 150 rows of 1 column: *Menge*" in words(page)
    assert page.query_params["column"] == "Menge"


@pytest.mark.parametrize("name", ["gradient_flow", "inside_the_cell"])
def test_a_file_that_cannot_be_read_is_said_once_and_the_last_picture_stays(name):
    fresh = {} if name == "gradient_flow" else {"weights": "fresh"}
    page = upload(opened(name, inputs="table", **fresh), "my.csv", GERMAN)
    before = pictures(page)
    upload(page, "bad.csv", "a;b\n1;2\n3;x\n5;6\n")
    [error] = page.error
    assert plain(error.value) == (
        "bad.csv: Line 3 has no number in column b, but “x”. What you see is of the numbers before."
    )
    assert pictures(page) == before


def test_a_file_stays_over_inputs_and_pages_until_it_is_removed():
    page = upload(lab(inputs="table"), "my.csv", GERMAN)
    before = pictures(page)
    page.selectbox(key="gradient_flow_inputs").set_value("sine").run()
    page.selectbox(key="gradient_flow_inputs").set_value("table").run()
    assert pictures(page) == before
    to_page(page, "train")
    to_page(page, "gradient_flow")
    assert pictures(page) == before
    assert "**my.csv** is still here." in words(page)
    click(page, "gradient_flow_file_forget")
    assert [plain(text.value) for text in page.info] == [f"{INVITATION} {PICTURE_BEFORE}"]


def test_a_link_to_a_file_that_is_not_here_says_what_is_gone():
    page = lab(inputs="table", file="my.csv")
    assert "**my.csv** is not here any more: it stays for one session only" in words(page)
    assert not page.error
    page = applications(application="forecasting", forecasting_file="my.csv")
    assert "**my.csv** is not here any more" in words(page)
    assert pictures(page), "the shipped models are there all the same"
    click(page, "applications_forecasting_file_forget")
    assert "not here any more" not in words(page)


def test_texts_longer_and_shorter_than_the_run_are_said():
    assert "The first 50 of 91 characters are read." in words(lab(inputs="text"))
    assert "There are 5 characters, so the run has 5 steps, not the 50 of" in words(lab(inputs="text", text="abcde"))
    assert "characters" not in "".join(
        plain(text.value) for text in lab(inputs="noise").caption if "read" in text.value
    )


def test_a_series_is_read_in_one_line_with_its_columns_and_stays():
    page = upload(applications(application="forecasting"), "kurse.csv", GERMAN, "forecasting_upload")
    line = (
        "Read 150 daily values of *Kurs* from 1 Jan 2018 to 30 May 2018; one of 2 columns; separated by semicolons, "
        "decimal comma; dates as day.month.year."
    )
    assert line in words(page)
    assert "The networks read 40 values at a time, not 144, since the series has only 150." in words(page)
    assert page.selectbox(key="applications_forecasting_column_box").options == ["Kurs", "Menge"]
    page.button_group(key="applications_application").set_value("translation").run()
    page.button_group(key="applications_application").set_value("forecasting").run()
    assert line in words(page)
    assert "**kurse.csv** is still here." in words(page)
    page.selectbox(key="applications_forecasting_column_box").set_value("Menge").run()
    assert "values of *Menge*" in words(page)
    assert page.query_params["forecasting_column"] == "Menge"


def test_a_sentinel_is_asked_about():
    text = "d,v\n" + "".join(f"{date(2018, 1, 1) + timedelta(days=i)},{-999 if i == 70 else i % 9}\n" for i in range(N))
    page = upload(applications(application="forecasting"), "t.csv", text, "forecasting_upload")
    [box] = page.checkbox
    assert (plain(box.label), box.value) == ("−999 stands once: a missing value?", True)
    assert "1 gap filled" in words(page)
    box.set_value(False).run()
    assert "gap" not in "".join(plain(text.value) for text in page.caption)
    assert page.query_params["forecasting_missing"] == "0"


def test_a_column_that_cannot_be_read_leaves_the_choice_of_another():
    text = GERMAN.replace("20,00;0", "viel;0", 1)
    page = upload(applications(application="forecasting"), "t.csv", text, "forecasting_upload")
    [error] = page.error
    assert plain(error.value) == "Line 2 has no number in column Kurs, but “viel”."
    page.selectbox(key="applications_forecasting_column_box").set_value("Menge").run()
    assert not page.error


def test_the_pasted_text_stays_and_after_a_reload_it_is_said_to_be_gone():
    page = applications(application="language")
    page.text_area(key="language_pasted").set_value("the cat sat on the mat. " * 120).run()
    page.button_group(key="applications_application").set_value("speech").run()
    page.button_group(key="applications_application").set_value("language").run()
    assert page.text_area(key="language_pasted").value.startswith("the cat")
    assert "have not learned from your data" in words(page)
    assert "**The pasted text** is not here any more" in words(
        applications(application="language", language_file=page.query_params["language_file"])
    )


@pytest.mark.training
def test_what_was_trained_on_a_file_comes_back_with_it_and_speaks_of_its_dates():
    page = upload(
        applications(application="forecasting", budget="2", hidden_size="8"), "kurse.csv", GERMAN, "forecasting_upload"
    )
    finished(click(page, "applications_start"))
    page.run()
    assert "**Trained here**" in words(page)
    assert "your series of 150 values from 1 Jan 2018 to 30 May 2018" in words(page)
    [given] = [each.proto.json for each in page.get("bidi_component") if each.proto.component_name == "gruviz_forecast"]
    series = json.loads(given)
    assert (series["name"], series["labels"].split("\n")[0], series["dated"]) == ("Kurs", "1 Jan 2018", True)
    page.button_group(key="applications_application").set_value("speech").run()
    page.button_group(key="applications_application").set_value("forecasting").run()
    assert "**Trained here**" in words(page)
    slider(page, "applications_budget").set_value(50).run()
    [box] = [box for box in page.selectbox if box.label == "Networks on this page"]
    assert box.options == ["Those that come with GRUViz", "Trained here: kurse.csv, 12 updates"]
    assert box.value == "Those that come with GRUViz"
    box.set_value(box.options[1]).run()
    assert "by earlier settings" in words(page)
