"""The report itself."""

import pytest

from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.report.report import Report
from tests.diagnosis.made import finding, layer_run


@pytest.mark.parametrize(
    ("severities", "verdict", "broken"),
    [
        ((), "nothing wrong was found", False),
        ((Severity.GOOD,), "nothing wrong was found", False),
        ((Severity.WORTH_KNOWING,), "1 thing is worth knowing", False),
        ((Severity.COSTLY, Severity.COSTLY), "2 things are costly", False),
        (
            (Severity.BROKEN, Severity.COSTLY, Severity.COSTLY, Severity.WORTH_KNOWING),
            "1 thing is broken, 2 are costly, 1 is worth knowing",
            True,
        ),
    ],
)
def test_the_verdict_counts(severities, verdict, broken):
    report = Report((layer_run(),), tuple(map(finding, severities)), "Net")
    assert report.verdict == f"Net: {verdict}"
    assert report.is_broken is broken
    assert repr(report) == f"Report(Net: {verdict})"
