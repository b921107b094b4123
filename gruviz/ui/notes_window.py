"""The presenter's second window: a page of its own that follows the lesson in the first one."""

from functools import cache

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from gruviz.ui.assets import asset, component_source


def notes_route() -> Route:
    """The address of the window on the server: beside each page, whatever stands before it."""

    def send(request: Request) -> Response:
        return HTMLResponse(_document(), headers={"Cache-Control": "no-cache"})

    return Route("/{folder:path}presenter-notes", send)


@cache
def _document() -> str:
    """The whole page: it holds no notes, which come from the first window, and asks the server for nothing."""
    js, css = component_source("notes_window")
    page = asset("components/notes_window/page.html")
    return page.replace("/* style */", css or "").replace("/* script */", js)
