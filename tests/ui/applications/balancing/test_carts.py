"""What the carts in the browser get; what they do with it is tested in tests/components/carts_test.js."""

import json

import numpy as np

from gruviz.models.shipped import application_models
from gruviz.tasks import Balancing
from gruviz.tasks.balancing import LINEAR, ruled
from gruviz.ui.applications.balancing.carts import carts_data


def test_networks_that_remember_and_the_two_rules_drive():
    data = carts_data(application_models("balancing"), blackout=0.5, seed=3, slider="key")
    assert [network["label"] for network in data["networks"]] == ["RNN", "GRU", "LSTM"]
    assert [rule["kind"] for rule in data["rules"]] == ["linear", "observer"]
    assert (data["blackout"], data["seed"], data["slider"]) == (0.5, 3, "key")
    assert len(json.dumps(data)) < 60_000


def test_the_rule_without_memory_is_the_one_that_the_results_name():
    gains = np.array(carts_data({}, blackout=0.7, seed=0, slider="")["rules"][0]["gains"])
    balanced = ruled(lambda frame: (frame @ gains > 0).astype(np.int64), 0.7).balanced.mean()
    assert balanced == Balancing().baselines(100)[LINEAR]
