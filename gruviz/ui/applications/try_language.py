"""Language, tried by hand: let the cells write, see what comes next and what it depends on."""

import html
from collections.abc import Mapping, Sequence
from functools import partial
from zlib import crc32

import numpy as np
import streamlit as st

from gruviz.applications.language import (
    Candidate,
    Tracker,
    follow_character,
    next_characters,
    reach_of_all,
    surprise,
    trackers,
    write,
)
from gruviz.arrays import Array, frozen
from gruviz.data.files import decoded, plain_ends
from gruviz.figures.applications.next_character import Chances, chances_chart
from gruviz.figures.applications.reach import Reach, ReachWords, reach_chart
from gruviz.models.answers import answer_of
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Language, Task
from gruviz.tasks.language import OTHER, TEXT_LIMITS
from gruviz.ui.applications.fields import Passage, control_row
from gruviz.ui.applications.look_inside import InspectedAnswer, look_inside
from gruviz.ui.applications.tints import tinted_texts
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card
from gruviz.ui.controls.kinds import Control, Number, Slider, Values
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.upload import file_control, kept_file, offer_file, report_gone
from gruviz.ui.markdown import literal
from gruviz.validation import InvalidValue

START = 'The "with" statement wraps the execution of a block with methods defined by a context manager (see section'
FILE, UPLOAD, PASTE = "language_file", "language_upload", "language_pasted"
PASTED = "The pasted text"
LONGEST = 200
CACHED = 64
"""Results of each kind that the server remembers, for as many models and settings."""
NAMES = {" ": "␣", "\n": "⏎", "\t": "⇥"}
"""How characters that cannot be seen are written."""


CONTROLS: tuple[Control, ...] = (
    Passage(
        name="language_text",
        label="Text to read",
        help="What the models read first. Characters that were rare in what they have learned from count as one.",
        default=START,
        limit=LONGEST,
        height=140,
    ),
    Slider(
        name="language_at",
        label="Character to explain",
        help="Its place in the text; all earlier ones are tinted by how much they change its log-probability.",
        default=101,
        low=2,
        high=LONGEST,
        step=1,
    ),
    Slider(
        name="language_count",
        label="Characters to write",
        help="How long the models go on.",
        default=200,
        low=20,
        high=600,
        step=20,
    ),
    Slider(
        name="language_temperature",
        label="Temperature",
        help="Divides the log-odds: below 1 the likely becomes likelier, above 1 all become alike.",
        default=0.6,
        low=0.1,
        high=2.0,
        step=0.1,
    ),
    Number(
        name="language_seed",
        label="Seed of the writing",
        help="The same seed gives the same text.",
        default=0,
        low=0,
        high=9999,
    ),
    file_control(FILE),
)


def own_corpus(panel: Panel) -> Task | None:
    """Offer an upload or a field for a text of the person's own; the task of learning it, or None.

    Raises:
        GruvizError: If it cannot be learned.
    """
    low, high = TEXT_LIMITS
    with st.expander("Learn from a text of your own", key="language_own"):
        st.caption(
            f"From {low:,} to {high:,} characters of plain text. It stays on this server while your session lasts."
        )
        offer_file(panel, FILE, "Upload a text file", ["txt", "md", "py", "csv"], key=UPLOAD)
        pasted = _pasted(panel, high)
    file = kept_file(panel, FILE, key=UPLOAD)
    if file is None:
        if pasted.strip():
            return Language(plain_ends(pasted))
        report_gone(panel, FILE)
        return None
    text, encoding = decoded(file.content, field="corpus", most=4_000_000)
    written = "" if encoding == "UTF-8" else f", written in {encoding}"
    st.caption(f"Read {len(text):,} characters of *{literal(file.name)}*{written}.")
    return Language(text)


def _pasted(panel: Panel, most: int) -> str:
    """A text in a field, which the session keeps while the field is not on the page."""
    kept = f"{PASTE}_kept"
    st.session_state.setdefault(PASTE, st.session_state.get(kept, ""))
    text = st.text_area(
        "… or paste a text", key=PASTE, height=120, max_chars=most, on_change=_take_pasted, args=(panel,)
    )
    st.session_state[kept] = text
    return text


def _take_pasted(panel: Panel) -> None:
    """Let the link say that there is a pasted text."""
    panel.set(FILE, PASTED if st.session_state[PASTE].strip() else "")


def stage(models: Mapping[str, TrainedModel], panel: Panel) -> None:
    """Writing, candidates, what a character depends on, units that keep track, and the inside."""
    control_row(panel, CONTROLS)
    text = panel.values["language_text"]
    if len(text) < 2:
        sentence = "Write at least two characters to read."
        raise InvalidValue("language_text", text, "a text of at least two characters", sentence)
    at = min(panel.values["language_at"], len(text)) - 1
    _written(models, text, panel.values)
    _next(models, text)
    _read_on(models, text, panel)
    _explained(models, text, at + 1, panel)
    _trackers(models, text)
    task = next(iter(models.values())).kind
    assert isinstance(task, Language)
    letters = tuple(f"“{visible(letter)}”" for letter in task.letters + OTHER)
    target = int(task.encode(text[at])[0])
    inspected = InspectedAnswer(
        lambda model: follow_character(model, text, at),
        f"log p({letters[target]})",
        lambda model, state: answer_of(model, state, target, letters),
        tuple(map(visible, task.letters + OTHER)),
    )
    look_inside(models, inspected, key="language_inside")


