"""The addresses of a class on the server, beside the pages.

/class                   asks for a code
/class/quiet-heron       the class, on a phone
…/events                 what changes there, as it changes
…/state                  the same, once
…/turnout                how many are here and have answered
…/vote                   takes a vote
…/teach                  makes another browser the teacher's, by the key behind its "#"
/class/open              opens a class; the browser that asks is its teacher's
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import wraps
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from gruviz.classroom.classroom import Classroom
from gruviz.classroom.codes import read_code
from gruviz.classroom.hashes import new_secret
from gruviz.classroom.refusals import ClassRefusal, DatabaseAway, NoSuchClass, NotTheTeacher
from gruviz.ui.classroom.connection import classroom
from gruviz.ui.classroom.identity import base_path, browser_of, remember
from gruviz.ui.classroom.limits import Allowance
from gruviz.ui.classroom.looking import Looking
from gruviz.ui.classroom.phone import document, own_votes, policy, state_json

STREAM = 60.0
"""Seconds that a stream lasts; a browser then asks again by itself."""
AGAIN = 300
"""Milliseconds until it does."""
BODY = 1024
"""Bytes that one may send."""
NO_COOKIE = (
    "Your browser keeps no cookie of this page, so that a vote could not be counted once. Open it in a new window."
)

Handler = Callable[[Request], Awaitable[Response]]


def class_routes(classes: Callable[[], Classroom] = classroom) -> list[Route]:
    """All of them, with what they share on this server."""
    desk = Desk(Looking(classes))
    place = f"{base_path()}class"
    return [
        Route(place, desk.join),
        Route(f"{place}/open", desk.open, methods=["POST"]),
        Route(f"{place}/{{code}}", desk.phone),
        Route(f"{place}/{{code}}/state", desk.state),
        Route(f"{place}/{{code}}/events", desk.events),
        Route(f"{place}/{{code}}/turnout", desk.turnout),
        Route(f"{place}/{{code}}/vote", desk.vote, methods=["POST"]),
        Route(f"{place}/{{code}}/teach", desk.teach_page, methods=["GET"]),
        Route(f"{place}/{{code}}/teach", desk.teach, methods=["POST"]),
    ]


def answering(handler: Callable[["Desk", Request], Awaitable[Response]]) -> Any:
    """A refusal is an answer with its sentence."""

    @wraps(handler)
    async def answered(desk: "Desk", request: Request) -> Response:
        try:
            return await handler(desk, request)
        except ClassRefusal as refusal:
            return refused(refusal.sentence, STATUS.get(type(refusal), 409))

    return answered


class TooOften(ClassRefusal):
    """Somebody asks faster than a person does."""

    def __init__(self) -> None:
        super().__init__("That was too often. Wait a moment.")


STATUS = {NoSuchClass: 404, NotTheTeacher: 403, TooOften: 429, DatabaseAway: 503}


def refused(sentence: str, status: int) -> Response:
    """A sentence for whoever asked."""
    return JSONResponse({"refused": sentence}, status_code=status, headers=NOT_KEPT)


NOT_KEPT = {"Cache-Control": "no-store"}


class Desk:
    """Answers phones.

    Args:
        looking: Looks at the classes for all of them.
    """

    def __init__(self, looking: Looking) -> None:
        self._looking = looking
        self._votes, self._crowd = Allowance(10, 1), Allowance(400, 100)
        self._wrong_codes, self._opened = Allowance(100, 1), Allowance(10, 0.05)

    @answering
    async def join(self, request: Request) -> Response:
        """The page that asks for a code, or the way to the class."""
        code = read_code(request.query_params.get("code", ""))
        return RedirectResponse(f"class/{code}", 303) if code else page("join")

    @answering
    async def phone(self, request: Request) -> Response:
        """A class on a phone."""
        code = read_code(request.path_params["code"])
        try:
            await self._look(request, code)
        except ClassRefusal as refusal:
            return page("join", code=code, sentence=refusal.sentence, status=STATUS.get(type(refusal), 503))
        response = page("phone", code=code)
        remember(response, request, browser_of(request) or new_secret())
        return response

    @answering
    async def state(self, request: Request) -> Response:
        """The class once, for a browser whose network lets no stream through."""
        code, browser = request.path_params["code"], browser_of(request)
        look = await self._look(request, code, browser)
        own = await self._looking.ask(lambda classes: classes.own(code, browser or ""))
        return Response(state_json(look.state, own), media_type="application/json", headers=NOT_KEPT)

    @answering
    async def events(self, request: Request) -> Response:
        """The class as it changes."""
        code, browser = request.path_params["code"], browser_of(request) or ""
        look = await self._look(request, code, browser)
        since = request.headers.get("last-event-id", "")
        news = since != str(look.state.changed)
        own = await self._looking.ask(lambda classes: classes.own(code, browser)) if news else None
        first = event(look.state.changed, state_json(look.state, own)) if own else ""
        stream = self._stream(request, code, browser, first, str(look.state.changed))
        headers = NOT_KEPT | {"X-Accel-Buffering": "no"}
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    @answering
    async def turnout(self, request: Request) -> Response:
        """Numbers for the teacher's screen, which a class may end behind its back."""
        try:
            state = (await self._look(request, request.path_params["code"])).state
        except NoSuchClass:
            return JSONResponse({"over": True}, headers=NOT_KEPT)
        numbers = {"answered": state.answered, "present": state.present, "changed": state.changed}
        return JSONResponse(numbers, headers=NOT_KEPT)

    @answering
    async def vote(self, request: Request) -> Response:
        """Take a vote: {"question": "walkthrough.chain", "value": 2}."""
        code, browser = request.path_params["code"], browser_of(request)
        if browser is None:
            return refused(NO_COOKIE, 403)
        if not (self._votes.takes(browser) and self._crowd.takes(address(request))):
            raise TooOften
        body = await sent(request)
        key, value = str(body.get("question")), body.get("value")
        own = await self._looking.ask(lambda classes: classes.vote(code, browser, key, value))
        return JSONResponse({"own": own_votes(own)}, headers=NOT_KEPT)

    @answering
    async def open(self, request: Request) -> Response:
        """Open a class: {"free": false} → its code and its key."""
        if not self._opened.takes(address(request)):
            raise TooOften
        body = await sent(request)
        browser = browser_of(request) or new_secret()
        new = await self._looking.ask(lambda classes: classes.open(browser, free=body.get("free") is True))
        response = JSONResponse({"code": new.code, "key": new.key}, headers=NOT_KEPT)
        remember(response, request, browser)
        return response

    @answering
    async def teach_page(self, request: Request) -> Response:
        """The page behind a teacher's key; the key itself stays in the browser until somebody presses its button."""
        return page("teach", code=read_code(request.path_params["code"]))

    @answering
    async def teach(self, request: Request) -> Response:
        """Make this browser the teacher's: {"key": "…"}."""
        if not self._wrong_codes.takes(address(request)):
            raise TooOften
        code, key = request.path_params["code"], str((await sent(request)).get("key"))
        browser = browser_of(request) or new_secret()
        await self._looking.ask(lambda classes: classes.admit(code, key, browser))
        response = JSONResponse({"code": code}, headers=NOT_KEPT)
        remember(response, request, browser)
        return response

    async def _look(self, request: Request, code: str, browser: str | None = None) -> Any:
        """A class; who asks for many that are none has to wait, and so has whoever is new at the same address."""
        member = self._looking.has_member(code, browser_of(request))
        if not member and self._wrong_codes.is_used_up(address(request)):
            raise TooOften
        try:
            return await self._looking.look(code, browser)
        except NoSuchClass:
            self._wrong_codes.takes(address(request))
            raise

    async def _stream(self, request: Request, code: str, browser: str, first: str, since: str) -> AsyncIterator[str]:
        yield f"retry: {AGAIN}\n\n{first}"
        try:
            async for look in self._looking.changes(code, browser, since, STREAM):
                if await request.is_disconnected():
                    return
                if look:
                    yield event(look.state.changed, state_json(look.state, look.own(browser)))
        except NoSuchClass:
            yield "event: over\ndata:\n\n"
        except ClassRefusal:
            return  # the browser asks again


def event(number: int, data: str) -> str:
    """One event of a stream, numbered so that a browser that comes back misses none."""
    return f"id: {number}\ndata: {data}\n\n"


def page(kind: str, *, code: str = "", sentence: str = "", status: int = 200) -> Response:
    """One of the documents."""
    headers = NOT_KEPT | {"Content-Security-Policy": policy(), "Referrer-Policy": "same-origin"}
    return HTMLResponse(document(kind, code=code, sentence=sentence), status, headers)


async def sent(request: Request) -> dict[str, Any]:
    """The object in a request's body; raises ClassRefusal if it is none, and HTTPException if it is large."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY:
            raise HTTPException(413)
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        raise HTTPException(415)
    try:
        data = json.loads(body)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise HTTPException(400)
    return data


def address(request: Request) -> str:
    """Where a request comes from; behind a proxy that of the proxy, so that limits by it must suit a whole class."""
    return request.client.host if request.client else ""
