"""All claims with their verdicts in a table, and the evidence for the chosen one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gruviz.comparison.claims import AGAIN, FAILS, HOLDS, OPEN, PARTLY, UNDECIDED, Verdict
from gruviz.ui.compare.claims import CLAIMS, Claim
from gruviz.ui.controls.kinds import Values
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.markdown import literal
from gruviz.validation import GruvizError

MARKS = {HOLDS: "✓", PARTLY: "◐", FAILS: "✗", OPEN: "…", UNDECIDED: "?", AGAIN: "?"}


def overview(values: Values) -> Mapping[str, Verdict]:
    """A table of all claims and their verdicts. Returns the verdicts, by view."""
    rows = ["| You will read that … | Verdict | Because |", "|:--|:--|:--|"]
    verdicts = {view: verdict_of(claim, values) for view, claim in CLAIMS.items()}
    for view, claim in CLAIMS.items():
        verdict = verdicts[view]
        rows.append(f"| {literal(claim.sentence)} | {_word(verdict)} | {literal(verdict.because)} |")
    with st.container(key="compare_overview"):
        st.markdown("\n".join(rows))
    return verdicts


def evidence(values: Values, verdict: Verdict) -> None:
    """The chosen claim, its verdict as the overview has it, and what it rests on.

    Raises:
        GruvizError: If the settings allow none.
    """
    claim = CLAIMS[values["view"]]
    with st.container(border=True, key="compare_verdict"):
        st.markdown(f"You will read: {literal(claim.sentence)}")
        st.markdown(f"{_word(verdict)}, because {literal(verdict.because)}.")
    claim.show(values)
    if verdict_of(claim, values) != verdict:
        st.rerun()  # a measurement has ended while this page was drawn


@contextmanager
def said_beside(place: DeltaGenerator) -> Iterator[None]:
    """Say what the controls do not allow beside them too: the evidence may lie a screen below."""
    try:
        yield
    except GruvizError as error:
        place.error(literal(in_words(error)))
        raise


def verdict_of(claim: Claim, values: Values) -> Verdict:
    """A verdict; where the settings allow none, an open one with the reason."""
    try:
        return claim.verdict(values)
    except GruvizError as error:
        return Verdict(OPEN, in_words(error).removesuffix("."))


def _word(verdict: Verdict) -> str:
    return f"**{MARKS[verdict.word]} {verdict.word}**"
