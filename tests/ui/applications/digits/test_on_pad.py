"""What lies on the pad, as the networks read it and as the browser gets it."""

from base64 import b64decode

import numpy as np
import pytest

from gruviz.models.shipped import application_models
from gruviz.ui.applications.digits.drawing import drawing_of
from gruviz.ui.applications.digits.on_pad import held_out_picture, on_pad, stage_data


def values(**changed):
    usual = {"digits_source": "held_out", "digits_picture": 3, "digits_drawn": "", "digits_blank": 7}
    return usual | changed


def pixels(text: str) -> np.ndarray:
    return np.frombuffer(b64decode(text), "<f4")


@pytest.mark.parametrize(("name", "blank"), [("digits", 7), ("digits_by_pixel", 0)])
def test_a_held_out_picture_goes_to_the_browser_without_loss(name, blank):
    model = application_models(name)["GRU"]
    task = model.kind
    lying = on_pad(model, values())
    batch = task.split(task.lengths[0]).held_out
    np.testing.assert_array_equal(lying.inputs, batch.inputs[:, 2:3])
    data = stage_data(task, lying, held_out_picture(task, 4), drawn="", blank=7)
    np.testing.assert_array_equal(pixels(data["picture"]["ink"]), batch.inputs[:, 2].ravel())
    assert data["picture"]["truth"] == batch.targets[0, 2]
    np.testing.assert_array_equal(pixels(data["following"]["ink"]), batch.inputs[:, 3].ravel())
    assert data["nearest"]["to"] == data["picture"]["words"] != data["following"]["words"]
    assert (data["side"] ** 2, data["blank"]) == (batch.inputs[:, 2].size, blank)


def test_of_a_drawing_the_browser_has_the_ink_and_hears_what_is_nearest():
    model = application_models("digits")["GRU"]
    picture = np.zeros((28, 28))
    picture[4:24, 13:15] = 1
    drawn = values(digits_source="drawn", digits_drawn=drawing_of(picture))
    lying = on_pad(model, drawn)
    assert lying.truth is None
    data = stage_data(model.kind, lying, held_out_picture(model.kind, 4), drawn=drawn["digits_drawn"])
    assert (data["picture"], data["drawn"]) == (None, drawn["digits_drawn"])
    assert (data["nearest"]["truth"], data["nearest"]["to"]) == (1, drawn["digits_drawn"])


def test_blank_paper_is_read_by_nobody():
    model = application_models("digits")["GRU"]
    lying = on_pad(model, values(digits_source="drawn"))
    assert lying.inputs is None
    data = stage_data(model.kind, lying, held_out_picture(model.kind, 4), drawn="")
    assert (data["nearest"], data["picture"], set(data["drawn"])) == (None, None, {"0"})
