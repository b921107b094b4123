"""The first screen of the translation: a number to type, all answers word by word, and one that somebody gets wrong."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import streamlit as st

from gruviz.applications.translation import NumberTranslation, translate
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Translation
from gruviz.tasks.number_words import LARGEST, TONGUES, parse_number
from gruviz.ui.applications.fields import Line
from gruviz.ui.applications.translation.details import draw_details
from gruviz.ui.applications.translation.picture import RULE, picture
from gruviz.ui.applications.translation.search import Found, find_wrong
from gruviz.ui.caching import shared
from gruviz.ui.components import component
from gruviz.ui.controls.kinds import Choice, Control, Toggle, Values
from gruviz.ui.controls.panel import Panel
from gruviz.validation import GruvizError

SHOWN = {"RNN": "RNN", "GRU": "GRU", "LSTM": "LSTM", "rule": RULE}

CONTROLS: tuple[Control, ...] = (
    Line(
        name="translation_number",
        label="Number to translate",
        help="From 1 to 99,999, in digits or English words: 4,271 or forty-two.",
        default="71,892",
        limit=120,
    ),
    Choice(
        name="translation_language",
        label="Into",
        help="French counts in twenties from sixty on. German says the ones before the tens: “ein und zwanzig” is 21.",
        default="french",
        options={key: tongue.title for key, tongue in TONGUES.items()},
    ),
    Toggle(
        name="translation_attention",
        label="With attention",
        help="The decoder also looks back at every word of the English sentence. Without attention all that it knows "
        "of the sentence has passed through one state.",
        default=False,
    ),
    Choice(
        name="translation_shown",
        label="In the picture",
        help="Whose words are joined with the English ones.",
        default="RNN",
        options=SHOWN,
        elsewhere=True,
    ),
)


def offer(values: Values) -> str:
    """Which networks are tried: by language, with or without attention."""
    language = "_german" if values["translation_language"] == "german" else ""
    return f"translation{language}{'_attention' if values['translation_attention'] else ''}"


def stage(models: Mapping[str, TrainedModel], panel: Panel) -> None:
    """The number and its buttons, and what everybody makes of it."""
    shown = SHOWN[panel.values["translation_shown"]]
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key=panel.key("translation_controls")):
        with st.container(width=150):
            panel.draw("translation_number")
        for name in ("translation_language", "translation_attention"):
            with st.container(width="content"):
                panel.draw(name)
        if panel.draws("translation_number"):
            st.button("Surprise me", key=panel.key("translation_surprise"), on_click=_surprise, args=(panel,))
            _search(models, panel, shown)
    number = parse_number(panel.values["translation_number"])
    data = picture(number, _task(models), models, _translated(models, number), shown)
    key = panel.key("translation_picture")
    component("translation", key=key, data=data, on_shown_change=partial(_show, panel, key))


def details(models: Mapping[str, TrainedModel], panel: Panel) -> None:
    """What every word was chosen from, and what the last one hangs on."""
    number = _read(panel.values["translation_number"])
    if number is not None:
        draw_details(models, _translated(models, number), number)


def _search(models: Mapping[str, TrainedModel], panel: Panel, shown: str) -> None:
    """Offer to find a mistake, and say what the last search has found, as long as its number is there."""
    who = f"the {shown}" if shown in models else "the dictionary"
    st.button(
        f"Find one {who} gets wrong",
        key=panel.key("translation_find"),
        help="Tries the numbers that were held out and, if these are all right, 5,000 others. The next press finds "
        "the next. Who is searched is chosen in the picture.",
        on_click=_find,
        args=(panel, f"T{who[1:]}", models.get(shown, _task(models).language)),
    )
    found: Found | None = st.session_state.get(panel.key("translation_found"))
    if found is not None and found.number in (None, _read(panel.values["translation_number"])):
        st.caption(found.sentence)


def _surprise(panel: Panel) -> None:
    """Any number; one of few words is as likely as one of many."""
    number = int(10 ** np.random.default_rng().uniform(1, np.log10(LARGEST)))
    _give(panel, None, number)


def _find(panel: Panel, who: str, model: TrainedModel | str) -> None:
    now = _read(panel.values["translation_number"])
    found = find_wrong(who, model, after=now or 0)
    _give(panel, found, found.number)


def _give(panel: Panel, found: Found | None, number: int | None) -> None:
    st.session_state[panel.key("translation_found")] = found
    if number is not None:
        panel.set("translation_number", f"{number:,}")


def _show(panel: Panel, key: str) -> None:
    """Take over whose answer a person chooses in the picture."""
    label = st.session_state[key]["shown"]
    chosen = next((value for value, title in SHOWN.items() if title == label), None)
    if chosen is not None:
        panel.set("translation_shown", chosen)


def _read(text: str) -> int | None:
    try:
        return parse_number(text)
    except GruvizError:
        return None


def _task(models: Mapping[str, TrainedModel]) -> Translation:
    task = next(iter(models.values())).kind
    assert isinstance(task, Translation)
    return task


def _translated(models: Mapping[str, TrainedModel], number: int) -> dict[str, NumberTranslation]:
    return {label: _translation(model, number) for label, model in models.items()}


@shared(64)
def _translation(model: TrainedModel, number: int) -> NumberTranslation:
    return translate(model, number)
