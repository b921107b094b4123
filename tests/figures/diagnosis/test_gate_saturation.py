"""How often gates are shut or open, counted by hand, and drawn from numbers written by hand."""

import numpy as np
import pytest

from gruviz import Clamp
from gruviz.figures.diagnosis.gate_saturation import GateUse, gate_saturation, gate_uses, saturation_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart
from tests.runs import Sizes, every_cell, random_run


@every_cell
def test_every_value_is_counted_once(cell):
    run = random_run(cell, Sizes(T=4))
    for use in gate_uses("it", run):
        values = run.gates[use.gate].ravel()
        assert use.shut == sum(value < 0.01 for value in values) / len(values)
        assert use.open == sum(value > 0.99 for value in values) / len(values)
        assert use.mean == pytest.approx(sum(values) / len(values), rel=1e-12)
        assert 0 <= use.mean <= 1


def test_a_held_gate_is_stuck_and_the_title_says_so():
    run = random_run("gru", Sizes(T=4), [Clamp("z", 1.0)])
    figure = gate_saturation({"layer 1": run})
    assert figure.layout.title.text == "100% of the values of gate z in layer 1 are open"
    [shut, between, opened] = figure.data
    assert list(shut.y) == list(opened.y)
    assert opened.x[1] == 100
    assert shut.x[1] == between.x[1] == 0


def test_the_bars_of_a_gate_add_up_to_all_of_its_values():
    uses = [GateUse("a", "i", 0.4, 0.25, 0.5), GateUse("a", "f", 0.1, 1.0, 0.0), GateUse("b", "o", 0.5, 0.0, 0.0)]
    chart = check_chart(saturation_chart(uses))
    assert np.sum([trace.x for trace in chart.figure.data], axis=0).tolist() == [100, 100, 100]
    assert chart.title == "100% of the values of gate f in a are shut"
    assert "b, o" not in chart.summary


def test_no_gate_is_stuck():
    assert check_chart(saturation_chart([GateUse("a", "z", 0.5, 0.0, 0.0)])).title.startswith("No gate is stuck: all")
    some = check_chart(saturation_chart([GateUse("a", "z", 0.5, 0.0, 0.2)]))
    assert some.title == "No gate is stuck: at most 20% of a gate's values are open"


def test_a_gate_without_numbers_and_no_gate_at_all():
    nan = float("nan")
    chart = check_chart(saturation_chart([GateUse("a", "z", nan, nan, nan)]))
    assert chart.title == "Gate z of a has values that are no numbers"
    assert [trace.x[0] for trace in chart.figure.data][::2] == [None, None]
    with pytest.raises(InvalidValue, match="none with gates"):
        gate_saturation({"an RNN": random_run("rnn", Sizes(T=2))})
