"""The presenter's second window, as the server sends it."""

import re

from starlette.requests import Request
from starlette.routing import Match

from gruviz.ui.notes_window import notes_route


def test_the_window_is_one_page_that_asks_for_nothing_more_and_knows_no_notes():
    route = notes_route()
    scope = {"type": "http", "method": "GET", "path": "/my/class/presenter-notes", "headers": []}
    assert route.matches(scope)[0] == Match.FULL
    assert route.matches({**scope, "path": "/walkthrough"})[0] == Match.NONE
    page = route.endpoint(Request(scope)).body.decode()
    assert "new NotesWindow()" in page
    assert "import " not in page.split("<script")[1]
    assert not re.search(r'(?:src|href)="(?!data:)', page)
    assert "url(" not in page
