"""A server that starts opens the browser of whoever has a screen."""

import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from gruviz.ui import server

OPTIONS = {
    "server.headless": False,
    "server.sslCertFile": None,
    "browser.serverAddress": "localhost",
    "server.port": 8600,
    "server.baseUrlPath": "",
}


def opened(monkeypatch, **options):
    """Addresses that a browser is opened with while a server lives, until `SOON` is over."""
    addresses = []
    given = OPTIONS | {name.replace("_", ".", 1): value for name, value in options.items()}
    monkeypatch.setattr(server.st, "get_option", given.get)
    monkeypatch.setattr(server.webbrowser, "open", addresses.append)
    monkeypatch.setattr(server, "SOON", 0)

    async def live():
        async with server.server_life(None):
            over = asyncio.Event()
            asyncio.get_running_loop().call_later(0.01, over.set)
            await over.wait()

    with ThreadPoolExecutor(1) as pool:  # a thread of its own: the browser tests leave a loop running in this one
        pool.submit(asyncio.run, live()).result()
    return addresses


@pytest.mark.parametrize(
    ("options", "address"),
    [
        ({}, "http://localhost:8600/"),
        ({"server_baseUrlPath": "/my/class/"}, "http://localhost:8600/my/class"),
        ({"server_sslCertFile": "cert.pem", "browser_serverAddress": "gru.example"}, "https://gru.example:8600/"),
    ],
)
def test_the_home_page_opens_in_the_browser(monkeypatch, options, address):
    assert opened(monkeypatch, **options) == [address]


def test_without_a_screen_nothing_opens(monkeypatch):
    assert opened(monkeypatch, server_headless=True) == []


def test_who_streams_hears_that_the_server_stops_before_it_waits_for_streams():
    heard = []
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        signal.signal(signal.SIGTERM, lambda number, frame: heard.append(server.STOPPING.is_set()))
        server.hear_of_stopping()
        assert not server.STOPPING.is_set()
        signal.raise_signal(signal.SIGTERM)
        assert heard == [True]
    finally:
        for number, handle in before.items():
            signal.signal(number, handle)
        server.STOPPING.clear()
