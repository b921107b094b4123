"""A word of one's own: where there is a microphone, and what a person's tries add up to."""

import numpy as np
import pytest
import streamlit as st

from gruviz.models.shipped import application_models
from gruviz.ui.applications.speech.own import is_secure, tally
from gruviz.ui.applications.speech.word import RULE, Word


@pytest.mark.parametrize(
    ("url", "secure"),
    [
        ("https://school.example/applications", True),
        ("http://localhost:8501/applications", True),
        ("http://127.0.0.1:8501", True),
        ("http://[::1]:8501", True),
        ("http://192.168.0.7:8501/applications", False),
        ("http://localhost.example/", False),
        (None, False),
    ],
)
def test_a_browser_gives_a_microphone_to_a_safe_address_only(url, secure):
    assert is_secure(url) == secure


def test_tries_are_counted_once_they_are_told(monkeypatch):
    monkeypatch.setattr(st, "session_state", {})
    models = {"GRU": application_models("speech")["GRU"]}
    frames = np.random.default_rng(0).standard_normal((20, 13)).astype(np.float32)
    assert tally(Word("a", "", frames, None), models, "speech") == ""
    said = [tally(Word(f"try {digit}", "", frames, digit), models, "speech") for digit in range(10)]
    assert said[-1] == f"Right of your own tries: GRU 1 of 10 and {RULE} 1 of 10.", "it hears one and the same digit"
    assert tally(Word("try 9", "", frames, 9), models, "speech") == said[-1], "told again, it counts once"
