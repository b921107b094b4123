"""What the server does when it starts, beside serving the pages."""

import asyncio
import signal
import threading
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import FrameType

import streamlit as st

from gruviz.ui.memory import return_memory

SOON = 0.5
"""Seconds until a server that starts surely listens."""
STOPPING = threading.Event()
"""Set as soon as the server is asked to stop. It then waits for all answers, so that those without end have to end."""


@asynccontextmanager
async def server_life(app: st.App) -> AsyncIterator[None]:
    """Prepare the server before its first visitor; `st.App` runs this around its life."""
    return_memory()
    hear_of_stopping()
    if not st.get_option("server.headless"):  # Streamlit opens a browser only where it makes the server itself
        asyncio.get_running_loop().call_later(SOON, webbrowser.open, home_address())
    yield


def hear_of_stopping() -> None:
    """Set `STOPPING` on Ctrl+C and when the system ends the server, before whatever else happens then."""
    if threading.current_thread() is not threading.main_thread():
        return  # a test's server, which gets no signals
    for number in (signal.SIGINT, signal.SIGTERM):
        handle = signal.getsignal(number)

        def heard(number: int, frame: FrameType | None, handle: object = handle) -> None:
            STOPPING.set()
            if callable(handle):
                handle(number, frame)

        if callable(handle):
            signal.signal(number, heard)


def home_address() -> str:
    """Where this computer's browser finds the home page."""
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    host, port = st.get_option("browser.serverAddress"), st.get_option("server.port")
    return f"{scheme}://{host}:{port}/{st.get_option('server.baseUrlPath').strip('/')}"
