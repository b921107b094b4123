"""Files of one's own, where a browser lets them through."""

import pytest

from gruviz.ui.controls import upload


def test_within_another_sites_page_there_is_a_sentence_in_place_of_an_upload(monkeypatch):
    said = []
    monkeypatch.setattr(upload, "embedded", lambda: True)
    monkeypatch.setattr(upload.st, "caption", said.append)
    monkeypatch.setattr(upload.st, "file_uploader", lambda *_, **__: pytest.fail("it would be refused"))
    upload.offer_file(None, "file", "Your own file", ["csv"], key="own")
    assert "Your own file" in said[0]
    assert "outside of this frame" in said[0]
