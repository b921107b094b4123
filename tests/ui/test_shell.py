"""The document that every page begins with."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from gruviz.ui.assets import asset
from gruviz.ui.charts.plotly_js import plotly_file
from gruviz.ui.shell import Shell
from tests.loops import finished

DOCUMENT = f"<html><head></head><body>{'é' * 2000}</body></html>"
ROUTES = [
    Route("/static/x.js", lambda request: Response(DOCUMENT, media_type="text/javascript")),
    Route("/{path:path}", lambda request: HTMLResponse(DOCUMENT)),
]


def got(path: str, query: bytes = b"") -> tuple[dict[bytes, bytes], bytes]:
    """Headers and body from a server that has a document at every address but one, compressed as Streamlit's."""
    app = Starlette(routes=ROUTES, middleware=[Middleware(Shell), Middleware(GZipMiddleware)])
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request"}

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query,
        "headers": [(b"accept-encoding", b"gzip")],
    }
    finished(app(scope, receive, send))
    start, *bodies = sent
    return dict(start["headers"]), b"".join(message["body"] for message in bodies)


@pytest.mark.parametrize("path", ["/", "/compare", "/my/class/compare/", "/my/class/train"])
def test_a_page_has_our_style_before_any_script_has_run(path):
    headers, body = got(path)
    before, after = DOCUMENT.split("</body>")
    text = body.decode()
    assert text.startswith(before)
    assert text.endswith(f"</body>{after}")
    assert text.count(asset("style/common.css")) == 1
    assert int(headers[b"content-length"]) == len(body)
    assert (plotly_file() in text) is ("compare" in path), "Home and Train open without a chart"


def test_within_another_sites_page_it_has_the_style_of_a_frame():
    embed = asset("style/embed.css")
    assert embed in got("/compare", b"view=size&embed=true")[1].decode()
    assert embed not in got("/compare", b"embed=false")[1].decode()


@pytest.mark.parametrize("path", ["/static/x.js", "/static/train.html"])
def test_all_else_passes_as_it_is(path):
    headers, body = got(path)
    assert headers[b"content-encoding"] == b"gzip"
    assert len(body) < 200
