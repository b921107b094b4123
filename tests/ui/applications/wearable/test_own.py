"""Own sequences on the page: what is uploaded is described or refused, and the page goes on."""

from functools import partial

from tests.pages.visit import opened, plain

applications = partial(opened, "applications")


def test_a_file_is_read_or_refused_in_words_and_the_networks_stay():
    page = applications(application="wearable")
    rows = [f"p{i},{label},{step},{step}" for i in range(4) for label in ("run", "sit") for step in (1, 2, 3)]
    body = "\n".join(["id,label,step,x", *rows]).encode()
    page.file_uploader[0].set_value(("mine.csv", body, "text/csv")).run()
    assert not page.exception
    assert not page.error
    said = [plain(one.value) for one in [*page.caption, *page.markdown]]
    assert any("Read 8 sequences of 4 ids, 3 steps of 1 number a step" in one for one in said)
    assert any("have not learned from your data yet" in one for one in said)
    page.file_uploader[0].set_value(("mine.csv", body.replace(b"sit", b"run"), "text/csv")).run()
    assert not page.exception
    [error] = page.error
    assert "All sequences have one label, “run”" in plain(error.value)
    assert any("that come with GRUViz" in plain(one.value) for one in page.markdown)
