"""Verdicts as the page shows them: with a mark, a colour, and open where the settings allow none."""

from collections.abc import Mapping

from gruviz.comparison.claims import AGAIN, FAILS, HOLDS, OPEN, PARTLY, UNDECIDED, Verdict
from gruviz.ui.compare.claim import Claim
from gruviz.ui.compare.claims import CLAIMS
from gruviz.ui.controls.kinds import Values
from gruviz.ui.controls.refusals import in_words
from gruviz.validation import GruvizError

MARKS = {HOLDS: "✓", PARTLY: "◐", FAILS: "✗", OPEN: "…", UNDECIDED: "?", AGAIN: "?"}
TONES = {HOLDS: "good", PARTLY: "mixed", FAILS: "bad"}
"""Colours; what is not decided has none."""


def verdicts(values: Values) -> Mapping[str, Verdict]:
    """Of all claims, by view."""
    return {view: verdict_of(claim, values) for view, claim in CLAIMS.items()}


def verdict_of(claim: Claim, values: Values) -> Verdict:
    """A verdict; where the settings allow none, an open one with the reason."""
    try:
        return claim.verdict(values)
    except GruvizError as error:
        return Verdict(OPEN, in_words(error))


def tone(verdict: Verdict) -> str:
    """Name of its colour."""
    return TONES.get(verdict.word, "open")
