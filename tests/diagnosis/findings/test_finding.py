from gruviz.diagnosis.findings.finding import Severity


def test_what_is_worse_is_larger():
    assert Severity.BROKEN > Severity.COSTLY > Severity.WORTH_KNOWING > Severity.GOOD
