"""The documentation: complete, built from what runs, and without a request to any other host."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

import gruviz
from gruviz import figures
from tests.test_architecture import ROOT

DOCS = ROOT / "docs"
NO_EXAMPLE = {"Chart", "carry_against_write", "carry_and_write"}
"""Public names of `gruviz.figures` that need no example: a record, and earlier names."""


def test_every_public_figure_has_an_example_of_its_name():
    examples = {path.stem for path in DOCS.glob("examples/*.py")}
    assert examples == set(figures.__all__) - NO_EXAMPLE


def test_an_example_is_short_and_ends_with_its_figure():
    for path in DOCS.glob("examples/*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert f"gruviz.figures.{path.stem}(" in lines[-1]
        assert sum(bool(line) and not line.startswith(('"""', "import ", "from ")) for line in lines) <= 7


def test_the_reference_has_every_public_name():
    text = "".join(path.read_text(encoding="utf-8") for path in DOCS.glob("reference/*.md"))
    documented = set(re.findall(r":: gruviz\.(\w+)", text))
    assert documented == set(gruviz.__all__)


class Requests(HTMLParser):
    """Addresses that a browser asks for while it shows a page; links are followed only by a click."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag != "a" and not (tag == "link" and given.get("rel") in ("canonical", "next", "prev", "index", "search")):
            self.asked += [given[name] for name in ("src", "href", "srcset") if given.get(name)]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-d", folder / "cache", DOCS, folder / "html"]
    built = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert built.returncode == 0, built.stderr
    return folder / "html"


@pytest.mark.training
def test_the_gallery_has_a_figure_on_every_page(site):
    for path in DOCS.glob("examples/*.py"):
        page = (site / "gallery" / f"{path.stem}.html").read_text(encoding="utf-8")
        assert "Plotly.newPlot" in page
        assert path.read_text(encoding="utf-8").count("\n") > 3


@pytest.mark.training
def test_no_page_asks_another_host(site):
    for page in site.rglob("*.html"):
        parser = Requests()
        parser.feed(page.read_text(encoding="utf-8"))
        assert not [address for address in parser.asked if re.match(r"(https?:)?//", address)], page
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//|@import", style.read_text(encoding="utf-8")), style
