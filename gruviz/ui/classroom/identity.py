"""By what a class knows a browser: a random cookie that no script can read, and nothing else."""

import re

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gruviz.classroom.hashes import new_secret

COOKIE = "gruviz_class"
KEPT = 2 * 24 * 3600
"""Seconds; a class lasts half of them."""
_SECRET = re.compile(r"[\w-]{32}", re.ASCII)


def base_path() -> str:
    """What the addresses of the app begin and end with: "/", or "/lessons/" where the server has such a prefix."""
    prefix = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{prefix}/" if prefix else "/"


def this_browser() -> str | None:
    """The browser that a page's script runs for; None if it has joined or opened no class."""
    return _read(st.context.cookies.get(COOKIE))


def browser_of(request: Request) -> str | None:
    """The browser that asks; None if it has no cookie of ours."""
    return _read(request.cookies.get(COOKIE))


def remember(response: Response, request: Request, browser: str) -> None:
    """Let a browser keep its secret for two days, for this app only."""
    response.set_cookie(
        COOKIE,
        browser,
        max_age=KEPT,
        path=base_path(),
        secure=_encrypted(request),
        httponly=True,
        samesite="lax",
    )


def _read(cookie: str | None) -> str | None:
    return cookie if cookie and _SECRET.fullmatch(cookie) else None


def _encrypted(request: Request) -> bool:
    """Whether the browser speaks https with us, or with the proxy in front of us."""
    forwarded = request.headers.get("x-forwarded-proto", request.url.scheme)
    return forwarded.split(",")[0].strip() == "https"


class Known:
    """Gives a browser that follows a link into a class, such as /walkthrough?class=quiet-heron, its cookie."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] != "GET" or b"class=" not in scope["query_string"]:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if browser_of(request) or "class" not in request.query_params:
            await self._app(scope, receive, send)
            return

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = Response()
                remember(given, request, new_secret())
                MutableHeaders(scope=message).append("set-cookie", given.headers["set-cookie"])
            await send(message)

        await self._app(scope, receive, with_cookie)
