"""The document that every page begins with."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from gruviz.ui.assets import asset
from gruviz.ui.charts.plotly_js import plotly_file
from gruviz.ui.shell import Shell

DOCUMENT = f"<html><head></head><body>{'é' * 2000}</body></html>"


def got(path: str) -> Response:
    """An answer of a server that has documents at every address, compressed as Streamlit's, and one file."""
    routes = [
        Route("/static/x.js", lambda request: Response("</body>", media_type="text/javascript")),
        Route("/{path:path}", lambda request: HTMLResponse(DOCUMENT)),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Shell), Middleware(GZipMiddleware)])).get(path)


@pytest.mark.parametrize("path", ["/", "/train", "/my/class/train/", "/my/class/"])
def test_a_page_has_our_style_before_any_script_has_run(path):
    answer = got(path)
    before, after = DOCUMENT.split("</body>")
    assert answer.text.startswith(before)
    assert answer.text.endswith(f"</body>{after}")
    assert answer.text.count(asset("style.css")) == 1
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert (plotly_file() in answer.text) is ("train" in path), "Home draws without Plotly"


@pytest.mark.parametrize("path", ["/static/x.js", "/static/train.html"])
def test_all_else_passes_as_it_is(path):
    assert "style" not in got(path).text
