"""The map of the largest Lyapunov exponent."""

import numpy as np
from hypothesis import given

from gruviz.figures.maps.lyapunov import lyapunov_map, lyapunov_map_chart
from tests.figures.checks import check_chart, curves, numbers
from tests.figures.maps.sweeps import fields, sweep_of

RATES = np.array([[-3.0, -0.5, 0.1, 0.2], [-0.1, 0.0, 0.1, 1.4], [-np.inf, np.nan, 0.3, np.inf]])


def test_squares_lines_and_marks():
    chart = check_chart(lyapunov_map_chart(sweep_of(RATES, "lyapunov")))
    [heat] = [trace for trace in chart.figure.data if trace.type == "heatmap"]
    assert (heat.zmin, heat.zmax) == (-1, 1)
    assert numbers(heat.z)[0].tolist() == [-1.0, -0.5, 0.1, 0.2]
    assert heat.text[0][0] == "gain 0.5, gate bias −8<br>largest Lyapunov exponent −3 per step"
    names = set(curves(chart.figure))
    assert names == {
        "zero: the edge of chaos",
        "all difference gone within a step",
        "beyond all numbers",
        "not yet measured",
    }
    assert chart.title == "First symbol, then noise, GRU, gain 0.5 to 4, gate bias −8 to 2: chaotic at 6 of 11 settings"
    assert lyapunov_map(sweep_of(RATES, "lyapunov")).layout.meta["summary"] == chart.summary


@given(field=fields)
def test_the_words_count(field):
    chart = lyapunov_map_chart(sweep_of(field, "lyapunov"))
    known = [one for one in field.ravel().tolist() if one == one]
    apart = sum(one > 0 for one in known)
    said = f"chaotic at {apart} of {len(known)} setting" if known else "nothing is measured yet"
    assert said in chart.title
    assert (f"At {apart} setting" in chart.summary) == bool(known)
