"""The browser gets the plotly.js of the installed package, under a name that changes with it."""

import gzip

import pytest
from plotly.offline import get_plotlyjs
from starlette.requests import Request
from starlette.routing import Match

from gruviz.ui.charts import plotly_js
from gruviz.ui.charts.plotly_js import plotly_file, plotly_route


def asked(path):
    return {"type": "http", "method": "GET", "path": path, "headers": []}


def test_the_file_is_the_installed_plotly_as_a_module_that_a_browser_may_keep():
    route = plotly_route()
    answer = route.endpoint(Request(asked(f"/{plotly_file()}")))
    text = gzip.decompress(answer.body).decode()
    assert get_plotlyjs() in text
    assert text.rstrip().endswith("export default module.exports;")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-length"] == str(len(answer.body))


@pytest.mark.parametrize("folder", ["/", "/gradient_flow/", "/my/class/"])
def test_it_lies_beside_every_page(folder):
    route = plotly_route()
    assert route.matches(asked(folder + plotly_file()))[0] is Match.FULL
    assert route.matches(asked(folder + "plotly-0.js"))[0] is Match.NONE


def test_another_plotly_has_another_name(monkeypatch):
    name = plotly_file()
    plotly_file.cache_clear()
    monkeypatch.setattr(plotly_js, "get_plotlyjs", lambda: "another")
    other = plotly_file()
    monkeypatch.undo()
    plotly_file.cache_clear()
    assert other != name
    assert plotly_file() == name
