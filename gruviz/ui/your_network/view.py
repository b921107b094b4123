"""The page from top to bottom: verdict, picture and findings; the file and what it reads; all else there is to see."""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gruviz.ui.charts.card import chart_card
from gruviz.ui.controls.own_numbers import INVITATION, NUMBERS_BEFORE, OwnNumbers
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.controls.upload import report_gone
from gruviz.ui.markdown import literal
from gruviz.ui.share import share_row
from gruviz.ui.your_network.below import downloads, figures, losses, text
from gruviz.ui.your_network.brought import Brought, brought, example
from gruviz.ui.your_network.chosen import found_words
from gruviz.ui.your_network.diagnosis import Diagnosis, diagnosed
from gruviz.ui.your_network.example import example_story
from gruviz.ui.your_network.file_card import file_card
from gruviz.ui.your_network.input_card import input_card
from gruviz.ui.your_network.laboratory import laboratory
from gruviz.ui.your_network.screen import finding_cards, gradient_chart, headline
from gruviz.ui.your_network.settings import settings_from
from gruviz.validation import GruvizError

FIRST = 2
"""Findings beside the picture; the others stand below it."""
RANDOM = "What you see is of random inputs."
EXAMPLE = "What you see is the example."
WHY = "Why is said below the picture."


def your_network_view(panel: Panel) -> None:
    """Draw the page."""
    stage = st.container(key=panel.key("stage"), gap="small")
    with stage:
        head = _kept(st, panel.key("head"))
        left, right = st.columns([3, 2], gap="medium")
        with right, st.container(border=True, gap=None, key=panel.key("bring")):
            network = brought(panel)
        picture = _kept(left, panel.key("picture"))  # on a phone it stands below
    trouble = st.container()
    with st.container(key=panel.key("settings")):
        about, reads = st.columns(2, gap="medium")
        with about:
            file_card(panel, network)
        with reads:
            numbers, words = input_card(panel)
    with trouble:
        network, diagnosis, instead = _settled(panel, network, numbers)
    words.caption(literal(diagnosis.reads))
    with head:
        _head(network, diagnosis, instead)
    findings = diagnosis.report.findings
    with picture:
        chart = gradient_chart(diagnosis)
        if chart is not None:
            chart_card(chart, key=panel.key("gradient"), compares=False)
    with right:
        finding_cards(panel, findings[:FIRST])
    _rest(panel, network, diagnosis)


def _kept(parent: Any, key: str) -> DeltaGenerator:
    """A place whose room is kept from now on: with nothing in it, it would have none."""
    place: DeltaGenerator = parent.container(key=key, gap="small")
    place.empty()
    return place


def _head(network: Brought, diagnosis: Diagnosis, instead: str) -> None:
    """The verdict, and of what; `instead` says that it is not of what was asked for."""
    st.title(literal(headline(diagnosis)), anchor=False)
    own = f"**{literal(network.name)}**: {literal(found_words(diagnosis.stack))} {literal(diagnosis.reads)}"
    st.markdown(example_story() if network.upload is None else own)
    if instead:
        st.markdown(f"**{instead}** {WHY}")


def _rest(panel: Panel, network: Brought, diagnosis: Diagnosis) -> None:
    more = diagnosis.report.findings[FIRST:]
    if more:
        st.subheader("What else was found", anchor=False)
        finding_cards(panel, more, first=FIRST)
    if network.upload is None:
        losses(panel)
    st.subheader("The report’s figures", anchor=False)
    downloads(panel, diagnosis)
    figures(panel, diagnosis)
    laboratory(panel, diagnosis)
    text()
    share_row(panel)


def _settled(panel: Panel, network: Brought, numbers: OwnNumbers) -> tuple[Brought, Diagnosis, str]:
    """What can be shown, and if it is not what was asked for, what it is: over random inputs, else the example."""
    wanted = None if numbers.text is None and (numbers.problem or numbers.waits) else panel.values
    shown = RANDOM if wanted is None else NUMBERS_BEFORE if numbers.problem else ""
    if numbers.problem:
        st.error(literal(f"{numbers.problem} {shown}"))
    elif numbers.waits and not report_gone(panel, "file"):
        st.info(f"{INVITATION} {RANDOM}")
    at_random = {**panel.values, "inputs": "random"}
    for values, instead in ((wanted, RANDOM), (at_random, EXAMPLE)):
        if values is not None:
            try:
                settings = settings_from(values, numbers.text, is_example=network.upload is None)
                return network, diagnosed(panel, network, settings), shown
            except GruvizError as error:
                st.error(literal(f"{in_words(error, panel.controls)} {instead}"))
                shown = instead
    return example(), diagnosed(panel, example(), settings_from(at_random, None, is_example=True)), EXAMPLE
