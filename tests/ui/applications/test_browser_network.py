import json
from base64 import b64decode

import numpy as np
import pytest

from gruviz.models.shipped import application_models
from gruviz.ui.applications.browser_network import browser_network
from gruviz.validation import InvalidValue


def test_shipped_weights_travel_in_half_precision_and_without_loss() -> None:
    model = application_models("digits")["GRU"]
    sent = json.loads(json.dumps(browser_network(model), allow_nan=False))
    assert (sent["title"], sent["H"], sent["D"], sent["names"][3]) == ("GRU", 64, 28, "3")
    for name, array in {"U": model.weights.U, "readout:W": model.readout_W}.items():
        packed = sent["arrays"][name]
        numbers = np.frombuffer(b64decode(packed["base64"]), f"<{packed['kind']}").reshape(packed["shape"])
        assert packed["kind"] == "f2"
        np.testing.assert_array_equal(numbers.astype(np.float32), array[0].astype(np.float32))


def test_what_a_decoder_writes_depends_on_more_than_one_state() -> None:
    with pytest.raises(InvalidValue, match="decoder"):
        browser_network(application_models("translation")["GRU"])
