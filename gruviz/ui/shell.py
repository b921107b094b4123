"""The document that every page begins with: Streamlit's own, with our style in it and Plotly on its way.

Streamlit's page is empty until its JavaScript has run, has reached the server, and the page's script has sent its first
words. A style that came with these would move what stands there already.
"""

from functools import cache

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gruviz.ui.assets import asset
from gruviz.ui.charts.plotly_js import plotly_file
from gruviz.ui.navigation import PAGES

STYLES = (
    *("common", "reserved", "frame", "exercise"),
    *("home", "gradient_flow", "inside_the_cell", "train", "trainability"),
    *("applications", "your_network", "compare", "walkthrough"),
)
"""In assets/style. A rule of one page names that page."""
DOCUMENTS = {"", *PAGES}
"""Last parts of the addresses of pages; a server may stand behind any prefix."""
WITHOUT_SIDEBAR = {"", *PAGES}
WITHOUT_CHART = {"", "home", "inside_the_cell", "train", "trainability", "applications"}
"""At first: a training, or an intervention, has its charts later."""
END = b"</body>"
SIDEBAR = '<script>document.documentElement.classList.add("gruviz-sidebar")</script>'
"""By its class, the style keeps the place of the sidebar free until it comes."""


class Shell:
    """Adds to the documents that the app behind it sends; all else passes through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        page = scope["path"].rstrip("/").rsplit("/", 1)[-1] if scope["type"] == "http" else None
        if page is None or page not in DOCUMENTS or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        uncompressed = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
        asked = scope["query_string"].split(b"&")
        document = _Document(send, _more(page, embedded=b"embed=true" in asked, presents=b"present=1" in asked))
        await self._app({**scope, "headers": uncompressed}, receive, document.send)


class _Document:
    """An answer on its way; if it is a document it is kept until it is complete."""

    def __init__(self, send: Send, more: bytes) -> None:
        self._send, self._more = send, more
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_document(message):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = self._body.replace(END, self._more + END, 1)
        MutableHeaders(scope=start)["content-length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_document(start: Message) -> bool:
    return bool(start["status"] == 200 and MutableHeaders(scope=start).get("content-type", "").startswith("text/html"))


@cache
def _more(page: str, *, embedded: bool, presents: bool) -> bytes:
    """What is added: the style, behind Streamlit's own; the sidebar's place and plotly.js, where a page has them."""
    sheet = f"@media (max-width: 767px) {{{asset('style/sheet.css')}}}"
    within = [asset("style/sheet.css"), asset("style/embed.css")] if embedded else [sheet]
    style = "\n".join([*(asset(f"style/{name}.css") for name in STYLES), *within])
    sidebar = "" if page in WITHOUT_SIDEBAR or embedded else SIDEBAR
    plotly = "" if page in WITHOUT_CHART else _plotly()
    large = f'<style id="gruviz-presents">{asset("style/present.css")}</style>' if presents else ""
    return f"<style>{style}</style>{large}{sidebar}{plotly}".encode()


def _plotly() -> str:
    """Fetch plotly.js at once, and run it when the browser waits for the server: no chart's first drawing waits."""
    file = f"./{plotly_file()}"
    early = f'(globalThis.requestIdleCallback ?? setTimeout)(() => import("{file}"));'
    return f'<link rel="modulepreload" href="{file}"><script type="module">{early}</script>'
