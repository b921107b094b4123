"""The chosen claim: what it rests on, and beside it the verdict with the controls that matter."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from gruviz.comparison.claims import Verdict
from gruviz.engine.cells import OWN
from gruviz.ui.compare.claims import CLAIMS
from gruviz.ui.compare.controls import CHOOSERS, MATTER, others
from gruviz.ui.compare.verdicts import MARKS, tone, verdict_of
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.markdown import literal
from gruviz.ui.prose import prose
from gruviz.ui.share import share_row
from gruviz.validation import GruvizError


def chosen_claim(panel: Panel, verdict: Verdict) -> None:
    """Draw verdict and controls, and the picture beside them; runs the page again where a measurement has ended."""
    claim = CLAIMS[panel.values["view"]]
    with st.container(key=panel.key("chosen")):
        says, shows = st.columns([38, 62], gap="medium")
    with says, st.container(key=panel.key("says"), gap="small"):
        _verdict(claim.sentence, verdict)
        _controls(panel)
        with st.expander("How we counted", key=panel.key("how")):
            st.markdown(prose("compare")[panel.values["view"]])
    with shows, st.container(key=panel.key("picture")), said_instead():
        claim.show(panel.values)
    if verdict_of(claim, panel.values) != verdict:
        st.rerun()


def further_evidence(panel: Panel) -> None:
    """Draw what else the chosen claim rests on."""
    with said_instead(repeats=True):
        CLAIMS[panel.values["view"]].show_more(panel.values)


@contextmanager
def said_instead(*, repeats: bool = False) -> Iterator[None]:
    """Say what the settings do not allow in place of a picture; not again where another place has said it."""
    try:
        yield
    except GruvizError as error:
        if not repeats:
            st.error(literal(in_words(error)))


def _verdict(sentence: str, verdict: Verdict) -> None:
    """The word large, the sentence with the numbers, and what else one should know."""
    word = f"{MARKS[verdict.word]} {verdict.word[0].upper()}{verdict.word[1:]}"
    with st.container(key=f"compare_verdict_{tone(verdict)}", gap="small"):
        st.caption(f"You will read: {literal(sentence)}")
        st.markdown(f"**{word}**")
        st.markdown(literal(verdict.because))
        if verdict.more:
            st.caption(literal(verdict.more))


def _controls(panel: Panel) -> None:
    """The two controls that change most, and what leads to the others."""
    view = panel.values["view"]
    names = [name for name in MATTER.get(view, ()) if panel.draws(name)]
    if names:
        for column, name in zip(st.columns(len(names), gap="small"), names, strict=True):
            with column:
                panel.draw(name)
    with st.container(horizontal=True, key=panel.key("ways"), gap="small"):
        _cells(panel)
        rest = list(filter(panel.draws, others(panel.values)))
        if rest:
            with st.popover("Settings", key=panel.key("settings")):
                panel.draw(*rest)
        share_row(panel)


def _cells(panel: Panel) -> None:
    """More cells than the three, and one of one's own."""
    chooser = CHOOSERS.get(panel.values["view"])
    if panel.draws(chooser or "cells"):
        with st.popover("More cells", key=panel.key("more_cells")):
            panel.draw(chooser or "cells")
    if chooser is not None and panel.draws(chooser) and OWN not in panel.values[chooser]:
        change = (chooser, [*panel.values[chooser], OWN])
        st.button("Build your own", key=panel.key("build"), on_click=panel.set, args=change)
