"""Interventions as the diagram asks for them."""

import pytest

from gruviz.closeup.interventions import Interventions
from gruviz.engine.cells import find_cell
from gruviz.ui.inside.view import changed, unheard
from gruviz.validation import GruvizError

RUN = (find_cell("gru"), 40, 8)


@pytest.mark.parametrize("keeps", [False, True])
def test_a_request_of_the_diagram_becomes_an_intervention(keeps):
    none = Interventions()
    hold = {"kind": "hold", "gate": "z", "value": 0.2, "first": 3, "last": 9, "units": [2]}
    done = changed(none, hold, RUN, keeps=keeps)
    assert done.text == f"z={0.8 if keeps else 0.2}@3-9:2"
    assert changed(none, hold | {"first": 9, "last": 3}, RUN, keeps=keeps) == done
    done = changed(done, {"kind": "reset", "step": 5}, RUN, keeps=keeps)
    done = changed(done, {"kind": "cut", "step": 6}, RUN, keeps=keeps)
    assert done.text.endswith("reset@5;cut@6")
    assert changed(done, {"kind": "cut", "step": 6}, RUN, keeps=keeps) == done
    wider = hold | {"value": 0.4, "units": None, "instead": [hold_text(keeps)]}
    assert changed(done, wider, RUN, keeps=keeps).text == f"reset@5;cut@6;z={0.6 if keeps else 0.4}@3-9"
    assert changed(done, {"kind": "free", "instead": [hold_text(keeps)]}, RUN, keeps=keeps).text == "reset@5;cut@6"


def hold_text(keeps):
    return f"z={0.8 if keeps else 0.2}@3-9:2"


@pytest.mark.parametrize(
    "request_",
    [{"kind": "cut", "step": 41}, {"kind": "hold", "gate": "q", "value": 0, "first": 1, "last": 2, "units": None}],
)
def test_what_does_not_fit_never_gets_in(request_):
    with pytest.raises(GruvizError, match="cannot be"):
        changed(Interventions(), request_, RUN, keeps=False)


def test_a_request_whose_message_was_overtaken_comes_with_the_next_and_none_is_heard_twice():
    first, second, third = ({"kind": "cut", "serial": serial} for serial in (7, 8, 9))
    assert unheard([first], 0) == [first]
    assert unheard([first, second, third], 7) == [second, third]
    assert unheard([first, second, third], 9) == []
