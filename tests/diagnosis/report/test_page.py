"""A report as HTML: complete, harmless, small, and without a request."""

import gzip
import json
import re
from base64 import b64decode
from html.parser import HTMLParser

import numpy as np
import pytest

from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.report.page import as_fragment, as_page
from gruviz.diagnosis.report.report import Report
from tests.diagnosis.made import finding, layer_run

HOSTILE = "</script><script>alert(1)</script>"


class Seen(HTMLParser):
    """Tags, what they ask for, and the text between them."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.asked, self.text, self.classes = [], [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.classes += given.get("class", "").split()
        self.asked += [given[name] for name in ("src", "href", "srcset", "action") if given.get(name)]

    def handle_data(self, data):
        self.text += data.replace("\u2060", "")


@pytest.fixture(scope="module")
def report():
    runs = tuple(layer_run("gru", layer=i, layers=2) for i in range(2))
    worst = finding(Severity.BROKEN, title="Nothing < is heard & nothing kept.")
    return Report(
        runs,
        (worst, finding(), finding(Severity.GOOD, advice="", figure="none"), finding(figure="none")),
        "CharRNN",
        ("A note.",),
    )


def test_a_finding_has_its_severity_in_words_its_evidence_and_its_figure_once(report):
    seen = Seen(as_fragment(report))
    assert {"broken", "costly", "good"} <= set(seen.classes)
    for words in ("BROKEN", "Nothing < is heard & nothing kept.", report.findings[0].evidence, "A note."):
        assert words in seen.text
    for chart in report.charts.values():
        assert chart.title in seen.text
    assert seen.text.count("The figure of finding 1 shows this too.") == 1
    text = as_fragment(report)
    assert all(text.count(f'data-figure="{key}"') == 1 for key in report.charts)


def test_the_notebooks_form_is_small_has_no_script_and_a_text_for_where_style_is_lost():
    runs = tuple(layer_run("lstm", layer=i, layers=12, T=210, B=1) for i in range(12))
    report = Report(runs, (finding(),))
    text = report._repr_html_()
    assert len(text.encode()) < 200_000
    seen = Seen(text)
    assert "script" not in seen.tags
    assert not seen.asked
    assert '<pre class="in-text">' in text
    assert '<div class="in-full" hidden>' in text
    assert "1 thing is costly" in text.split("</pre>")[0]


def test_a_module_of_any_name_is_text():
    runs = (layer_run("gru", name=HOSTILE), layer_run("gru", name="<a href='javascript:alert(1)'>x</a>"))
    report = Report(
        runs, (finding(title=HOSTILE, evidence=HOSTILE, advice=HOSTILE, layer=HOSTILE),), HOSTILE, (HOSTILE,)
    )
    for text in (as_fragment(report), as_page(report, interactive=False)):
        seen = Seen(text)
        assert "script" not in seen.tags
        assert "a" not in seen.tags
        assert HOSTILE in seen.text
    page = Seen(as_page(report, interactive=True))
    assert page.tags.count("script") == 3, "our own three"
    for chart in report.charts.values():
        assert "<script" not in chart.styled().to_json().replace("\\u003c", "<")


def test_the_file_asks_for_nothing_and_forbids_it(report, tmp_path):
    report.save(tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert not Seen(text).asked
    assert not re.search(r"url\(|@import", text.split("</style>")[0])
    assert "default-src 'none'" in text
    figures = json.loads(gzip.decompress(b64decode(re.search(r'id="figures">(.*?)</script>', text)[1])))
    assert set(figures) == set(report.charts)
    assert figures["decay"]["layout"]["meta"]["summary"] == report.charts["decay"].summary


def test_the_file_has_the_numbers_of_its_figures(report):
    text = as_page(report, interactive=False)
    chart = report.charts["states"]
    for value in chart.table[next(name for name in chart.table if name != "step")]:
        assert f"<td>{value:.6g}</td>" in text
    assert "<script" not in text


def test_a_long_table_is_thinned_and_says_so():
    text = as_page(Report((layer_run("rnn", T=450),), ()), interactive=False)
    assert "One row in 3, of 450." in text


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_every_shape_of_a_report(cell):
    with np.errstate(all="ignore"):
        broken = layer_run("irnn", scale=1e160, T=9)
    for runs in ((), (layer_run(cell, gradient=False),), (layer_run(cell, T=1, B=1, H=1),), (broken, layer_run(cell))):
        report = Report(runs, (), loss=float("nan"))
        assert "nothing wrong was found" in as_fragment(report)
        assert "</html>" in as_page(report, interactive=False)
