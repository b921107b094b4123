"""Axes of a still picture."""

import numpy as np
import pytest

from gruviz.diagnosis.report.scales import Scale


def test_a_linear_axis_with_round_ticks():
    scale = Scale.of({"title": {"text": "update"}, "range": [0, 600]}, np.zeros(0))
    np.testing.assert_array_equal(scale.along(scale.counts([0, 150, 600, np.nan])), [0, 0.25, 1, np.nan])
    assert scale.ticks == ((0, "0"), (100, "100"), (200, "200"), (300, "300"), (400, "400"), (500, "500"), (600, "600"))


def test_a_log_axis_counts_powers_and_has_no_place_for_zero():
    scale = Scale.of({"type": "log", "range": [-4, 0]}, np.zeros(0))
    np.testing.assert_allclose(scale.along(scale.counts([1e-4, 1e-2, 1])), [0, 0.5, 1])
    assert np.isnan(scale.counts([0, -1, np.inf])).all()
    assert [words for _, words in scale.ticks] == ["10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰"]


def test_an_axis_that_runs_backwards():
    scale = Scale.of({"range": [10, 0]}, np.zeros(0))
    np.testing.assert_array_equal(scale.along(np.array([10.0, 0.0])), [0, 1])
    assert (0, "0") in scale.ticks


def test_ticks_of_the_axis_itself():
    axis = {"type": "log", "range": [-2, 0.3], "tickvals": [0.01, 1, 100], "ticktext": ["1%", "100%", "× 100"]}
    assert Scale.of(axis, np.zeros(0)).ticks == ((-2, "1%"), (0, "100%"))
    assert Scale.of({"range": [0, 100], "dtick": 50, "ticksuffix": "%"}, np.zeros(0)).ticks[-1] == (100, "100%")


@pytest.mark.parametrize("values", [[], [np.nan], [3.0], [0.0, 0.0], [-2.0, 5.0]])
@pytest.mark.parametrize("kind", ["linear", "log"])
def test_without_a_range_the_values_decide(values, kind):
    scale = Scale.of({"type": kind}, np.array(values, float))
    places = scale.along(scale.counts(values))
    assert ((places >= -1e-12) & (places <= 1 + 1e-12) | np.isnan(places)).all()
