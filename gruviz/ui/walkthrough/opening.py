"""How the lesson begins: a sentence whose verb hangs on a word far back, its goals, and the way in."""

from dataclasses import replace
from typing import Any

import streamlit as st

from gruviz.arrays import Array
from gruviz.experiments.run import Run, run_experiment
from gruviz.figures.drawing.palette import cell_color
from gruviz.lesson.course import Sentence
from gruviz.ui.caching import shared
from gruviz.ui.charts.component import component
from gruviz.ui.controls import laboratory
from gruviz.ui.controls.address import read_query
from gruviz.ui.controls.panel import Panel
from gruviz.ui.prose import explained
from gruviz.ui.walkthrough.lesson import load_course
from gruviz.ui.walkthrough.moves import go
from gruviz.ui.walkthrough.way import EXERCISES, Way
from gruviz.wording import left

HEIGHT = 290
"""Pixels of the sentence with all that stands below it, as a rule."""
NOTE = (
    "Shares are medians over {count} untrained networks that read random numbers: the words only name the steps. The "
    "GRU here starts with an update-gate bias of {bias}."
)


def opening_view(panel: Panel) -> None:
    """The sentence, and below it what the lesson is for."""
    course, way = load_course(), Way.of(panel.values)
    with st.container(key="walkthrough_opening"):
        component("opening", key="walkthrough_sentence", height=HEIGHT, data=scene(panel.values["seed"]))
        with st.container(key="walkthrough_opening_words"):
            question, goals = st.container(key="walkthrough_asks"), st.container(key="walkthrough_goals")
    with question:
        st.markdown(explained(course.introduced(way.steps, way.duration)))
        _begin(panel, way)
    with goals:
        st.markdown("**Afterwards you can**\n" + "\n".join(f"- {goal}" for goal in course.goals.values()))


def _begin(panel: Panel, way: Way) -> None:
    """The way in, and quiet ways beside it."""
    first = next((key for key in way.steps if key not in panel.values["done"]), None) or next(iter(way.steps))
    label = "Start the lesson" if first == next(iter(way.steps)) else "Go on with the lesson"
    quiet: dict[str, Any] = {"type": "tertiary"}
    with st.container(horizontal=True, gap="small", key="walkthrough_way"):
        st.button(label, key="walkthrough_next", type="primary", on_click=go, args=(panel, first))
    with st.container(horizontal=True, gap="small", key="walkthrough_quiet"):
        st.button("Quiz first", key="walkthrough_to_quiz", on_click=go, args=(panel, "quiz_before"), **quiet)
        if way.minutes != 20 and not way.chosen and "route" not in panel.hidden:
            short: dict[str, Any] = {"on_click": panel.set, "args": ("route", "20")}
            st.button("20-minute version", key="walkthrough_short", **quiet, **short)
        if "notes" not in panel.hidden and not panel.values["notes"]:
            teach: dict[str, Any] = {"on_click": panel.set, "args": ("notes", True)}
            st.button("I’m teaching this", key="walkthrough_teaching", **quiet, **teach)
        st.button("Exercises", key="walkthrough_to_exercises", on_click=go, args=(panel, EXERCISES), **quiet)


@shared(32)
def scene(seed: int) -> dict[str, Any]:
    """What the component draws: two real networks as long as the sentence."""
    course = load_course()
    settings, _ = read_query(laboratory.TABLE.controls, course.settings)
    experiment = laboratory.experiment_from(settings | {"seed": seed})
    runs = run_experiment(replace(experiment, seq_len=course.sentence.gap))
    lanes = [_lane(run, course.sentence) for run in runs if not run.is_reference]
    return {
        "words": course.sentence.words,
        "noun": course.sentence.noun,
        "gap": course.sentence.gap,
        "choices": course.choices,
        "lanes": lanes,
        "note": NOTE.format(count=experiment.seeds, bias=f"{experiment.update_bias:g}".replace("-", "−")),
    }


def _lane(run: Run, sentence: Sentence) -> dict[str, Any]:
    """What is left of the gradient at each word before the gap; after the last word it is whole."""
    shares: Array = run.flow.ratio().median[1:]
    noun = sentence.words[sentence.noun]
    factors = shares[:-1] / shares[1:]
    return {
        "label": run.label,
        "color": cell_color(run.cell),
        "left": [float(share) for share in shares],
        "words": [left(float(share)) for share in shares],
        "factors": [f"{factor:.2f}" for factor in factors],
        "finding": f"{left(float(shares[sentence.noun]))} of the error gets back to “{noun}”.",
    }
