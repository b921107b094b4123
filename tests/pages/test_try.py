"""What a person brings to the applications: a clip of speech, and every person of the wearable data."""

import pytest
from streamlit.testing.v1 import AppTest

from gruviz.applications.speech import clip_to_csv
from tests.pages.visit import _opened, plain
from tests.test_architecture import ROOT

CLIP = clip_to_csv(0)


def applications(**query):
    return _opened(
        AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).switch_page("pages/applications.py"), query
    )


def uploaded(page, name, body):
    page.file_uploader[0].set_value((name, body, "text/csv")).run()
    assert not page.exception, [error.message for error in page.exception]
    return page


def test_a_clip_that_was_downloaded_is_heard_again():
    page = uploaded(applications(application="speech"), "clip.csv", CLIP.encode())
    assert not page.error
    assert any("Heard from clip.csv" in plain(text.value) for text in page.markdown)
    assert any("In the end" in heading.value for heading in page.header)


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("empty.csv", b"", "file = 'empty'"),
        ("bin.csv", bytes(range(256)), "text in UTF-8"),
        ("utf16.csv", CLIP.encode("utf-16"), "file = 'text in UTF-16'"),
        ("emoji.csv", "🦁,🦁\n".encode(), "at least two rows of numbers"),
        ("narrow.csv", b"1\n2\n3\n", "13"),
        ("nan.csv", (",".join(["nan"] * 13) + "\n").encode() * 3, "finite number"),
    ],
)
def test_a_file_that_is_no_clip_is_named_and_the_page_goes_on(name, body, message):
    page = uploaded(applications(application="speech"), name, body)
    [error] = page.error
    assert name in plain(error.value)
    assert message in plain(error.value)
    assert any("name “" in heading.value for heading in page.header)
