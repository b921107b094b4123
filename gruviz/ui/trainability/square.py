"""One square: its numbers, and the pages on which that very start can be looked at."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from gruviz.figures.maps.outcomes import learned_at
from gruviz.figures.maps.words import place_words
from gruviz.maps.plan import Square
from gruviz.maps.trainability_map import DIVERGED, LEARNED, Training
from gruviz.training.settings import TrainConfig
from gruviz.ui.controls.address import write_query
from gruviz.ui.controls.laboratory import TABLE as LABORATORY
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.markdown import literal
from gruviz.ui.navigation import PAGES
from gruviz.ui.train.controls import link_of
from gruviz.ui.trainability.plans import square_at
from gruviz.ui.trainability.shown import TaskMap
from gruviz.validation import GruvizError
from gruviz.wording import counted, left


def square_card(panel: Panel, maps: Sequence[TaskMap], budget: int) -> None:
    """Tell the chosen square's numbers, if there is one, and offer the pages that open with its settings."""
    chosen = panel.values["square"]
    if chosen is None:
        return
    plan = maps[0].training.plan
    square = square_at(plan, chosen)
    with st.container(border=True, key=panel.key("square_card")):
        if square is None:
            st.markdown("The square of this link is not on this map. Choose another.")
            return
        st.markdown(f"**{literal(name_of(maps[0], square))}**")
        st.markdown("  \n".join(literal(told(one, square, budget)) for one in maps))
        with st.container(horizontal=True, key=panel.key("square_links")):
            for one in maps:
                _train_link(one, square, alone=len(maps) == 1)
            query = laboratory_query(config_of(maps[0], square))
            st.page_link(PAGES["gradient_flow"][0], label="Open in Gradient flow →", query_params=query)
        st.caption("Gradient flow opens the same start on its own input, noise, where other numbers come out.")


def _train_link(one: TaskMap, square: Square, *, alone: bool) -> None:
    """The way to Train, with this very training."""
    label = "Open in Train" if alone else f"Open in Train: {one.task}"
    try:
        query = link_of(config_of(one, square))
    except GruvizError as error:  # such as a learning rate that Train does not offer
        st.caption(literal(in_words(error)))
        return
    st.page_link(PAGES["train"][0], label=f"{label} →", query_params=query)


def name_of(one: TaskMap, square: Square) -> str:
    """The two settings of a square."""
    words = place_words(one.training.plan, square)
    return words[:1].upper() + words[1:]


def config_of(one: TaskMap, square: Square) -> TrainConfig:
    """The very training of a square."""
    config = one.training.plan.config_at(square)
    assert isinstance(config, TrainConfig)
    return config


def told(one: TaskMap, square: Square, budget: int) -> str:
    """What became of a square's networks within a budget, and what was left before."""
    result, budget = one.training.results.get(square), min(budget, one.config.steps)
    before = float(learned_at(one.training, one.before).left[square[1], square[0]])
    rest = "" if np.isnan(before) else f" Before training {left(10.0**before)} of the gradient was left."
    if not isinstance(result, Training):
        return f"{one.task}: not trained yet.{rest}"
    outcomes, seeds = result.outcomes(budget), one.config.seeds
    learned, diverged = (int((outcomes == outcome).sum()) for outcome in (LEARNED, DIVERGED))
    since = _first(result, budget)
    first = f", the first from update {since:,} on" if since is not None else ""
    more = f"; {counted(diverged, 'network')} diverged" if diverged else ""
    return (
        f"{one.task}: after {counted(budget, 'update')} {learned} of {seeds} networks have learned{first}{more}.{rest}"
    )


def _first(result: Training, budget: int) -> int | None:
    """Updates from which on the first of them has counted as solved until the last look within a budget."""
    solved = result.solved[result.updates <= budget]
    if not solved[-1].any():
        return None
    since = [len(solved) - int(np.argmin(kept[::-1])) if not kept.all() else 0 for kept in solved[:, solved[-1]].T]
    return int(result.updates[min(since)])


def laboratory_query(config: TrainConfig) -> dict[str, str]:
    """The link that opens the laboratory with the start of a training."""
    learner = config.learners[0]
    values = LABORATORY.defaults | {
        "cells": [learner.cell],
        "scheme": learner.scheme,
        "gain": learner.gain,
        "update_bias": learner.update_bias,
        "forget_bias": learner.forget_bias,
        "seq_len": config.length,
        "hidden_size": config.hidden_size,
        "seeds": config.seeds,
        "seed": config.seed,
        "scale": config.scale,
    }
    return write_query(LABORATORY.controls, values)
