"""Open a page as a person would, and read what it shows."""

import base64
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from gruviz.ui.controls.table import Table
from gruviz.ui.navigation import PAGES
from tests.test_architecture import ROOT

# At each visit Streamlit looks for components in all packages that are installed, which takes half of the visit's time.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

PATIENCE = 300
"""Seconds after which a condition counts as never met."""
BETWEEN_LOOKS = 0.3
"""Seconds between two looks at a run, whose worker needs the processor more than the page does."""


def opened(page: str, /, *, session: Mapping[str, Any] | None = None, **query: Any) -> AppTest:
    """A page, opened by a link.

    Args:
        page: Key of `PAGES`.
        session: What the session holds already.
        query: Parameters of the link; a list repeats one.
    """
    visit = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).switch_page(PAGES[page][0])
    for name, value in (session or {}).items():
        visit.session_state[name] = value
    for name, value in query.items():
        visit.query_params[name] = value
    return visit.run()


def show(page: AppTest, address: Mapping[str, str]) -> None:
    """Let the browser send this address with its next request."""
    page.query_params.clear()
    for name, value in address.items():
        page.query_params[name] = value


def values(page: AppTest, table: Table) -> dict[str, Any]:
    """What the page's controls hold, drawn or not."""
    held = page.session_state[f"{table.page}_visit"].values
    return {name: held[name] for name in table.by_name}


@dataclass(frozen=True)
class Drawn:
    """One of our sliders on a page, used like those of AppTest."""

    page: AppTest
    key: str

    @property
    def data(self) -> dict[str, Any]:
        """What its component has been given."""
        [data] = [data for data in components(self.page, "slider") if data["key"] == self.key]
        return data

    @property
    def value(self) -> float:
        """Where it stands: as the session has it, which is what the browser is told."""
        value: float = self.page.session_state[self.key]
        assert self.data["value"] == value
        return value

    @property
    def max(self) -> float:
        """Its upper end."""
        high: float = self.data["high"]
        return high

    def set_value(self, value: float) -> "Drawn":
        """Move it, once the page runs."""
        assert self.data["low"] <= value <= self.data["high"]
        self.page.session_state[self.key] = value
        return self

    def run(self) -> AppTest:
        """Run the page."""
        return self.page.run()


def slider(page: AppTest, key: str) -> Drawn:
    """A slider that is on the page, by the key of its value."""
    drawn = Drawn(page, key)
    assert drawn.data
    return drawn


def widget(page: AppTest, kind: str, key: str) -> Any:
    """A widget of one of AppTest's kinds, or one of our sliders."""
    return slider(page, key) if kind == "slider" else getattr(page, kind)(key=key)


def sliders(page: AppTest) -> list[Drawn]:
    """All of our sliders on a page, in order."""
    return [Drawn(page, data["key"]) for data in components(page, "slider")]


@dataclass(frozen=True)
class Picture:
    """A chart as the browser receives it."""

    figure: dict[str, Any]
    alt: str
    height: int
    title: str
    summary: str

    @property
    def curves(self) -> dict[str, np.ndarray]:
        """y by name of the traces that stand in the legend."""
        data = self.figure["data"]
        return {trace["name"]: array(trace["y"]) for trace in data if trace.get("showlegend") is not False}


def pictures(page: AppTest) -> list[Picture]:
    """Every chart of the page, in order."""
    words = ("alt", "height", "title", "summary")
    return [
        Picture(json.loads(chart["figure"]), *(chart[word] for word in words)) for chart in components(page, "chart")
    ]


def headlines(page: AppTest) -> list[str]:
    """What stands above the charts of the page, in order."""
    return [picture.title for picture in pictures(page) if picture.title]


def components(page: AppTest, name: str) -> list[dict[str, Any]]:
    """What each component of a kind has been given."""
    protos = [element.proto for element in page.get("bidi_component")]
    return [json.loads(proto.json) for proto in protos if proto.component_name == f"gruviz_{name}"]


def drawn(page: AppTest) -> list[Picture]:
    """Every chart of a page that must be in order: drawn, with words, without complaint."""
    assert not page.exception, [error.message for error in page.exception]
    assert not page.error, [error.value for error in page.error]
    charts = pictures(page)
    assert charts
    for picture in charts:
        assert picture.title.strip()
        assert picture.summary.endswith(".")
        assert picture.alt == f"{picture.title}. {picture.summary}"
        assert picture.figure["data"]
        assert picture.height > 100
    return charts


def plain(markdown: str) -> str:
    """Text as read, without the backslashes before punctuation."""
    return re.sub(r"\\(.)", r"\1", markdown)


def array(values: Any) -> np.ndarray:
    """Numbers of a figure's JSON, which may be packed; a gap is nan."""
    if isinstance(values, dict):
        flat = np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"])
        shape = values.get("shape", str(flat.size))
        return flat.reshape([int(n) for n in str(shape).split(",")])
    return np.array(values, dtype=np.float64)


def query(page: AppTest) -> dict[str, str]:
    """The address, one value each."""
    return {name: raw[-1] if isinstance(raw, list) else raw for name, raw in page.query_params.items()}


def texts(page: AppTest) -> str:
    """All Markdown of the page and the words of its charts, as read."""
    words = [plain(text.value) for text in page.markdown]
    return " ".join([*words, *(f"{picture.title} {picture.summary}" for picture in pictures(page))])


def click(page: AppTest, key: str) -> AppTest:
    """Press a button of a page that stays in order."""
    page.button(key=key).click().run()
    assert not page.exception, [error.message for error in page.exception]
    return page


def until(page: AppTest, condition: Callable[[], bool]) -> AppTest:
    """Look again and again, as the page itself does every second."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"never met: {progress(page)}"
        time.sleep(BETWEEN_LOOKS)
        page.run()
        assert not page.exception, [error.message for error in page.exception]
    return page


def progress(page: AppTest) -> str:
    """What the progress bar says."""
    return "".join(bar.proto.text for bar in page.get("progress"))


def finished(page: AppTest) -> AppTest:
    """The page once the run that it watches has ended."""
    return until(page, lambda: progress(page).startswith("Finished"))
