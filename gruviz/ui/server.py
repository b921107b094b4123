"""What the server does when it starts, beside serving the pages."""

import asyncio
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from gruviz.ui.memory import return_memory

SOON = 0.5
"""Seconds until a server that starts surely listens."""


@asynccontextmanager
async def server_life(app: st.App) -> AsyncIterator[None]:
    """Prepare the server before its first visitor; `st.App` runs this around its life."""
    return_memory()
    if not st.get_option("server.headless"):  # Streamlit opens a browser only where it makes the server itself
        asyncio.get_running_loop().call_later(SOON, webbrowser.open, home_address())
    yield


def home_address() -> str:
    """Where this computer's browser finds the home page."""
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    host, port = st.get_option("browser.serverAddress"), st.get_option("server.port")
    return f"{scheme}://{host}:{port}/{st.get_option('server.baseUrlPath').strip('/')}"
