"""The claims and the views they are chosen by."""

from gruviz.comparison.claims import OPEN
from gruviz.ui.compare.claims import CLAIMS
from gruviz.ui.compare.controls import CLAIM_TITLES, TABLE
from gruviz.ui.compare.verdicts import MARKS, verdict_of


def test_every_claim_has_a_view_and_every_view_a_claim():
    assert list(CLAIMS) == list(CLAIM_TITLES)
    sentences = [claim.sentence for claim in CLAIMS.values()]
    assert len(set(sentences)) == len(sentences)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_settings_that_allow_no_verdict_leave_it_open_and_say_why():
    impossible = TABLE.defaults | {"engine": ["own"], "own_reset": "none", "own_update": "coupled"}
    for view, claim in CLAIMS.items():
        verdict = verdict_of(claim, impossible)
        assert verdict.word in MARKS
        assert (verdict.word == OPEN) == (view == "speed")
    assert verdict_of(CLAIMS["speed"], impossible).because.startswith("A shared gate needs a reset gate")
