"""The page from top to bottom: question, picture, the chosen square, other maps; what the map shows; charts."""

from functools import partial

import streamlit as st

from gruviz.maps.presets import repeated
from gruviz.ui.controls.panel import Panel
from gruviz.ui.markdown import literal
from gruviz.ui.page import sidebar
from gruviz.ui.prose import prose
from gruviz.ui.trainability.below import below
from gruviz.ui.trainability.cards import map_cards
from gruviz.ui.trainability.filling import fill_row, repeat_row
from gruviz.ui.trainability.gather import gathered, live_measurements
from gruviz.ui.trainability.guess import is_shown
from gruviz.ui.trainability.picture import map_key, map_picture
from gruviz.ui.trainability.plans import replaced, training_plans
from gruviz.ui.trainability.run import MapRun, tell_failures, watch
from gruviz.ui.trainability.sentences import headline, map_words, title_of
from gruviz.ui.trainability.shown import Maps, budget_of
from gruviz.ui.trainability.square import square_card


def trainability_view(panel: Panel) -> None:
    """Draw the page."""
    sidebar(panel)
    plans = training_plans(panel.values)
    before = live_measurements(plans)
    for run in before:
        run.ensure()
    look = partial(gathered, panel.values)
    maps = look()
    _heading(panel, maps)
    fill = MapRun.training(plans)
    again = MapRun.training([repeated(one.training.plan) for one in maps], "_again")
    watch([*fill.each, *before], partial(_stage, panel, fill), maps, look)
    tell_failures(panel.key("before_again"), before)
    map_cards(panel)
    watch([*fill.each, *again.each], partial(_found, panel, again), maps, look)
    below(panel, maps, look)


def _heading(panel: Panel, maps: Maps) -> None:
    """The page's question, what one does here, and which setting gave way to another."""
    with st.container(key=panel.key("what"), gap=None):
        st.title(title_of(maps[0].config), anchor=False)
        if not panel.presents:
            st.markdown(prose("trainability")["what"])
        if words := replaced(panel.values):
            st.caption(words)


def _stage(panel: Panel, fill: MapRun, maps: Maps) -> None:
    """The picture, what is known of the chosen square, and how to fill the map."""
    shown, budget = is_shown(map_key(maps)), budget_of(maps, panel.values["budget"])
    with st.container(key=panel.key("stage"), gap="small"):
        map_picture(panel, maps, headline(maps, budget) if shown else "")
        if shown:
            square_card(panel, maps, budget)
        fill_row(panel, fill, maps)


def _found(panel: Panel, again: MapRun, maps: Maps) -> None:
    """What the map shows, in words, and whether other seeds say the same."""
    trained = [one for one in maps if one.training.results]
    if not is_shown(map_key(maps)) or not trained:
        return
    budget = budget_of(maps, panel.values["budget"])
    with st.container(key=panel.key("found"), gap=None):
        st.markdown("\n\n".join(literal(map_words(one, budget)) for one in trained))
        repeat_row(panel, again, maps)
