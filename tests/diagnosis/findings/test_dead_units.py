import pytest

from gruviz.diagnosis.findings.dead_units import dead_units
from gruviz.diagnosis.findings.finding import Severity
from tests.diagnosis.layers import biased, noise, run_of, seen, units_biased


def with_dead(count):
    return seen(run_of(units_biased(biased("irnn", size=20, h=5.0), count, -200.0), noise(20)))


@pytest.mark.parametrize(
    ("count", "severity"),
    [(2, Severity.WORTH_KNOWING), (9, Severity.WORTH_KNOWING), (10, Severity.COSTLY), (20, Severity.BROKEN)],
)
def test_dead_units_weigh_by_their_part(count, severity):
    found = dead_units(with_dead(count))
    assert found.severity == severity
    assert found.title.startswith(f"{count} of 20 units of rnn are dead")


def test_a_few_are_normal():
    assert dead_units(with_dead(1)) is None
