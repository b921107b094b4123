"""The plotly.js of the installed plotly package, as a file that browsers keep."""

import gzip
from functools import cache
from hashlib import sha256

from plotly.offline import get_plotlyjs
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gruviz.ui.assets import asset

HEADERS = {"Content-Encoding": "gzip", "Cache-Control": "public, max-age=31536000, immutable"}
"""Good for a year and never asked for again: other content has another name."""


def plotly_route() -> Route:
    """The address of plotly.js on the server: beside each page, whatever stands before it."""
    compressed = gzip.compress(_module(), 6, mtime=0)

    def send(request: Request) -> Response:
        return Response(compressed, media_type="text/javascript", headers=HEADERS)

    return Route(f"/{{folder:path}}{plotly_file()}", send)


@cache
def plotly_file() -> str:
    """The file's name, with a hash of its content."""
    return f"plotly-{sha256(_module()).hexdigest()[:16]}.js"


def _module() -> bytes:
    return asset("plotly_module.js").replace("/* plotly.js */", get_plotlyjs()).encode()
