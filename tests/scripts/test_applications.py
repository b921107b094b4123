"""The program that trains the applications' models: what its record keeps, and what it chooses by."""

import json
import sys
from dataclasses import replace

import pytest

from gruviz.applications.offered import OFFERED
from gruviz.tasks import Speech


@pytest.fixture
def applications():
    from scripts import applications  # it sets how many threads PyTorch takes

    return applications


def told(*labels):
    return {
        "date": "today",
        "rates": dict.fromkeys(labels, 0.02),
        "validation": {label: {"0.02": [0.5]} for label in labels},
        "measured": {label: [0.1] * 5 for label in labels},
        "shipped": dict.fromkeys(labels, 0),
        "files": {label: f"{label}.npz" for label in labels},
        "baselines": {"new rule": 0.3},
    }


def test_one_network_made_anew_leaves_the_others_as_they_were_and_in_their_order(applications):
    old = told("RNN", "GRU") | {"date": "yesterday", "baselines": {"old rule": 0.2}}
    old["measured"]["GRU"] = [0.9] * 5
    record = applications.joined("speech", old, told("LSTM", "RNN"))
    kept = [list(record[key]) for key in applications.BY_NETWORK if key in record]
    assert kept == [["RNN", "GRU", "LSTM"]] * 5
    assert record["measured"]["GRU"] == [0.9] * 5
    assert record["measured"]["RNN"] == [0.1] * 5
    assert (record["date"], record["baselines"]) == ("today", {"new rule": 0.3})
    assert list(applications.joined("balancing", {}, told("without memory", "GRU"))["files"]) == [
        "GRU",
        "without memory",
    ]


def test_rules_are_counted_again_without_a_training(applications, tmp_path, monkeypatch):
    record = tmp_path / "applications.json"
    record.write_text(json.dumps({"translation": told("RNN"), "speech": told("GRU")}))
    monkeypatch.setattr(applications, "APPLICATIONS_RECORD", record)
    monkeypatch.setattr(sys, "argv", ["applications", "rules", "translation"])
    monkeypatch.setattr(applications, "train", None)
    applications.main()
    found = json.loads(record.read_text())
    assert found == {"translation": told("RNN") | {"baselines": {"word for word": 0.48}}, "speech": told("GRU")}


@pytest.mark.training
def test_how_long_a_training_takes_is_measured_by_a_few_updates(applications, monkeypatch):
    monkeypatch.setattr(applications, "TIMED", 2)
    assert 0 < applications.times("speech")["seconds"] < 600
    assert list(applications.PARTS) == ["rules", "times"]


@pytest.mark.training
def test_rates_are_tried_on_what_is_set_apart_and_judged_without_what_is_held_out(applications, monkeypatch):
    held_out = Speech().split(10).held_out.inputs
    judged = []
    true = applications.judge
    monkeypatch.setattr(applications, "judge", lambda model: judged.append(model) or true(model))
    config = replace(OFFERED["speech"], length=10, steps=2, hidden_size=4, learners=OFFERED["speech"].learners[:1])
    scores = applications.rate_scores("RNN", config, range(2))
    assert list(scores) == [f"{rate:g}" for rate in applications.RATES]
    assert all(len(values) == 2 for values in scores.values())
    for model in judged:
        apart = model.kind.split(10).held_out.inputs
        assert not {column.tobytes() for column in apart.swapaxes(0, 1)} & {
            c.tobytes() for c in held_out.swapaxes(0, 1)
        }
