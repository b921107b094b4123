"""A browser without a screen, for the class's addresses."""

import asyncio
import json
from http.cookies import SimpleCookie

from starlette.applications import Starlette

from gruviz.ui.classroom.routes import class_routes


class Browser:
    """Speaks with an app; one event loop runs all of its requests.

    Args:
        app: Of Starlette.
    """

    def __init__(self, app):
        self.app, self.cookies, self.headers = app, {}, []

    async def ask(self, method, path, body=None, *, headers=None, until=None):
        """Status, headers and body of an answer; of a stream what has come when `until` holds for it."""
        path, _, query = path.partition("?")
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        sent = {"content-type": "application/json", "cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(k.encode(), v.encode()) for k, v in (sent | (headers or {})).items()],
            "client": ("192.0.2.7", 1),
            "server": ("class.example", 80),
        }
        return await self._answer(scope, raw, until)

    async def _answer(self, scope, raw, until):
        gone, answer, parts = asyncio.Event(), {}, []
        messages = [{"type": "http.request", "body": raw}]

        async def receive():
            if messages:
                return messages.pop()
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message):
            if message["type"] == "http.response.start":
                answer.update(message)
            parts.append(message.get("body", b"").decode())
            if until and until("".join(parts)):
                gone.set()

        await self.app(scope, receive, send)
        self.headers = [(name.decode(), value.decode()) for name, value in answer["headers"]]
        for name, value in self.headers:
            if name == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        return answer["status"], dict(self.headers), "".join(parts)


def app_of(classes):
    """An app with nothing but classes."""
    return Starlette(routes=class_routes(lambda: classes))
