"""The app on a server of its own, and the browser to look at it, for benchmarks and tests."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60
"""Seconds until a server has to answer."""
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Server(NamedTuple):
    """A running server.

    Args:
        port: On 127.0.0.1.
        process: Its number for the system.
        prefix: What its addresses begin with.
    """

    port: int
    process: int
    prefix: str = ""

    @property
    def address(self) -> str:
        """Of the home page."""
        return f"http://127.0.0.1:{self.port}{self.prefix}"


@contextmanager
def serving(
    script: str = "app.py", *, prefix: str = "", data: str | None = None, options: Sequence[str] = ()
) -> Iterator[Server]:
    """Serve a script on a free port until the body ends.

    Args:
        script: Path in the repository.
        prefix: Path under which the app is served, such as "/class".
        data: The folder of the classes' database; none for one that goes with the server.
        options: Further ones of Streamlit.
    """
    if data is None:
        with (
            tempfile.TemporaryDirectory() as folder,
            serving(script, prefix=prefix, data=folder, options=options) as server,
        ):
            yield server
        return
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    command += ["--server.baseUrlPath", prefix.strip("/")]
    command += options
    environment = os.environ | {"GRUVIZ_DATA": data}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Server(port, process.pid, prefix)
    try:
        deadline = time.monotonic() + PATIENCE
        while not is_healthy(server.address):
            assert process.poll() is None, "the server has ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    """A port of this computer that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_healthy(address: str) -> bool:
    """Whether a server is ready for browsers."""
    with suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health", timeout=5) as answer:
        return bool(answer.status == 200)
    return False


def chromium_path() -> str | None:
    """The browser on this computer, or the one named in GRUVIZ_CHROMIUM."""
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return os.environ.get("GRUVIZ_CHROMIUM") or next(filter(None, found), None)
