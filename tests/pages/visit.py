"""Open a page as a person would, and read what it shows."""

import base64
import json
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from tests.test_architecture import ROOT

LAB = "pages/gradient_flow.py"
INSIDE = "pages/inside_the_cell.py"
WALKTHROUGH = "pages/walkthrough.py"


def home(**query: Any) -> AppTest:
    """The home page, opened by a link."""
    return _opened(AppTest.from_file(str(ROOT / "app.py"), default_timeout=120), query)


def lab(**query: Any) -> AppTest:
    """The gradient-flow page, opened by a link."""
    return _opened(AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).switch_page(LAB), query)


def inside(**query: Any) -> AppTest:
    """The page Inside the cell, opened by a link."""
    return _opened(AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).switch_page(INSIDE), query)


def walkthrough(**query: Any) -> AppTest:
    """The walkthrough, opened by a link."""
    return _opened(AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).switch_page(WALKTHROUGH), query)


def _opened(page: AppTest, query: dict[str, Any]) -> AppTest:
    for name, value in query.items():
        page.query_params[name] = value
    return page.run()


@dataclass(frozen=True)
class Picture:
    """A chart as the browser receives it."""

    figure: dict[str, Any]
    alt: str
    height: int

    @property
    def curves(self) -> dict[str, np.ndarray]:
        """y by name of the traces that stand in the legend."""
        data = self.figure["data"]
        return {trace["name"]: array(trace["y"]) for trace in data if trace.get("showlegend") is not False}


def pictures(page: AppTest) -> list[Picture]:
    """Every chart of the page, in order."""
    protos = [element.proto for element in page.get("bidi_component")]
    data = [json.loads(proto.json) for proto in protos if proto.component_name == "gruviz_chart"]
    return [Picture(json.loads(given["figure"]), given["alt"], given["height"]) for given in data]


def drawn(page: AppTest) -> list[Picture]:
    """Every chart of a page that must be in order: drawn, with words, without complaint."""
    assert not page.exception, [error.message for error in page.exception]
    assert not page.error, [error.value for error in page.error]
    found = pictures(page)
    assert found
    titles = [heading.value for heading in page.header]
    assert len(titles) == len(found)
    texts = [plain(text.value) for text in page.markdown]
    for title, picture in zip(titles, found, strict=True):
        assert title.strip()
        summary = picture.alt.removeprefix(f"{title}. ")
        assert len(summary) < len(picture.alt)
        assert summary.endswith(".")
        assert summary in texts
        assert picture.figure["data"]
        assert picture.height > 100
    return found


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
    return {name: given[-1] if isinstance(given, list) else given for name, given in page.query_params.items()}
