"""What is around the body of a page stays, however the body ends."""

from tests.pages.visit import click, opened, plain, query, slider, texts


def components(page):
    return [element.proto.component_name for element in page.get("bidi_component")]


def test_an_impossible_setting_ends_the_body_and_nothing_else():
    page = opened("gradient_flow", cells="", gain="2")
    assert not page.exception
    [error] = page.error
    assert plain(error.value).startswith("Choose at least one cell.")
    assert slider(page, "gradient_flow_gain").value == 2.0
    assert not page.header, "no chart"
    assert [label for label in ("Check it", "Export") if any(label in box.label for box in page.get("expander"))] == []
    assert "gruviz_copy_link" in components(page)


def test_a_run_that_is_ended_on_purpose_shows_no_error():
    page = opened("inside_the_cell", weights="brought")
    assert not page.exception
    assert not page.error
    assert "Look inside" in page.info[0].value
    assert "gruviz_inside" not in components(page)


def test_what_a_page_adds_to_the_sidebar_stands_before_the_link_to_share():
    page = opened("inside_the_cell", weights="fresh", inputs="table", table="1\n2\n4")
    parts = [
        getattr(element.proto, "component_name", element.type) for element in page.sidebar if element.type != "sidebar"
    ]
    assert parts.index("file_uploader") < parts.index("gruviz_copy_link")
    assert "**Input**" in texts(page)


def test_presenter_mode_stays_in_the_address_until_it_is_left():
    page = opened("train", length="20")
    click(page, "train_to_projector")
    assert query(page)["present"] == "1"
    click(page, "train_first_picture")
    assert query(page) == {"present": "1"}, "Reset is for the settings"
    click(page, "train_leave")
    assert query(page) == {}


def test_a_link_for_a_class_may_do_without_presenter_mode():
    page = opened("train", hide="present")
    assert not page.warning
    assert [button.key for button in page.button if button.key == "train_to_projector"] == []