def details(models: Mapping[str, TrainedModel], panel: Panel) -> None:
    """Nothing yet."""


def visible(character: str) -> str:
    """A character so that it can be seen."""
    return NAMES.get(character, character)


def _written(models: Mapping[str, TrainedModel], text: str, values: Values) -> None:
    st.markdown("**Each network continues your text**")
    for label, model in models.items():
        bits = _bits(model, text)
        more = _continuation(model, text, *(values[f"language_{name}"] for name in ("count", "temperature", "seed")))
        st.markdown(f"{literal(label)}: {bits:.2f} bits per character on the text to read")
        start = f'<span class="gruviz-given">{html.escape(text[-40:])}</span>'
        st.html(f'<p class="gruviz-text">{start}{html.escape(more)}</p>')


@shared(CACHED)
def _bits(model: TrainedModel, text: str) -> float:
    """Per character, on average."""
    return float(surprise(model, text).mean())


@shared(CACHED)
def _continuation(model: TrainedModel, text: str, count: int, temperature: float, seed: int) -> str:
    """What a model goes on with."""
    return write(model, text, count, temperature=temperature, seed=seed).text


def _next(models: Mapping[str, TrainedModel], text: str) -> None:
    chances = {label: Chances(model.weights.cell, _named(_candidates(model, text))) for label, model in models.items()}
    chart_card(chances_chart(chances), key="language_next")


def _read_on(models: Mapping[str, TrainedModel], text: str, panel: Panel) -> None:
    """Offer to lengthen the text by one character, sampled by any of the models."""
    if "language_text" in panel.hidden:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="language_on"):
        st.markdown("**Add one character**, sampled by")
        for place, (label, model) in enumerate(models.items()):
            st.button(
                literal(label),
                key=f"language_on_{place}",
                on_click=_add,
                args=(panel, model, text),
                help="Adds one character to the text to read, sampled from this model's candidates at the temperature "
                f"above; all models then read it. A text keeps its last {LONGEST} characters.",
            )


def _add(panel: Panel, model: TrainedModel, text: str) -> None:
    seed = panel.values["language_seed"] + crc32(text.encode("utf-8", "surrogatepass"))  # other samples at other places
    longer = (text + _continuation(model, text, 1, panel.values["language_temperature"], seed))[-LONGEST:]
    panel.set("language_text", longer)
    panel.set("language_at", len(longer))


@shared(CACHED)
def _candidates(model: TrainedModel, text: str) -> tuple[Candidate, ...]:
    return next_characters(model, text, top=8)


def _named(candidates: Sequence[Candidate]) -> dict[str, float]:
    return {visible(candidate.character): candidate.probability for candidate in candidates}


def _explained(models: Mapping[str, TrainedModel], text: str, at: int, panel: Panel) -> None:
    """Tints and chart for the character at a place, counted from 1."""
    reaches = {label: _reaches(model, text) for label, model in models.items()}
    st.markdown(
        "**What one character depends on**: the stronger the tint, the more the framed character depends on it. Point "
        "at any character to ask about it, click to keep it; arrow keys move on by one.",
        help="A tint is the square root of the gradient's norm, on one scale for all networks.",
    )
    may_choose = "language_at" not in panel.hidden
    choose = partial(panel.set, "language_at") if may_choose else None
    tinted_texts(text, at, reaches, names=NAMES, key="language_tints", on_choice=choose)
    norms = {label: Reach(models[label].weights.cell, reach[at - 2, : at - 1]) for label, reach in reaches.items()}
    words = ReachWords(f"the guess “{visible(text[at - 1])}”", "characters")
    chart_card(reach_chart(norms, [*map(visible, text[: at - 1])], words), key="language_reach")


@shared(CACHED)
def _reaches(model: TrainedModel, text: str) -> Array:
    """How much each character before one changes its log-probability, for every one, (T-1, T-1)."""
    return frozen(np.median(reach_of_all(model, text), axis=-1))


def _trackers(models: Mapping[str, TrainedModel], text: str) -> None:
    rows = ["| model | follows | unit | correlation |", "|:--|:--|--:|--:|"]
    for label, model in models.items():
        rows += [f"| {literal(label)} | {t.what} | {t.unit} | {t.correlation:.2f} |" for t in _followers(model, text)]
    if len(rows) > 2:
        with st.expander("Units that keep track of something", key="language_trackers"):
            st.caption(
                f"The unit whose h goes most closely with each, over {len(text)} characters. Of many units one always "
                "goes with something for a while: a longer text says more."
            )
            st.markdown("\n".join(rows))


@shared(CACHED)
def _followers(model: TrainedModel, text: str) -> tuple[Tracker, ...]:
    return trackers(model, text)
