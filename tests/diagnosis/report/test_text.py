"""A report as text: it fits 80 columns, says the worst first, and is safe to print."""

from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.report.report import Report
from tests.diagnosis.made import finding, layer_run


def test_the_verdict_stands_first_and_every_finding_has_evidence_and_advice():
    worst, other = finding(Severity.BROKEN, title="The state overflows."), finding(advice="")
    text = str(Report((layer_run(),), (worst, other), "CharRNN"))
    lines = text.splitlines()
    assert lines[0] == "CharRNN: 1 thing is broken, 1 is costly"
    assert lines[3] == "1. BROKEN  The state overflows."
    assert text.count("Try: ") == 1
    assert text.index("The state overflows.") < text.index("The rnn hears 2 steps")


def test_nothing_is_wider_than_a_terminal():
    long = finding(title="A long sentence " * 20, evidence="a number of 12 " * 20)
    runs = tuple(layer_run(name=f"encoder.{'very_long_name.' * 8}rnn", layer=i, layers=12) for i in range(12))
    text = str(Report(runs, (long,), "Network " * 30, notes=("a note " * 30,), loss=float("nan")))
    assert max(map(len, text.splitlines())) <= 80


def test_a_name_cannot_command_the_terminal():
    text = str(Report((layer_run(name="\x1b[31mred\x07"),), (), "x\x1b]0;y"))
    assert text.replace("\n", "").isprintable()
