"""A ring at the same place of every panel, in the words too."""

from gruviz.figures import Chart
from gruviz.figures.drawing.chart import build
from gruviz.figures.drawing.lines import scatter
from gruviz.figures.drawing.panels import on_panel
from gruviz.figures.lesson.marked import with_mark


def test_every_panel_has_the_ring_and_the_legend_has_it_once():
    figure = build([scatter([1, 2], [3, 4], name) | on_panel(i) for i, name in enumerate("ab")], {})
    chart = Chart(figure, "A finding", "What it shows.", {"x": [1]})
    marked = with_mark(chart, 2.0, -3.0, "the start", panels=2)
    rings = marked.figure.data[2:]
    assert [(ring.x[0], ring.y[0], ring.xaxis, ring.yaxis) for ring in rings] == [
        (2, -3, "x", "y"),
        (2, -3, "x2", "y2"),
    ]
    assert [ring.showlegend for ring in rings] == [True, False]
    assert marked.summary == "What it shows. A ring marks the start."
    assert (marked.title, len(chart.figure.data)) == ("A finding", 2)
