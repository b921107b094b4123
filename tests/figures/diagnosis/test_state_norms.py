"""Norms of states: measured against NumPy's, drawn from numbers written by hand."""

import numpy as np
import pytest

from gruviz.figures.diagnosis.state_norms import StateNorm, norms_chart, state_norm, state_norms
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart, crosses, curves, numbers
from tests.runs import Sizes, every_cell, random_run


@every_cell
def test_the_norm_is_that_of_the_carried_state(cell):
    run = random_run(cell, Sizes(T=3, B=3, E=1))
    state = run.states.get("c", run.states["h"])
    expected = [np.median([np.linalg.norm(one) for one in step[0]]) for step in state[1:]]
    np.testing.assert_allclose(state_norm("it", run).norms, expected, rtol=1e-12)


def shown(*norms, trained=None, label="layer 1"):
    return check_chart(norms_chart([StateNorm(label, "gru", np.array(norms, float), trained)]))


def test_what_lies_beyond_the_training_is_dashed():
    chart = shown(1, 2, 3, 4, 9, trained=3)
    [seen, beyond] = chart.figure.data
    assert numbers(seen.x).tolist() == [1, 2, 3]
    assert numbers(beyond.y).tolist() == [3, 4, 9]
    assert beyond.line.dash == "dash"
    assert [shape.x0 for shape in chart.figure.layout.shapes] == [3]
    assert chart.title == (
        "The state of layer 1 is still growing: 3 times as large at the end as where its training ends, at step 3"
    )
    assert not shown(1, 2, 3, trained=3).figure.layout.shapes, "nothing lies beyond"


def test_a_state_that_overflows_gets_a_cross_and_the_title():
    chart = shown(1, 10, np.inf, np.nan)
    [cross] = crosses(chart.figure)
    assert list(cross.x) == [3]
    assert chart.title == "From step 3 on, the state of layer 1 is no number in most sequences"
    assert "Infinity" not in chart.figure.to_json()


@pytest.mark.parametrize(
    ("norms", "title", "kind"),
    [
        ([0, 0, 0], "The state of layer 1 stays at zero", "linear"),
        ([1, 1, 1.5, 1.5], "No state has doubled since step 2: at most 1.5 times its size there", "linear"),
        ([1], "No state has doubled since step 1: at most 1 times", "linear"),
        ([1e-3, 1, 1e3, 1e6], "The state of layer 1 is still growing: 1 million times as large", "log"),
        ([np.inf, np.inf], "From step 1 on, the state of layer 1 is no number", "linear"),
        ([0, 1, 1e5, 1e5], "The state of layer 1 is still growing", "log"),
    ],
)
def test_titles_and_axes(norms, title, kind):
    chart = shown(*norms)
    assert chart.title.startswith(title)
    assert chart.figure.layout.yaxis.type == kind


def test_layers_of_different_lengths_share_a_table():
    layers = [StateNorm("a", "gru", np.ones(3)), StateNorm("b", "gru", np.ones(2))]
    chart = check_chart(norms_chart(layers))
    assert chart.table["b"] == [1, 1, None]
    assert len(curves(chart.figure)) == 2
    with pytest.raises(InvalidValue, match="at least one layer"):
        norms_chart([])


def test_the_public_figure():
    run = random_run("lstm", Sizes(T=4))
    assert state_norms({"LSTM": run}, trained=2).layout.shapes
    with pytest.raises(InvalidValue, match="trained = 0"):
        state_norms({"LSTM": run}, trained=0)
