"""The address under which those in the room reach this server, as a link and as a QR code."""

import io
from urllib.parse import urlsplit, urlunsplit

import segno
import streamlit as st

from gruviz.addresses import is_loopback, own_address


def room_address(url: str, *, listens_on: str | None, named: str | None) -> str | None:
    """Where the app is for others in the room; None if it serves this computer only.

    Args:
        url: Of the app, as this browser knows it.
        listens_on: The address at which the server listens; none for all.
        named: The address that the server was given for its visitors.
    """
    parts = urlsplit(url)
    if not is_loopback(parts.hostname or ""):
        return url
    if listens_on and is_loopback(listens_on):
        return None
    host = named if named and not is_loopback(named) else own_address()
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit((parts.scheme, f"{host}{port}", parts.path, "", "")) if host else None


def app_here() -> str | None:
    """The app's address for others in the room, as this server is set up; None if it serves this computer only."""
    url = str(st.context.url or "")
    base = url.split("?", 1)[0].rstrip("/").rsplit("/", 1)[0]  # beside this page, whatever stands before it
    listens_on, named = st.get_option("server.address"), st.get_option("browser.serverAddress")
    return room_address(base, listens_on=listens_on, named=named)


def class_link(app: str, code: str) -> str:
    """The short link that students open."""
    return f"{app}/class/{code}"


def qr_code(text: str) -> str:
    """A QR code as SVG, dark on light whatever the theme, since cameras want it so."""
    drawing = io.BytesIO()
    segno.make(text, micro=False, error="m").save(
        drawing, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=3, dark="#000", light="#fff"
    )
    return drawing.getvalue().decode()
