"""A word of one's own, by microphone or as a file, and the person's own tries."""

from collections import Counter
from hashlib import sha256
from urllib.parse import urlsplit

import streamlit as st

from gruviz.applications.speech import answers
from gruviz.data.mel import word_in
from gruviz.data.sound import read_wav
from gruviz.tasks.examples import padded
from gruviz.tasks.speech import WORDS
from gruviz.ui.applications.class_cards import Models
from gruviz.ui.applications.speech.controls import FILE
from gruviz.ui.applications.speech.word import RULE, Word, of_sound, rule_of
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.controls.upload import Upload, held_file, kept_file, offer_file, offer_recording, report_gone
from gruviz.ui.markdown import literal
from gruviz.validation import GruvizError
from gruviz.wording import listed

LOCAL = ("localhost", "127.0.0.1", "::1")
TRIES = 200
"""Tries of one's own that a session counts."""
ASKS = "Which did you say?"
NO_MICROPHONE = (
    "This page came by an address without https, and a browser gives no microphone to such a page. Record the word "
    "with another program and bring it as a WAV file."
)
OTHER_DOMAIN = (
    "The networks have only ever heard a program speak. A person in a room is another domain: expect more mistakes."
)


def offer_microphone(panel: Panel) -> None:
    """Draw the microphone, where the browser gives one, and the upload."""
    with st.container(width=330):
        if is_secure(st.context.url):
            offer_recording(panel, FILE, "Say one digit", key=panel.key("speech_microphone"))
        else:
            st.caption(NO_MICROPHONE)
    with st.popover("Or bring a WAV file", key=panel.key("speech_bring")):
        offer_file(panel, FILE, "WAV file with one digit", ["wav"], key=panel.key("speech_upload"))


def is_secure(url: str | None) -> bool:
    """Whether a browser offers a microphone to the page at this address."""
    parts = urlsplit(url or "")
    host = parts.hostname or ""
    return parts.scheme == "https" or host in LOCAL or host.endswith(".localhost")


def own_word(panel: Panel, *, quiet: bool = False) -> Word | None:
    """The word that the person has brought; None without one, or where it can't be read, which is said unless quiet."""
    file = held_file(panel, FILE) if quiet else _kept(panel)
    try:
        samples = None if file is None else word_in(*read_wav(file.content))
    except GruvizError as error:
        if not quiet:
            st.error(literal(in_words(error)))
        return None
    if file is None or samples is None:
        return None
    name = sha256(file.content).hexdigest()[:16]
    truth = said().get(name)
    return of_sound(name, "A word of your own" if truth is None else f"You said “{WORDS[truth]}”", samples, truth)


def _kept(panel: Panel) -> Upload | None:
    recorded = st.session_state.get(panel.key("speech_microphone")) is not None
    key = panel.key("speech_microphone" if recorded else "speech_upload")
    file = kept_file(panel, FILE, key=key)
    if file is None:
        report_gone(panel, FILE)
    return file


def said() -> dict[str, int]:
    """Which digit the person has said in each recording of this session, by the name of the word."""
    kept: dict[str, int] = st.session_state.setdefault("speech_said", {})
    return kept


def tally(word: Word, models: Models, offer: str) -> str:
    """How many of the person's own tries each network and the rule have named right, as a sentence; "" before one."""
    if word.truth is not None:
        named = {
            label: int(answers(model, padded([word.frames], max(model.length, len(word.frames))))[0])
            for label, model in models.items()
        }
        _, answer = rule_of(word, offer)
        _tries()[word.name] = {label: each == word.truth for label, each in (named | {RULE: answer}).items()}
    tries = list(_tries().values())[-TRIES:]
    if not tries:
        return ""
    counts = Counter(label for each in tries for label, is_right in each.items() if is_right)
    asked = Counter(label for each in tries for label in each)
    return "Right of your own tries: " + listed([f"{label} {counts[label]} of {asked[label]}" for label in asked]) + "."


def _tries() -> dict[str, dict[str, bool]]:
    kept: dict[str, dict[str, bool]] = st.session_state.setdefault("speech_tries", {})
    return kept
