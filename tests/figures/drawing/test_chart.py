"""A chart on its own, and for a projector."""

from dataclasses import replace

import pytest

from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build, column
from gruviz.figures.drawing.lines import scatter
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


def test_a_chart_for_a_projector_has_larger_letters():
    large = CHART.enlarged(430)
    assert large.height == 430
    assert large.figure.layout.font.size == large.figure.layout.xaxis.title.font.size == 18
    assert CHART.figure.layout.font.size is None


def test_a_column_of_a_shorter_run_is_empty_in_front():
    assert column([0.5, 1.0], 4) == [None, None, 0.5, 1.0]


def test_a_theme_that_does_not_exist_is_refused_by_name():
    with pytest.raises(InvalidValue, match="theme = 'pink' is not possible: choose one of light, dark"):
        CHART.styled("pink")
