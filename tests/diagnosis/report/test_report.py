"""The report itself."""

from dataclasses import replace

import pytest

from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.numbers import LayerNumbers
from gruviz.diagnosis.report.report import SIGN, Report
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


def test_every_note_is_told_once_and_the_sign_of_z_where_there_is_one():
    quiet, one, other = (layer_run(name=name) for name in ("a", "b", "c"))
    runs = [replace(run, notes=("Dropout was on.",)) for run in (one, other)]
    assert Report(tuple(runs), (), notes=("A note.",)).all_notes == ("A note.", "Dropout was on.", SIGN)
    assert Report((quiet, *runs), ()).all_notes == ("b and c: Dropout was on.", SIGN)
    assert Report((layer_run("lstm"),), ()).all_notes == ()


def test_figures_are_plotlys_with_their_words():
    report = Report((layer_run(),), ())
    assert set(report.figures) == set(report.charts)
    assert report.figures["decay"].layout.meta["summary"] == report.charts["decay"].summary


def test_sequences_that_are_left_out_are_told():
    runs = tuple(layer_run("lstm", name=name) for name in ("a", "b"))
    first, second = LayerNumbers.of(runs[0]), LayerNumbers.of(runs[1])
    one = "1 of 3 sequences is left out of what is measured, since not all of its states are numbers."
    both = Report(runs, (), measured=(replace(first, left_out=1), replace(second, left_out=1)))
    assert both.all_notes == (one,)
    assert Report(runs, (), measured=(first, replace(second, left_out=1))).all_notes == (f"b: {one}",)
    more = Report(runs[:1], (), measured=(replace(first, left_out=2, sequences=5),))
    assert more.all_notes[0].startswith("2 of 5 sequences are left out of what is measured, since not all of their")
