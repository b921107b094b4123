"""A chart's frame is plain: arrays where Plotly packs them."""

import numpy as np

from gruviz.figures.drawing.chart import Chart, build
from gruviz.sweeps.charts import chart_frame


def test_arrays_are_arrays_again_and_the_rest_is_as_drawn():
    y = np.array([1.0, np.nan, 1e-30])
    figure = build([{"type": "scatter", "x": [1, 2, 3], "y": y, "name": "a", "line": {"width": 2}}], {"height": 3})
    frame = chart_frame(Chart(figure, "Found", "Seen.", {}))
    [trace] = frame["data"]
    np.testing.assert_array_equal(trace["y"], y)
    assert (list(trace["x"]), trace["line"], trace["name"]) == ([1, 2, 3], {"width": 2}, "a")
    assert frame["layout"] == {"height": 3}
    assert (frame["title"], frame["summary"], frame["alt"]) == ("Found", "Seen.", "Found. Seen.")
