"""The map of what is left before training, on numbers written by hand and at random."""

import re

import numpy as np
import pytest
from hypothesis import given

from gruviz.figures.drawing.palette import STATE_SCALES
from gruviz.figures.maps.gradient import (
    GRADIENT_ENDS,
    TICKS,
    gradient_bar,
    gradient_map,
    gradient_map_chart,
    gradient_scale,
    kept_lines,
    measure_field,
    tinted,
)
from gruviz.figures.maps.words import left_words
from gruviz.maps.axis import Axis
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart, curves, numbers
from tests.figures.maps.sweeps import BIASES, GAINS, fields, sweep_of

LENGTHS = Axis("length", (10, 20, 30))
LEFT = [[-0.1, 0.0, 0.1, 0.2], [-4.0, -1.0, 0.5, 2.5], [-20.0, -12.0, -0.5, 9.0]]


def heat(chart):
    [trace] = [trace for trace in chart.figure.data if trace.type == "heatmap"]
    return trace


def test_the_numbers_are_where_they_belong():
    chart = check_chart(gradient_map_chart(measure_field(sweep_of(LEFT))))
    assert chart.table["log10 of what is left"] == [one for row in LEFT for one in row]
    assert chart.table["gain"][3] == GAINS[3]
    assert chart.table["update_bias"][4] == BIASES[1]
    assert heat(chart).text[2][0] == "gain 0.5, gate bias 2<br>1 in 10²⁰"
    grid = "First symbol, then noise, GRU, gain 0.5 to 4, gate bias −8 to 2"
    assert chart.title == f"{grid}: 7 of 12 settings keep 1% to 100 times of the gradient over 20 steps"
    assert "3 settings with less than 1% left, 7 settings with 1% to 100 times left and 2" in chart.summary
    assert "1 in 10²⁰ (gain 0.5, gate bias 2)" in chart.summary


def test_the_colour_scale_is_the_same_for_every_map():
    """Zero, where all is left, is its middle; both ends are clipped, and infinite values have no colour."""
    assert tinted(np.array([-15.0, 0.0, 5.0, -99.0, 99.0])).tolist() == [-1, 0, 1, -1, 1]
    assert np.isnan(tinted(np.array([-np.inf, np.inf, np.nan]))).all()
    for field in (np.zeros((3, 4)), LEFT):
        trace = heat(gradient_map_chart(measure_field(sweep_of(field))))
        assert (trace.zmin, trace.zmax, trace.autocolorscale) == (-1, 1, True)
    bar = gradient_bar()
    assert bar["tickvals"] == [tick / (15 if tick < 0 else 5) for tick in TICKS]
    assert bar["ticktext"][0] == "≤ 10⁻¹⁵"
    assert (TICKS[0], TICKS[-1]) == GRADIENT_ENDS


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_without_plotly_has_the_same_colours(theme):
    """Where a colour stands on the even scale, the charts have it too."""
    low, high = GRADIENT_ENDS
    parts, colors = zip(*gradient_scale(theme), strict=True)
    assert (parts[0], parts[-1]) == (0, 1)
    drawn = tinted(low + np.array(parts) * (high - low))
    np.testing.assert_allclose(drawn, np.linspace(-1, 1, len(colors)), atol=1e-12)
    assert colors == STATE_SCALES[theme]


def test_dead_exploded_and_missing_squares_are_drawn_as_such():
    field = np.array(LEFT)
    field[0, 0], field[2, 3], field[1, 1] = -np.inf, np.inf, np.nan
    chart = check_chart(gradient_map_chart(measure_field(sweep_of(field))))
    marks = curves(chart.figure)
    assert {name: (mark.x[0], mark.y[0]) for name, mark in marks.items()} == {
        "nothing left": (0.5, -8.0),
        "beyond all numbers": (4.0, 2.0),
        "not yet measured": (1.0, -4.0),
    }
    assert len({mark.marker.symbol for mark in marks.values()}) == 3
    assert np.isnan(numbers(heat(chart).z)).sum() == 3
    assert "So far 11 of 12 settings are measured." in chart.summary
    assert "nothing (gain 0.5, gate bias −8)" in chart.summary


