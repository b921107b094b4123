"""Rows of stacked bars, from traces written by hand."""

import re

from gruviz.diagnosis.report.bars import bars, key
from gruviz.figures.diagnosis.gate_saturation import GateUse, saturation_chart


def parts(uses):
    chart = saturation_chart(uses)
    traces = [trace.to_plotly_json() | {"x": trace.x, "y": trace.y} for trace in chart.figure.data]
    return traces, chart.figure.layout.to_plotly_json()


def test_bars_are_as_long_as_their_shares_and_empty_parts_are_left_out():
    drawn = bars(*parts([GateUse("a", "z", 0.4, 0.25, 0.5), GateUse("b", "z", 0.4, 0.0, 1.0)]))
    assert re.findall(r"width:(\S+)%", drawn) == ["25.000", "25.000", "50.000", "100.000"]
    assert drawn.index("a, z: mean 0.40") < drawn.index("b, z: mean 0.40")


def test_a_key_is_grey_where_the_bars_have_several_colours():
    traces, _ = parts([GateUse("a", "z", 0.4, 0.25, 0.5), GateUse("a", "r", 0.4, 0.25, 0.5)])
    assert "#858585" in key(traces[0])
    traces, _ = parts([GateUse("a", "z", 0.4, 0.25, 0.5)])
    assert "#858585" not in key(traces[0])
