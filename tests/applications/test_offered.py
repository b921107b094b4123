"""The shipped models of the applications: trained as offered, as good as recorded, and fit for use."""

import numpy as np
import pytest

from gruviz.applications import beliefs, language, translation
from gruviz.applications.offered import LABELS, OFFERED, WITHOUT_MEMORY, label_of
from gruviz.applications.results import judge, middle
from gruviz.applications.verbs import sentences, verb_scores
from gruviz.models.shipped import FOLDER, application_models, applications_record
from gruviz.tasks import METRICS, Speech

every_application = pytest.mark.parametrize("name", OFFERED)


@every_application
def test_the_shipped_models_are_what_their_record_says(name):
    told, models = applications_record()[name], application_models(name)
    config = OFFERED[name]
    assert list(told["measured"]) == list(models)
    assert list(models)[:3] == ["RNN", "GRU", "LSTM"]
    assert len(models) == 3 + (name == "balancing")
    for label, model in models.items():
        assert model.label == label
        assert model.kind.key == config.task.key
        if config.task.key not in ("language", "forecasting"):
            assert model.kind == config.task
        assert model.length == (1 if label == "without memory" else config.length)
        assert model.weights.hidden_size == told["settings"]["hidden_size"] == config.hidden_size
        assert len(told["measured"][label]) == len(told["seeds"]) == (3 if name == "language" else 5)
    if name not in ("language_python", "digits_by_pixel"):  # another Python's text is another; pixels take long
        label, model = next(reversed(models.items()))
        shipped = told["measured"][label][told["seeds"].index(told["shipped"][label])]
        np.testing.assert_allclose(judge(model), [shipped], atol=0.02 * max(told["measured"][label]))


@every_application
def test_the_model_that_one_tries_is_the_one_in_the_middle(name):
    told = applications_record()[name]
    for label, scores in told["measured"].items():
        shipped = scores[told["seeds"].index(told["shipped"][label])]
        half = len(scores) // 2
        assert shipped == sorted(scores)[half]
        better, worse = (sum(one > shipped for one in scores), sum(one < shipped for one in scores))
        assert max(better, worse) <= half


@every_application
def test_learning_rates_are_those_that_did_best_on_what_was_set_apart(name):
    told = applications_record()[name]
    worth = 1 if METRICS[told["metric"]].higher_is_better else -1
    learners = {label_of(learner): learner for learner in OFFERED[name].learners}
    if name == "balancing":
        learners["without memory"] = WITHOUT_MEMORY.learners[0]
    assert list(told["validation"]) == list(told["rates"]) == list(learners)
    for label, scores in told["validation"].items():
        means = {float(rate): worth * sum(values) / len(told["turns"]) for rate, values in scores.items()}
        assert len(means) > 1
        assert means[told["rates"][label]] == max(means.values())
        assert learners[label].learning_rate == told["rates"][label]


def test_no_order_of_networks_is_that_of_one_learning_rate():
    """With a rate of its own an LSTM writes better than an RNN; with that of the GRU it did not."""
    medians = {
        label: np.median(scores) for label, scores in applications_record()["language_python"]["measured"].items()
    }
    assert medians["LSTM"] < medians["RNN"]


@every_application
def test_the_rules_of_the_record_are_those_of_the_task(name):
    told = applications_record()[name]["baselines"]
    if name != "language_python":
        found = OFFERED[name].task.baselines(OFFERED[name].length)
        assert list(found) == list(told)
        assert list(found.values()) == pytest.approx(list(told.values()), abs=1e-3)
    assert name in LABELS


@pytest.mark.parametrize("values", [[3.0, 1.0, 2.0], [5.0, 5.0, 1.0, 9.0, 5.0], [1.0, 2.0], [7.0]])
def test_the_middle_is_nearest_to_the_median(values):
    assert abs(values[middle(values)] - np.median(values)) == min(abs(np.array(values) - np.median(values)))


def test_the_shipped_models_are_small():
    files = [FOLDER / file for told in applications_record().values() for file in told["files"].values()]
    assert sum(file.stat().st_size for file in files) < 3_000_000
    assert WITHOUT_MEMORY.length == 1


def test_the_shipped_models_can_do_what_they_are_for():
    assert translation.translate(application_models("translation_attention")["LSTM"], 97).is_right
    text = language.write(application_models("language")["GRU"], "The ", 200, temperature=0.3).text
    assert text.count(" ") > 20
    spoken = Speech().split(40).held_out
    believed = beliefs.beliefs(application_models("speech")["GRU"], spoken.inputs[:, :50])
    assert (believed[-1, 0].argmax(-1) == spoken.targets[0, :50]).mean() > 0.9
    assert (believed[20, 0].max(-1) < believed[-1, 0].max(-1)).mean() > 0.8, "it grows surer"


def test_what_is_recorded_of_verbs_is_what_the_shipped_networks_do():
    told = applications_record()["language"]["verbs"]
    label = "RNN"  # the fastest
    found = verb_scores(application_models("language")[label], sentences())
    np.testing.assert_allclose(found.right, told[label]["right"], atol=0.03)  # other processors round otherwise
    assert found.reach == pytest.approx(told[label]["reach"], abs=2)
    assert list(told) == list(application_models("language"))
