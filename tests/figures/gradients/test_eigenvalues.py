"""Eigenvalues in the plane, from values written by hand."""

import numpy as np
import pytest

from gruviz import Weights, record, step_jacobians
from gruviz.figures.gradients.eigenvalues import (
    STEPS,
    WIDEST,
    Eigenvalues,
    eigenvalue_chart,
    eigenvalue_planes,
    eigenvalues,
)
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart, curves, numbers
from tests.runs import Sizes, every_cell, random_run

GRU = Eigenvalues("gru", {"z": np.array([0.5j, -0.5j]), "n": np.array([0.4])}, np.array([0.9, 0.98, 0.99 + 0.1j]), 0.99)
RNN = Eigenvalues("rnn", {"h": np.array([0.6, -0.6])}, np.array([0.1, 0.2j, -0.3]), 0.3)


def test_no_run_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^recordings = 'empty' is not possible"):
        eigenvalue_planes({})


def test_each_matrix_has_its_marks_beside_the_unit_circle():
    chart = check_chart(eigenvalue_chart({"GRU": GRU, "RNN": RNN}))
    gru = {trace.name: numbers(trace.x) + 1j * numbers(trace.y) for trace in chart.figure.data if trace.yaxis == "y"}
    np.testing.assert_allclose(np.abs(gru["length 1"]), 1, rtol=1e-6)
    np.testing.assert_allclose(gru["of single steps"], GRU.steps, rtol=1e-6)
    np.testing.assert_allclose(gru["of U<sub>z</sub>"], GRU.weights["z"])
    np.testing.assert_allclose(gru["of U<sub>h̃</sub>"], GRU.weights["n"], rtol=1e-6)
    names = [trace.name for trace in chart.figure.data if trace.showlegend]
    assert len(names) == len(set(names)) == len(curves(chart.figure))
    assert "of U" in names
    assert chart.figure.layout.yaxis2.scaleanchor == "x2"


def test_title_summary_and_table_say_the_numbers():
    chart = eigenvalue_chart({"RNN": RNN, "GRU": GRU})
    assert chart.title == "Half of a step's eigenvalues lie within 0.1 of 1 in GRU, within 0.2 of 0 in RNN"
    assert "RNN: the eigenvalues of a typical step reach to 0.3 from 0, those of U to 0.6." in chart.summary
    assert "those of U for h̃ to 0.4" in chart.summary
    assert chart.table["run"] == ["RNN"] * 5 + ["GRU"] * 6
    assert chart.table["imaginary part"][-3:-1] == [0.5, -0.5]


def test_one_wide_run_does_not_rule_the_scale_and_what_lies_outside_is_counted():
    chart = check_chart(eigenvalue_chart({"RNN": RNN, "wide": RNN._replace(weights={"h": np.array([90.0, 80j])})}))
    assert chart.figure.layout.xaxis.range[1] == pytest.approx(1.1 * WIDEST)
    assert "2 lie outside the picture." in chart.summary
    assert "outside the picture" not in eigenvalue_chart({"RNN": RNN}).summary


def test_a_run_whose_state_breaks_says_so():
    words = "the state overflows at step 2 (unit 0)"
    broken = RNN._replace(steps=np.array([]), broken=words, radius=np.nan)
    chart = check_chart(eigenvalue_chart({"X": broken}))
    assert chart.title == f"X's steps have no eigenvalues: {words}"
    assert f"X: {words}." in chart.summary
    assert check_chart(eigenvalue_chart({"X": broken._replace(weights={})})).table["real part"]


@every_cell
def test_the_numbers_are_those_of_the_matrices(cell):
    recording = random_run(cell, Sizes(T=3, E=2, B=2, H=3))
    found = eigenvalues({cell: recording})[cell]
    jacobians = step_jacobians(recording)
    np.testing.assert_allclose(np.sort_complex(found.steps), np.sort_complex(jacobians.eigenvalues[:, 0].ravel()))
    np.testing.assert_allclose(found.radius, np.median(jacobians.spectral_radius[:, 0]))
    for values, U in zip(found.weights.values(), recording.weights.recurrent.values(), strict=True):
        np.testing.assert_allclose(values.prod(), np.linalg.det(U[0]), atol=1e-12)
        np.testing.assert_allclose(values.sum(), np.trace(U[0]), atol=1e-12)


def test_of_a_long_run_a_few_steps_are_taken_and_of_a_broken_one_those_with_numbers():
    assert len(eigenvalues({"x": random_run("rnn", Sizes(T=50, H=3))})["x"].steps) == 3 * STEPS
    weights = Weights("irnn", ("h",), np.ones((1, 1, 1)), 4 * np.ones((1, 1, 1)), np.zeros((1, 1))).astype("float32")
    found = eigenvalues({"x": record("irnn", weights, np.ones((80, 1, 1)))})["x"]
    assert np.isfinite(found.steps).all()
    assert found.broken
