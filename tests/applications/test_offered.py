"""The shipped models of the applications: trained as offered, as good as recorded, and fit for use."""

import numpy as np
import pytest

from gruviz.applications import beliefs, language, translation
from gruviz.applications.offered import OFFERED, WITHOUT_MEMORY
from gruviz.applications.results import judge
from gruviz.models.shipped import FOLDER, application_models, applications_record
from gruviz.tasks import Speech

every_application = pytest.mark.parametrize("name", OFFERED)


@every_application
def test_the_shipped_models_are_what_their_record_says(name):
    told, models = applications_record()[name], application_models(name)
    config = OFFERED[name]
    assert list(told["measured"]) == list(models)
    assert len(models) == 3 + (name == "balancing")
    for label, model in models.items():
        assert model.kind.key == config.task.key
        if config.task.key not in ("language", "forecasting"):
            assert model.kind == config.task
        assert model.length == (1 if label == "without memory" else config.length)
        assert model.weights.hidden_size == told["settings"]["hidden_size"] == config.hidden_size
        assert all(told["seconds"].values())
    if name not in ("language", "digits_by_pixel"):  # the text is another in another Python; the pixels take long
        label, model = next(reversed(models.items()))
        values = told["measured"][label]
        assert len(values) == len(told["seeds"]) > 1
        np.testing.assert_allclose(judge(model), values[:1], atol=0.02 * max(values))


def test_the_shipped_models_are_small():
    files = [FOLDER / file for told in applications_record().values() for file in told["files"]]
    assert sum(file.stat().st_size for file in files) < 2_000_000
    assert WITHOUT_MEMORY.length == 1


def test_the_shipped_models_can_do_what_they_are_for():
    assert translation.translate(application_models("translation_attention")["LSTM (default)"], 97).is_right
    text = language.write(application_models("language")["GRU (default)"], "The ", 200, temperature=0.3).text
    assert text.count(" ") > 20
    spoken = Speech().split(40).held_out
    believed = beliefs.beliefs(application_models("speech")["GRU (default)"], spoken.inputs[:, :50])
    assert (believed[-1, 0].argmax(-1) == spoken.targets[0, :50]).mean() > 0.9
    assert (believed[20, 0].max(-1) < believed[-1, 0].max(-1)).mean() > 0.8, "it grows surer"
