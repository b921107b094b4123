"""Try an installed gruviz, outside the clone, with the Python that it was installed for.

python .ci/installed.py                 the package alone: a figure, every shipped model
python .ci/installed.py gruviz          with the extra `app`: also the README's example, every page, and both commands
"""

import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

import numpy as np

CLONE = Path(__file__).resolve().parent.parent
EXAMPLE = "models/does_not_learn.safetensors"
PATIENCE = 60
"""Seconds after which the server counts as not coming."""


def check_place() -> None:
    """What is tried is the installed package and not the clone."""
    import gruviz

    assert CLONE not in Path(gruviz.__file__).resolve().parents, f"{gruviz.__file__} is the clone"
    print(f"gruviz {gruviz.__version__}")


def draw_figure() -> None:
    """A network of random weights, recorded and drawn."""
    import gruviz.figures

    weights = gruviz.init_weights("gru", input_size=1, hidden_size=4)
    flow = gruviz.gradient_flow(gruviz.record("gru", weights, np.ones((10, 1, 1))))
    print(gruviz.figures.gradient_decay({"GRU": flow}).layout.meta["summary"])


def run_example() -> None:
    """The README's lines for a notebook."""
    chapter = (CLONE / "README.md").read_text(encoding="utf-8").split("\n## In a notebook\n")[1]
    code = re.findall(r"```python\n(.*?)```", chapter, flags=re.DOTALL)[0]
    scope = {"inputs": np.random.default_rng(0).standard_normal((20, 3, 8)).astype(np.float32)}
    *lines, last = code.strip().splitlines()
    exec("\n".join(lines), scope)
    print(eval(last, scope).layout.meta["summary"])


def load_models() -> None:
    """Every model that comes with the package."""
    from gruviz.models.shipped import COLLECTION, application_models, applications_record, collection_model

    models = [collection_model(key) for key in COLLECTION]
    for name in applications_record().keys() - {"versions"}:
        models.extend(application_models(name).values())
    print(f"{len(models)} shipped models")


def open_pages() -> None:
    """Every page once, by the scripts that the navigation links to."""
    from streamlit.testing.v1 import AppTest

    from gruviz.paths import APP
    from gruviz.ui.navigation import PAGES

    for script, label in PAGES.values():
        page = AppTest.from_file(str(APP), default_timeout=PATIENCE)
        page = (page if script == APP.name else page.switch_page(script)).run()
        assert not page.exception, page.exception
        assert not page.error, page.error
        print(f"{label}: {page.title[0].value}")


def judge(command: list[str]) -> None:
    """The example of a network that does not learn is told to be broken."""
    from gruviz.paths import ASSETS

    judged = subprocess.run(
        [*command, "diagnose", str(ASSETS / EXAMPLE), "--lag", "64"], capture_output=True, text=True
    )
    assert judged.returncode == 1, judged.stderr
    print(judged.stdout.splitlines()[0])


def start(command: list[str]) -> None:
    """The command answers the health check of the home page."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([*command, "--port", str(port), "--no-browser"])
    try:
        deadline = time.monotonic() + PATIENCE
        while not is_healthy(port):
            assert server.poll() is None, "the server has ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.05)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/class", timeout=PATIENCE) as page:
            assert b"Join your class" in page.read(), "the phones' page has not travelled"
    finally:
        server.terminate()
        server.wait(20)


def is_healthy(port: int) -> bool:
    """Whether the server answers."""
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
        return bool(answer.status == 200)
    return False


if __name__ == "__main__":
    check_place()
    draw_figure()
    load_models()
    if command := sys.argv[1:]:
        run_example()
        open_pages()
        judge(command)
        start(command)
