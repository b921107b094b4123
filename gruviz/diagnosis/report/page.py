"""A report as HTML: for a notebook without any script, and as one file whose figures answer the pointer."""

import html
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.report.still import still
from gruviz.diagnosis.report.table import layer_table
from gruviz.diagnosis.report.text import as_text
from gruviz.diagnosis.report.words import SEVERITY_WORDS, context, headline
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.plotly_bundle import packed, packed_plotly
from gruviz.paths import ASSETS

if TYPE_CHECKING:
    from gruviz.diagnosis.report.report import Report

MOST_ROWS = 200
"""Rows of a figure's numbers in a file."""
SHAPES = {Severity.BROKEN: "✕", Severity.COSTLY: "▲", Severity.WORTH_KNOWING: "●", Severity.GOOD: "✓"}
"""Beside the word: a shape for each severity."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:"
"""A file's own content security policy: the browser refuses any request."""
SCRIPTS = "; script-src 'unsafe-inline'"


def as_fragment(report: "Report") -> str:
    """For a notebook: no script; where the style is taken away, as on GitHub, the text is shown."""
    return (
        f'<div class="gruviz-report"><style>{_asset("report.css")}</style>'
        f'<pre class="in-text">{html.escape(as_text(report))}</pre>'
        f'<div class="in-full" hidden>{_body(report, heading=3)}</div></div>'
    )


def as_page(report: "Report", *, interactive: bool) -> str:
    """A page of its own, that asks nobody for anything; its figures can be read at the pointer, if they are to."""
    return (
        '<!doctype html><html lang="en" class="gruviz-page"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}{SCRIPTS * interactive}">'
        f"<title>{_text(report.verdict)}</title><style>{_asset('report.css')}</style></head>"
        f'<body><main class="gruviz-report"><div class="in-full">{_body(report, heading=1)}</div></main>'
        f"{_scripts(report) if interactive else ''}</body></html>"
    )


def _scripts(report: "Report") -> str:
    figures = ",".join(f"{json.dumps(key)}:{chart.styled().to_json()}" for key, chart in report.charts.items())
    return (
        f'<script type="text/plain" id="figures">{packed(f"{{{figures}}}")}</script>'
        f'<script type="text/plain" id="plotly">{packed_plotly()}</script>'
        f"<script>{_asset('report.js')}</script>"
    )


def _body(report: "Report", *, heading: int) -> str:
    """The whole report below a heading of this level; a file also has the numbers of its figures."""
    h1, h2 = f"h{heading}", f"h{heading + 1}"
    full = heading == 1
    left, shown, cards = dict(report.charts), dict[str, int](), []
    for number, finding in enumerate(report.findings, 1):
        chart = left.pop(finding.figure, None)
        if chart is not None:
            shown[finding.figure] = number
        picture = _elsewhere(shown.get(finding.figure)) if chart is None else _figure(finding.figure, chart, full=full)
        cards.append(_card(number, finding, picture, h2))
    others = "".join(_figure(key, chart, full=full, heading=h2) for key, chart in left.items())
    return "".join(
        [
            f"<header><{h1}>{_text(report.verdict)}</{h1}><p>{_text(context(report))}</p></header>",
            *cards,
            _layers(report, h2),
            *(f"<p class='note'>{_text(note)}</p>" for note in report.all_notes),
            f'<section class="others">{others}</section>' if others else "",
        ]
    )


def _elsewhere(number: int | None) -> str:
    return "" if number is None else f"<p class='quiet'>The figure of finding {number} shows this too.</p>"


def _card(number: int, finding: Finding, picture: str, h2: str) -> str:
    kind = finding.severity.name.lower().replace("_", "-")
    advice = f'<p class="advice"><b>Try:</b> {_text(finding.advice)}</p>' if finding.advice else ""
    return (
        f'<section class="finding {kind}"><p class="severity"><b aria-hidden="true">{SHAPES[finding.severity]}</b> '
        f"{SEVERITY_WORDS[finding.severity]}</p><{h2}>{number}. {_text(headline(finding))}</{h2}>"
        f"<p>{_text(finding.evidence)}</p>{advice}{picture}</section>"
    )


def _figure(key: str, chart: Chart, *, full: bool, heading: str = "") -> str:
    title = _text(chart.title)
    head = f"<{heading}>{title}</{heading}>" if heading else f'<p class="title">{title}</p>'
    return (
        f'<figure data-figure="{key}" data-height="{chart.height}">{head}'
        f'<div class="picture"><div class="still" role="img" aria-label="{title}">{still(chart)}</div></div>'
        f"<figcaption>{_text(chart.summary)}</figcaption>{_numbers(chart) if full else ''}</figure>"
    )


def _layers(report: "Report", h2: str) -> str:
    rows = layer_table(report.layers)
    if not rows:
        return ""
    return f'<section class="layers"><{h2}>The layers</{h2}>{_table(rows[0], rows[1:], "The layers")}</section>'


def _numbers(chart: Chart) -> str:
    """The table of a figure, thinned where it is long."""
    length = len(next(iter(chart.table.values())))
    every = -(-length // MOST_ROWS)
    rows = zip(*(list(column)[::every] for column in chart.table.values()), strict=True)
    thinned = f"<p class='quiet'>One row in {every}, of {length:,}.</p>" if every > 1 else ""
    drawn = _table(tuple(chart.table), [[_number(value) for value in row] for row in rows], chart.title)
    return f"<details><summary>Numbers</summary>{thinned}{drawn}</details>"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> str:
    """A table that scrolls where it is too wide, also by keyboard."""
    head = "".join(f'<th scope="col">{_text(text)}</th>' for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{_text(name)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _number(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _text(words: str) -> str:
    """Text as HTML, in which a fraction stays on one line."""
    return html.escape(words).replace("/∂", "/\u2060∂")


def _asset(name: str) -> str:
    return (ASSETS / "report" / name).read_text(encoding="utf-8")