def test_a_map_without_results_says_so():
    chart = check_chart(gradient_map_chart(measure_field(sweep_of(np.full((3, 4), np.nan)))))
    assert chart.title.endswith("nothing is measured yet")
    assert chart.summary.endswith("Nothing is measured yet.")


def test_theory_is_drawn_where_its_factor_is_one_and_held_against_the_measurement():
    factor = 1 + np.array(LEFT) / 100
    factor[0, 0] = 1.1  # says that it grows, where it was measured to shrink
    factor[0, 1] = 0.9
    chart = check_chart(gradient_map_chart(measure_field(sweep_of(LEFT), sweep_of(factor, "factor"))))
    assert curves(chart.figure)["theory: factor 1 per step"].line.dash == "dot"
    assert (
        "Theory's factor per step tells for 11 of 12 settings whether the gradient shrinks or grows." in chart.summary
    )
    np.testing.assert_allclose(chart.table["theory's factor per step"], factor.ravel())


def test_a_bound_proves_only_what_it_proves_for_every_network():
    bound = np.full((3, 4, 2), 0.9)
    bound[:, 2:] = 1.3
    bound[0, 0, 1] = 1.01
    sweeps = (
        sweep_of(np.stack([LEFT, LEFT], -1), cell="rnn", y=LENGTHS),
        sweep_of(bound, "bound", cell="rnn", y=LENGTHS),
    )
    chart = check_chart(gradient_map_chart(measure_field(sweeps[0], bound=sweeps[1])))
    assert "The bound proves for 5 settings that it vanishes." in chart.summary
    assert "theory: below it vanishing is proven" in curves(chart.figure)
    proves_nothing = measure_field(sweeps[0], bound=sweep_of(bound + 1, "bound", cell="rnn", y=LENGTHS))
    assert "proves nothing" in gradient_map_chart(proves_nothing).summary


def test_the_lines_of_one_percent_and_of_a_hundred_times():
    field = np.broadcast_to(np.array([-4.0, 0.0, 4.0, 4.0]), (3, 4))
    names = [trace["name"] for trace in kept_lines(sweep_of(field)) if trace.get("showlegend", True)]
    assert names == ["1% left before training", "100 times left before training"]
    few, many = (trace for trace in kept_lines(sweep_of(field)) if trace.get("showlegend", True))
    np.testing.assert_allclose(few["x"], np.sqrt(0.5))
    np.testing.assert_allclose(many["x"], np.sqrt(2.0))


def test_another_measure_is_refused():
    with pytest.raises(InvalidValue, match='a map whose measure is "gradient"'):
        gradient_map(sweep_of(LEFT, "factor"))
    with pytest.raises(InvalidValue, match='a map whose measure is "factor"'):
        gradient_map(sweep_of(LEFT), factor=sweep_of(LEFT))


@given(field=fields)
def test_every_number_of_the_summary_is_that_of_the_map(field):
    chart = gradient_map_chart(measure_field(sweep_of(field)))
    known = [one for one in field.ravel().tolist() if one == one]
    if not known:
        assert chart.summary.endswith("Nothing is measured yet.")
        return
    few = sum(one < -2 for one in known)
    many = sum(one > 2 for one in known)
    said = re.findall(r"(\d+) settings? with (?:less|1%|more)", chart.summary)
    assert [int(number) for number in said] == [few, len(known) - few - many, many]
    assert f"{len(known) - few - many} of {len(known)} setting" in chart.title
    assert ("So far" in chart.summary) == (len(known) < 12)
    if min(known) < max(known):
        assert f"{left_words(min(known))} (gain" in chart.summary
        assert f"{left_words(max(known))} (gain" in chart.summary
    else:
        assert f"the same everywhere: {left_words(known[0])}" in chart.summary
    drawn = numbers(heat(chart).z)
    np.testing.assert_array_equal(np.isnan(drawn), ~np.isfinite(field))
    assert (np.abs(drawn[np.isfinite(drawn)]) <= 1).all()
