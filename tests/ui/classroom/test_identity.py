import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from gruviz.ui.classroom.identity import COOKIE, Known, browser_of
from tests.loops import finished
from tests.ui.classroom.browser import Browser


async def page(request: Request):
    return PlainTextResponse(browser_of(request) or "nobody")


@pytest.fixture
def browser():
    return Browser(Starlette(routes=[Route("/walkthrough", page)], middleware=[Middleware(Known)]))


def test_a_link_into_a_class_gives_a_browser_its_cookie_and_no_other_page_does(browser):
    async def play():
        for query in ("", "?step=chain", "?subclass=a"):
            await browser.ask("GET", f"/walkthrough{query}")
            assert not browser.cookies, query
        assert (await browser.ask("GET", "/walkthrough?step=chain&class=quiet-heron"))[2] == "nobody"
        [secret] = browser.cookies.values()
        assert re.fullmatch(r"[\w-]{32}", secret)
        assert (await browser.ask("GET", "/walkthrough?class=quiet-heron"))[2] == secret
        assert browser.cookies == {COOKIE: secret}
        assert not [name for name, _ in browser.headers if name == "set-cookie"]

    finished(play())
