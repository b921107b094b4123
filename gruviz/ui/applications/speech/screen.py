"""Speech: a word is heard, seen and read by three networks and the best rule."""

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from gruviz.applications.speech import Transfer, transfer
from gruviz.data.recorded import synthetic_sounds
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Speech
from gruviz.tasks.examples import padded
from gruviz.tasks.speech import WORDS
from gruviz.ui.applications.class_cards import Models, confusion_card, held_out, reading_cards
from gruviz.ui.applications.speech.controls import CONTROLS as CONTROLS
from gruviz.ui.applications.speech.controls import OWN, RECORDED, SYNTHETIC, VOICES
from gruviz.ui.applications.speech.controls import offer as offer
from gruviz.ui.applications.speech.own import ASKS, OTHER_DOMAIN, offer_microphone, own_word, said, tally
from gruviz.ui.applications.speech.word import Word, of_sound, packed, right
from gruviz.ui.caching import shared
from gruviz.ui.charts.component import component
from gruviz.ui.controls.panel import Panel

STRIDE = 97
"""From one held-out word to "another": coprime with how many there are, so that all come once."""
PROGRAM = (
    "A program speaks (espeak-ng), and neither networks nor rule have learned from this speaker. Bright is loud, black "
    "40 decibels below the loudest. Each column is a frame; of its 26 bands the networks get 13 numbers."
)
INVITATION = "Say a digit from zero to nine, once."
NO_SOUND = (
    "Of these clips there is no sound: the data have 13 numbers for each frame, and do not say how they were computed. "
    "Bright is large: the scale goes from −3 to 3 standard deviations."
)


def stage(models: Models, panel: Panel) -> None:
    """Choose a word; hear it, see it, and what each network and the best rule take it for, frame by frame."""
    _draw_controls(panel)
    brought = word_of(models, panel)
    word = brought or _example(panel)
    asks = ASKS if word.place is None and brought and word.truth is None else ""
    which, key = offer(panel.values), panel.key("speech_heard")
    component(
        "speech",
        key=key,
        data=packed(word, models, which, asks=asks, note=_note(panel, brought, models)),
        on_another_change=partial(_another, panel, models, word.place, key),
        on_said_change=partial(_said, word.name, key),
    )


def _draw_controls(panel: Panel) -> None:
    """Who speaks, and beside it which word, or the microphone."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="top", key=panel.key("speech_controls")):
        with st.container(width="content"):
            panel.draw("speech_set")
        for name in ("speech_voice", "speech_word", "speech_clip"):
            if panel.draws(name):
                with st.container(width=210 if name == "speech_voice" else 120):
                    panel.draw(name)
        if panel.values["speech_set"] == OWN:
            offer_microphone(panel)


def details(models: Models, panel: Panel) -> None:
    """The frames that mattered, the inside, the confusions, and how well what was learned carries over."""
    word, task = word_of(models, panel, quiet=True), Speech()
    if word is not None:
        length = max(len(word.frames), max(model.length for model in models.values()))
        inputs = padded([word.frames], length)
        reading_cards(models, inputs, word.truth, WORDS, step="frame (step t)", key=panel.key("speech"))
    if panel.values["speech_set"] != RECORDED:
        _transfer_table(models)
    confusion_card(models, task.classes, of="held-out words", key=panel.key("speech_confusion"))


def word_of(models: Models, panel: Panel, *, quiet: bool = False) -> Word | None:
    """The word that the controls ask for; None where the person has brought none."""
    chosen = panel.values["speech_set"]
    if chosen == OWN:
        return own_word(panel, quiet=quiet)
    if chosen == RECORDED:
        return _recorded(panel.values["speech_clip"], max(model.length for model in models.values()))
    return _synthetic(panel)


def _synthetic(panel: Panel) -> Word:
    voice, digit = list(VOICES).index(panel.values["speech_voice"]), int(panel.values["speech_word"])
    place = 10 * voice + digit
    name = VOICES[panel.values["speech_voice"]]
    return of_sound(str(place), f"“{WORDS[digit]}”, by {name}", synthetic_sounds().sounds[place], digit, place)


def _recorded(number: int, length: int) -> Word:
    clip, truth = held_out(Speech("recorded"), length, number - 1)
    begins = int(np.flatnonzero(clip[:, 0].any(1))[0])
    return Word(f"recorded {number}", f"“{WORDS[truth]}”, by somebody", clip[begins:, 0], truth, place=number - 1)


def _example(panel: Panel) -> Word:
    """What plays until the person has said something."""
    word = _synthetic(panel)
    return replace(word, name="example", headline=f"Your word comes here. Until then: {word.headline}", place=None)


def _note(panel: Panel, brought: Word | None, models: Models) -> str:
    chosen = panel.values["speech_set"]
    if chosen == SYNTHETIC:
        return PROGRAM
    if chosen == RECORDED:
        return NO_SOUND
    return (
        f"{OTHER_DOMAIN} {tally(brought, models, offer(panel.values))}" if brought else f"{INVITATION} {OTHER_DOMAIN}"
    )


def _another(panel: Panel, models: Models, place: int | None, key: str) -> None:
    """Go on to the next word, or to the next that the named network or rule gets wrong."""
    asked: Any = st.session_state[key]["another"]
    marks = right(offer(panel.values), models)
    if place is None or not isinstance(asked, dict):
        return
    wanted = marks.get(str(asked.get("label")))
    count = len(next(iter(marks.values())))
    others = [(place + STRIDE * k) % count for k in range(1, count)]
    found = next((each for each in others if wanted is None or not wanted[each]), place)
    if panel.values["speech_set"] == RECORDED:
        panel.set("speech_clip", found + 1)
    else:
        panel.set("speech_voice", list(VOICES)[found // 10])
        panel.set("speech_word", str(found % 10))


def _said(name: str, key: str) -> None:
    """Note which digit the person says that it was."""
    digit = st.session_state[key]["said"]
    if isinstance(digit, int) and 0 <= digit < len(WORDS):
        said()[name] = digit


def _transfer_table(models: Models) -> None:
    rows = {label: _transfer(model) for label, model in models.items()}
    st.markdown("**How far does it carry?** Share of held-out words named right; of no speaker was anything learned.")
    lines = [
        "| | accents that were learned from | an accent never heard | all, in simulated rooms |",
        "|---|---|---|---|",
        *(f"| {label} | {each.known:.0%} | {each.unheard:.0%} | {each.rooms:.0%} |" for label, each in rows.items()),
    ]
    st.markdown("\n".join(lines))
    st.caption(
        "The rooms are computed: an echo, noise, a microphone of another colour, a voice a little higher or lower. How "
        "well real people are understood has not been measured; your own tries are all that is known of it."
    )


@shared(16)
def _transfer(model: TrainedModel) -> Transfer:
    return transfer(model)
