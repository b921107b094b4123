"""The picture of a translation, against the shipped networks' own words."""

import numpy as np
import pytest

from gruviz.applications.translation import translate
from gruviz.models.shipped import application_models
from gruviz.tasks.number_words import TONGUES, english
from gruviz.tasks.translation import END
from gruviz.ui.applications.translation.picture import RULE, picture, verdict


@pytest.mark.parametrize("offer", ["translation", "translation_attention", "translation_german_attention"])
def test_every_lane_says_what_its_network_says(offer):
    models = application_models(offer)
    task = models["GRU"].kind
    said = {label: translate(model, 71_892) for label, model in models.items()}
    drawn = picture(71_892, task, models, said, "GRU")
    assert [lane["label"] for lane in drawn["lanes"]] == ["RNN", "GRU", "LSTM", RULE]
    assert drawn["source"] == english(71_892)
    assert drawn["truth"] == TONGUES[task.language].say(71_892)
    for lane in drawn["lanes"][:3]:
        one = said[lane["label"]]
        assert (*lane["words"], END) == one.words
        assert lane["right"] == one.is_right == (lane["verdict"] == "right")
        assert any(lane["wrong"]) == (not one.is_right)
        if task.attention:
            np.testing.assert_allclose(np.array(lane["links"]) / 100, one.attention[:-1], atol=0.0051)
        else:
            assert lane["links"] is None


def test_the_dictionary_joins_every_word_with_its_own():
    models = application_models("translation")
    said = {label: translate(model, 171) for label, model in models.items()}
    drawn = picture(171, models["GRU"].kind, models, said, "no such network")
    rule = drawn["lanes"][-1]
    assert drawn["shown"] == RULE
    assert rule["words"] == ("un", "cent", "soixante", "dix", "un")
    assert [drawn["source"][np.argmax(links)] for links in rule["links"]] == [
        "one",
        "hundred",
        "seventy",
        "seventy",
        "one",
    ]
    assert rule["wrong"] == (True, False, False, True, True)


def test_a_wrong_answer_is_told_by_what_it_says():
    assert verdict(("ein", "und", "zwanzig", END), 21, "german") == "right"
    assert verdict(("zwei", "und", "zwanzig", END), 21, "german") == "wrong: this is 22"
    assert verdict(("zwanzig", "ein", END), 21, "german") == "wrong: no such number"
    assert verdict(("ein",) * 12, 21, "german") == "wrong: it never ends"
