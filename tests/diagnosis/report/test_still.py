"""Still pictures: what is drawn lies where its numbers are, whatever they are, and is well-formed."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from gruviz.diagnosis.report.still import PIXELS, still
from gruviz.figures.diagnosis.gate_saturation import GateUse, saturation_chart
from gruviz.figures.diagnosis.layer_training import Clipping, Hearing, training_chart
from gruviz.figures.diagnosis.state_norms import StateNorm, norms_chart
from gruviz.figures.diagnosis.truncation import Kept, truncation_chart
from gruviz.figures.diagnosis.units import UnitCounts, units_chart
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.gradients.decay import decay_chart
from tests.figures.curves import falling, line


def drawn(chart):
    """The picture as a tree; it must be well-formed."""
    return ElementTree.fromstring(f"<div>{still(chart)}</div>")


def norms(*values, **more):
    return norms_chart([StateNorm("layer 1", "gru", np.array(values, float), **more)])


def paths(tree):
    return [path for path in tree.iter("path") if path.get("class") == "line"]


def points(path):
    return [tuple(map(int, pair.split())) for pair in re.findall(r"[ML](-?\d+ -?\d+)", path.get("d"))]


def test_a_line_goes_through_its_points():
    chart = Chart(
        build(
            [
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": "a",
                    "x": [0, 1, 2],
                    "y": [0, 5, 10],
                    "line": {"width": 1, "color": "#123456"},
                }
            ],
            {
                "xaxis": {"range": [0, 2], "title": {"text": "step"}},
                "yaxis": {"range": [0, 10], "title": {"text": "up"}},
            },
        ),
        "t",
        "s.",
        {"a": [1]},
    )
    [path] = paths(drawn(chart))
    assert points(path) == [(0, 1000), (500, 500), (1000, 0)]
    assert path.get("stroke") == "#123456"


def test_a_gap_is_a_gap_and_a_lone_point_a_dot():
    [first, *_] = paths(drawn(norms(1, np.nan, 1, 1)))
    assert first.get("d").count("M") == 2
    assert paths(drawn(norms(3)))[0].get("d").endswith("h0")


def test_a_long_line_is_thinned_but_keeps_both_ends():
    [path] = paths(drawn(norms(*np.linspace(0.5, 1, 5000))))
    assert len(points(path)) == 200
    assert points(path)[0][1] == pytest.approx(1000 * (1 - 0.5 / 1.05), abs=1)
    assert points(path)[-1][1] == pytest.approx(1000 * (1 - 1 / 1.05), abs=1)


@pytest.mark.parametrize(
    "chart",
    [
        decay_chart([falling(0.5, 6), falling(0.99, 6, label="GRU", cell="gru", reference=True)]),
        decay_chart([line(1, 0.5, 0, 0), line(1, 1e30, 1e200, np.inf, np.inf, label="b")]),
        decay_chart([falling(0.9, 5, label=f"layer {i} of a_module_with_a_long_name") for i in range(14)]),
        norms(0, 0, 0),
        norms(1, 10, np.inf, np.nan),
        norms(1, 1e200, 1e300, trained=2),
        truncation_chart([Kept("a", "gru", np.array([1]), np.array([1.0]))]),
        truncation_chart([Kept("a", "gru", np.array([1, 500]), np.array([-4.0, np.nan]))]),
        training_chart([Hearing("a", "gru", np.array([1]), np.array([np.nan]), 5)]),
        training_chart(
            [Hearing("a", "gru", np.array([1, 2]), np.array([3.0, 5.0]), 5)], Clipping(np.arange(2), np.ones(2))
        ),
        saturation_chart([GateUse("a", "z", np.nan, np.nan, np.nan), GateUse("b", "z", 0.4, 0.5, 0.5)]),
        units_chart([UnitCounts("a", 0, 0, 0)]),
    ],
)
def test_every_look_is_well_formed_and_within_its_paper(chart):
    tree = drawn(chart)
    assert "nan" not in ElementTree.tostring(tree, "unicode").replace("nan</", "")
    for path in paths(tree):
        assert all(-30 <= up <= 1030 for _, up in points(path))


def test_bars_are_as_long_as_their_shares():
    tree = drawn(saturation_chart([GateUse("a", "z", 0.4, 0.25, 0.5)]))
    widths = [part.get("style").split(";")[0] for part in tree.iter("i") if "width" in part.get("style", "")]
    assert widths == ["width:25.000%", "width:25.000%", "width:50.000%"]


def test_labels_keep_clear_of_each_other():
    chart = norms_chart([StateNorm(f"layer {i}", "gru", np.ones(3)) for i in range(6)])
    text = still(chart)
    tops = sorted(
        PIXELS * float(top) / 100 + float(shift) for top, shift in re.findall(r"top:calc\((\S+)% \+ (\S+)px\)", text)
    )
    assert len(tops) == 6
    assert min(np.diff(tops)) >= 32


def test_words_are_text():
    chart = units_chart([UnitCounts("<img src=x onerror=alert(1)>", 4, 1, 1)])
    assert "<img" not in still(chart)
