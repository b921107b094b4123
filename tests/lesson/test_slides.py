"""Slides: one for each figure, and one before them."""

from gruviz.lesson import slides
from gruviz.ui.walkthrough.lesson import load_course
from tests.lesson.runs import RUNS, outside


def test_each_figure_is_a_slide_with_its_question_and_its_finding():
    page = slides(RUNS, load_course(), seed=7)
    first, *rest = page.split("<section")[1:]
    assert "Random seed 7" in first
    for slide, (step, shown) in zip(rest, RUNS, strict=True):
        assert f"<h1>{step.title}</h1>" in slide
        assert ("plotly-graph-div" in slide) is (shown is not None)
        assert shown is None or f"<h2>{shown.chart.title}</h2>" in slide
    assert not outside(page)
