"""Interventions as the diagram asks for them."""

import pytest

from gruviz.closeup.interventions import Interventions
from gruviz.ui.inside.view import changed


@pytest.mark.parametrize("keeps", [False, True])
def test_a_request_of_the_diagram_becomes_an_intervention(keeps):
    none = Interventions()
    hold = {"kind": "hold", "gate": "z", "value": 0.2, "first": 3, "last": 9, "units": [2]}
    done = changed(none, hold, keeps=keeps)
    assert done.text == f"z={0.8 if keeps else 0.2}@3-9:2"
    done = changed(done, {"kind": "reset", "step": 5}, keeps=keeps)
    done = changed(done, {"kind": "cut", "step": 6}, keeps=keeps)
    assert done.text.endswith("reset@5;cut@6")
    assert changed(done, {"kind": "remove", "index": 0}, keeps=keeps).text == "reset@5;cut@6"
