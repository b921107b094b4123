"""A map of the page as a few lines of Python."""

import pytest

import gruviz
from gruviz.maps.axis import Axis
from gruviz.maps.plan import Plan
from gruviz.maps.trainability_map import Map
from gruviz.ui.trainability.controls import TABLE
from gruviz.ui.trainability.plans import training_plans
from gruviz.ui.trainability.script import script_of
from gruviz.ui.trainability.shown import TaskMap


@pytest.mark.parametrize("name", TABLE.presets)
def test_its_lines_make_the_plans_of_the_page(name, monkeypatch):
    plans = training_plans(TABLE.defaults | TABLE.preset(name) | {"seed": 3, "rate": "0.003"})
    asked = []

    class Stub:
        def show(self):
            """Nothing to see."""

    class Figures:
        training_map = staticmethod(lambda trainings: Stub())

    for public, value in (("Axis", Axis), ("Plan", Plan), ("figures", Figures)):
        monkeypatch.setattr(gruviz, public, value, raising=False)
    monkeypatch.setattr(gruviz, "sweep", lambda plan, file: asked.append(plan), raising=False)
    exec(script_of([TaskMap(plan, Map(plan)) for plan in plans]), {"__name__": "__main__"})
    assert tuple(asked) == plans
