"""A visitor without a browser: speaks Streamlit's protocol and notes when a page's picture has come.

A browser's own work, drawing above all, is not part of what it measures. It is as light as it can be, since it shares
the computer's processors with the server.
"""

import asyncio
import json
import time
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 60
"""Seconds after which a run of a page counts as lost."""
PICTURES = ("gruviz_chart", "gruviz_light")
"""Components that draw."""
FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class PageFailed(Exception):
    """A run of a page ended with an error, or without its picture."""


class Visitor:
    """One session on a server of this computer."""

    def __init__(self, connection: ClientConnection, page: str) -> None:
        self._connection = connection
        self._state = ClientState(page_name=page)
        self._widgets: dict[str, WidgetState] = {}
        self._fragments: dict[str, str] = {}  # of each widget
        self.elements: dict[str, Element] = {}
        """Widgets of the page by the end of their id, which is the key in our code."""
        self._moves = 0
        self.received = 0
        """Bytes."""

    @classmethod
    async def enter(cls, port: int, page: str = "", query: str = "", *, picture: bool = True) -> "Visitor":
        """Open a page, by its name and what stands after the "?", and wait for its picture if it has one."""
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        connection = await connect(address, subprotocols=["streamlit"], compression=None, max_size=None)  # type: ignore[list-item]
        visitor = cls(connection, page)
        visitor._state.query_string = query
        await visitor.run(picture=picture)
        return visitor

    async def leave(self) -> None:
        """Close the page."""
        await self._connection.close()

    async def move(self, key: str, value: float) -> float:
        """Move a slider; seconds until the new picture has come."""
        slider = f"{key}_slider"
        self._moves += 1
        move = {"number": self._moves, "value": value, "done": True}
        self._widget(slider).json_value = json.dumps({"move": move})
        return await self.run(fragment=self._fragments[slider])

    async def press(self, key: str) -> None:
        """Press a button."""
        self._widget(key).trigger_value = True
        await self.run(picture=False)
        del self._widgets[key]

    async def run(self, *, picture: bool = True, fragment: str = "") -> float:
        """Let the page, or a part of it that runs by itself, run as it is now; seconds until its end.

        Raises:
            PageFailed: If the run ends in an error, or without a chart although a picture is wanted.
        """
        start = time.perf_counter()
        self._state.fragment_id = fragment
        self._state.widget_states.CopyFrom(WidgetStates(widgets=self._widgets.values()))
        await self._connection.send(BackMsg(rerun_script=self._state).SerializeToString())
        async with asyncio.timeout(PATIENCE):
            charts = await self._answer()
        if picture and not charts:
            raise PageFailed("no picture has come")
        return time.perf_counter() - start

    async def _answer(self) -> int:
        """Receive all of a run; how many charts came."""
        charts = 0
        while True:
            message = ForwardMsg()
            frame = await self._connection.recv()
            self.received += len(frame)
            message.ParseFromString(frame)
            kind = message.WhichOneof("type")
            if kind == "delta":
                charts += self._note(message.delta)
            elif kind == "navigation":
                self._state.page_script_hash = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self._state.query_string = message.page_info_changed.query_string
            elif kind == "script_finished":
                if message.script_finished in FINISHED:
                    return charts
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:  # else it begins anew
                    raise PageFailed(ForwardMsg.ScriptFinishedStatus.Name(message.script_finished))

    def _note(self, delta: Any) -> bool:
        """Remember a widget; whether this is a chart."""
        if delta.WhichOneof("type") != "new_element":
            return False
        kind = delta.new_element.WhichOneof("type")
        if kind in ("exception", "alert"):
            raise PageFailed(str(delta.new_element)[:300])
        if kind in ("bidi_component", "button"):
            element = getattr(delta.new_element, kind)
            key = element.id.rsplit("-", 1)[-1]
            self.elements[key], self._fragments[key] = element, delta.fragment_id
        return kind == "bidi_component" and delta.new_element.bidi_component.component_name in PICTURES

    def _widget(self, key: str) -> WidgetState:
        return self._widgets.setdefault(key, WidgetState(id=self.elements[key].id))
