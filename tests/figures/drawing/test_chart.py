"""A chart on its own, and for a projector."""

from dataclasses import replace

import pytest

from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build, column, identified
from gruviz.figures.drawing.ends import End, end_labels
from gruviz.figures.drawing.lines import band, curve, scatter
from gruviz.figures.drawing.theme import TEMPLATES
from gruviz.validation import InvalidValue

CHART = Chart(build([scatter([0, 1], [1, 2], "one")], {"xaxis": axis("step t")}), "A finding", "It is so.", {"x": [0]})


@pytest.mark.parametrize("theme", TEMPLATES)
def test_a_styled_figure_carries_its_words_and_its_theme(theme):
    figure = CHART.styled(theme)
    assert figure.layout.title.text == "A finding"
    assert figure.layout.meta == {"summary": "It is so."}
    assert figure.layout.template.layout.paper_bgcolor == TEMPLATES[theme]["layout"]["paper_bgcolor"]
    assert CHART.figure.layout.title.text is None, "the chart is left alone"


def test_a_long_title_is_broken_between_words():
    title = replace(CHART, title="word " * 40).styled().layout.title.text
    assert max(map(len, title.split("<br>"))) <= 90


def test_a_column_of_a_shorter_run_is_empty_in_front():
    assert column([0.5, 1.0], 4) == [None, None, 0.5, 1.0]


def test_a_theme_that_does_not_exist_is_refused_by_name():
    with pytest.raises(InvalidValue, match="theme = 'pink' is not possible: choose one of light, dark"):
        CHART.styled("pink")


def cell_with_band(cell, label, *, is_reference=False):
    return [
        *band([0], [1], [2], "#D55E00", legendgroup=label),
        curve(cell, [0], [1], label, is_reference=is_reference, legendgroup=label),
    ]


def known(*groups):
    """Identity of each trace, by label."""
    traces = identified([trace for group in groups for trace in group])
    assert len({trace["uid"] for trace in traces}) == len(traces)
    assert all(trace["uid"].isalnum() for trace in traces), "plotly.js asks for it as for a class"
    names = dict.fromkeys(trace["legendgroup"] for trace in traces)
    return {name: [trace["uid"] for trace in traces if trace["legendgroup"] == name] for name in names}


def test_a_curve_and_its_band_are_known_again_under_another_name_and_in_another_place():
    rnn, gru = cell_with_band("rnn", "RNN"), cell_with_band("gru", "GRU set to hold (gate bias −4)")
    reference = cell_with_band("gru", "GRU", is_reference=True)
    before = known(rnn, gru, reference)
    after = known(cell_with_band("gru", "GRU set to hold (gate bias −3)"), reference)
    assert after["GRU set to hold (gate bias −3)"] == before["GRU set to hold (gate bias −4)"]
    assert after["GRU"] == before["GRU"]
    assert before == known(rnn, gru, reference)


def test_two_curves_of_one_cell_are_told_apart_by_name():
    one, other = cell_with_band("gru", "GRU"), cell_with_band("gru", "GRU chrono")
    assert known(one, other) == known(other, one)
    assert len(identified([{"type": "bar"}, {"type": "bar"}])[0]["uid"]) == 12


def test_an_image_keeps_the_room_of_what_stands_beside_the_lines():
    labels = end_labels([End("RNN", "39%", 1, 0.1, "#D55E00")], {"range": [0, 1]})
    chart = replace(CHART, figure=build([scatter([0, 1], [1, 2], "one")], {"yaxis": axis("y"), **labels}))
    assert chart.styled().layout.margin.l == labels["margin"]["l"]
