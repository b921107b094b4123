"""What a person brings to the applications, and what is computed of it: nothing twice."""

import json
from collections import Counter
from functools import partial

import numpy as np
import pytest

from gruviz.data.recorded import synthetic_sounds
from gruviz.data.sound import wav_of
from gruviz.tasks import Wearable
from gruviz.ui.applications.forecasting import picture as forecasting
from gruviz.ui.applications.language import screen as language_screen
from gruviz.ui.applications.language import stage as language_stage
from tests.pages.visit import opened, plain, slider

applications = partial(opened, "applications")


def test_a_word_of_ones_own_is_heard_and_what_is_none_is_named():
    page = applications(application="speech", speech_set="own")
    assert sent(page, "gruviz_speech")["headline"].startswith("Your word comes here. Until then: “seven”")
    page.file_uploader[0].set_value(("two.mp3.wav", b"ID3" + bytes(500), "audio/wav")).run()
    [error] = page.error
    assert "This is no WAV file" in plain(error.value)
    sound = np.pad(synthetic_sounds().sounds[2], 4000) / 9
    page.file_uploader[0].set_value(("two.wav", wav_of(sound, 8000), "audio/wav")).run()
    assert not page.exception
    assert not page.error
    told = sent(page, "gruviz_speech")
    assert (told["truth"], told["asks"]) == (None, "Which did you say?")
    assert told["span"] == pytest.approx(len(synthetic_sounds().sounds[2]) / 8000, abs=0.05)
    assert "another domain" in told["note"]


@pytest.mark.parametrize(("person", "who"), [("first", 1), ("second", 2)])
def test_the_window_that_is_read_is_named_also_past_the_last(person, who):
    task = Wearable()
    theirs = np.flatnonzero(task.wearers(task.default_length) == who)
    truths = task.split(task.default_length).held_out.targets[0, theirs]
    for number, shown in ((1, 1), (len(theirs), len(theirs)), (len(theirs) + 2, 2)):
        page = applications(application="wearable", wearable_person=person, wearable_window=str(number))
        [sentence] = [plain(text.value) for text in page.markdown if "other people. **Person" in text.value]
        assert sentence.endswith(f"doing **{task.classes[truths[shown - 1]]}**: window {shown} of {len(theirs)}.")
        goes_on = [text.value for text in page.caption if "goes on with the first" in text.value]
        assert len(goes_on) == (number > len(theirs))


@pytest.fixture
def asked(monkeypatch):
    """How often what is slow has been computed, by name."""
    counts = Counter()

    def counted(module, name):
        slow = getattr(module, name)

        def count(*args, **settings):
            counts[name] += 1
            return slow(*args, **settings)

        monkeypatch.setattr(module, name, count)

    counted(language_screen, "trackers")
    counted(language_stage, "reach_of_all")
    counted(forecasting, "rolling")
    return counts


def test_language_is_computed_anew_only_where_its_settings_change(asked):
    text = "No other test has read this sentence."
    page = applications(application="language", language_text=text, language_at="9")
    assert not page.exception
    everything = {"reach_of_all": 3, "trackers": 3}
    assert asked == everything
    slider(page, "applications_budget").set_value(50).run()
    slider(page, "applications_language_at").set_value(12).run()
    assert asked == everything, "all characters have been asked about at once"
    slider(page, "applications_language_temperature").set_value(1.2).run()
    page.button_group(key="applications_language_tint").set_value("gradient").run()
    assert not page.exception
    assert asked == everything


def sent(page, component):
    [given] = [each.proto.json for each in page.get("bidi_component") if each.proto.component_name == component]
    return json.loads(given)


def test_the_forecasts_from_all_origins_are_computed_once(asked):
    page = applications(application="forecasting", forecasting_origin="10")
    first = sent(page, "gruviz_forecast")
    before = asked["rolling"]
    slider(page, "applications_forecasting_ahead").set_value(3).run()
    assert not page.exception
    assert asked["rolling"] == before <= 3
    assert first["at"] == 61, "a tenth of the way over 613 origins"
    assert sent(page, "gruviz_forecast") == first


def test_a_number_that_a_network_gets_wrong_is_found_and_told():
    page = applications(application="translation", translation_shown="rule", translation_language="german")
    assert sent(page, "gruviz_translation")["shown"] == "Word for word"
    page.button(key="applications_translation_find").click().run()
    assert not page.exception
    drawn = sent(page, "gruviz_translation")
    assert not drawn["lanes"][-1]["right"]
    assert page.text_input(key="applications_translation_number").value == drawn["number"]
    assert any("The dictionary is wrong on 435 of 500 numbers held out." in text.value for text in page.caption)
    page.button(key="applications_translation_surprise").click().run()
    assert not any("wrong on" in text.value for text in page.caption)
