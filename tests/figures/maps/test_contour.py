"""Lines of one value against closed forms, and what holds for every field."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gruviz.figures.maps.contour import level_lines


def field(function, count=41, ends=(-2.0, 2.0)):
    x = np.linspace(*ends, count)
    y = np.linspace(*ends, count + 6)
    return x, y, function(*np.meshgrid(x, y))


def test_a_circle_is_one_closed_line_around_the_higher_ground():
    x, y, values = field(lambda x, y: 1 - x**2 - y**2)
    [line] = level_lines(x, y, values, 0.0)
    assert (line[0] == line[-1]).all()
    np.testing.assert_allclose(np.hypot(*line.T), 1.0, atol=0.003)
    area = 0.5 * np.sum(line[:-1, 0] * line[1:, 1] - line[1:, 0] * line[:-1, 1])
    assert area == pytest.approx(np.pi, rel=0.005)  # positive: the higher ground, inside, is on the left


def test_a_plane_gives_one_straight_line_exactly():
    x, y, values = field(lambda x, y: 3 * x - 2 * y)
    [line] = level_lines(x, y, values, 0.7)
    np.testing.assert_allclose(3 * line[:, 0] - 2 * line[:, 1], 0.7, atol=1e-12)
    ends = np.abs(line[[0, -1]])
    assert (ends.max(axis=1) == 2).all()


@pytest.mark.parametrize(("level", "quadrant"), [(0.1, 1), (-0.1, -1)])
def test_the_two_branches_of_a_hyperbola_stay_apart(level, quadrant):
    """In one cell around the saddle point, where only the bilinear surface says which corners belong together."""
    for ends in ((-1.0, 2.0), (-2.0, 1.0)):
        x = y = np.array(ends)
        lines = level_lines(x, y, np.outer(y, x), level)
        assert len(lines) == 2
        for line in lines:
            np.testing.assert_allclose(line[:, 0] * line[:, 1], level)
            assert (np.sign(line[:, 0]) == quadrant * np.sign(line[:, 1])).all()
            assert len(set(np.sign(line[:, 0]))) == 1


def test_a_log_axis_is_interpolated_in_the_coordinates_that_are_given():
    gains = np.array([1.0, 10.0])
    [line] = level_lines(np.log10(gains), np.array([0.0, 1.0]), np.array([[-1.0, 1.0]] * 2), 0.0)
    np.testing.assert_allclose(10 ** line[:, 0], np.sqrt(10))


@pytest.mark.parametrize("level", [-1.0, 2.0])
def test_a_level_that_is_not_crossed_has_no_line(level):
    x, y, values = field(lambda x, y: 1 + 0 * x)
    assert level_lines(x, y, values, level) == []


def test_a_summit_at_the_level_is_a_point_and_no_line():
    values = np.zeros((3, 3))
    values[1, 1] = 1
    assert level_lines(np.arange(3.0), np.arange(3.0), values, 1.0) == []


def test_there_is_no_line_beside_what_is_not_a_number():
    x, y, values = field(lambda x, y: x)
    values[20:25, :] = np.nan
    lines = level_lines(x, y, values, 0.05)
    assert len(lines) == 2
    for line in lines:
        assert not ((line[:, 1] > y[19]) & (line[:, 1] < y[25])).any()
    assert level_lines(x, y, values * np.nan, 0.0) == []


def test_beside_an_infinite_value_a_line_goes_half_way():
    rows = np.array([[-np.inf, 1.0], [-np.inf, 5.0], [3.0, np.inf]])
    [line] = level_lines(np.array([0.0, 1.0]), np.arange(3.0), rows, 0.0)
    assert line.tolist() == [[0.5, 0.0], [0.5, 1.0], [0.0, 1.5]] or line[::-1].tolist() == [
        [0.5, 0.0],
        [0.5, 1.0],
        [0.0, 1.5],
    ]


anything = st.floats(-30, 30, allow_nan=False) | st.sampled_from([np.nan, np.inf, -np.inf, 0.0, 1.0])
fields = st.tuples(st.integers(2, 6), st.integers(2, 6)).flatmap(lambda shape: arrays(float, shape, elements=anything))


def crossing_edges(values, level):
    """Edges of the grid with ends on both sides of the level, beside a cell without nan: by loops, for comparison."""
    rows, columns = values.shape
    found = {}
    for row in range(rows - 1):
        for column in range(columns - 1):
            cell = values[row : row + 2, column : column + 2]
            if np.isnan(cell).any():
                continue
            corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)]
            for one, other in zip(corners, corners[1:] + corners[:1], strict=True):
                if (values[one] >= level) != (values[other] >= level):
                    found[frozenset((one, other))] = found.get(frozenset((one, other)), 0) + 1
    return found


def place_on(edge, values, level):
    (row, column), (to_row, to_column) = sorted(edge)
    low, high = values[row, column], values[to_row, to_column]
    part = (level - low) / (high - low) if np.isfinite([low, high]).all() else 0.5
    return column + part * (to_column - column), row + part * (to_row - row)


@given(values=fields, level=st.sampled_from([0.0, 0.5, -3.0]))
def test_every_point_lies_on_an_edge_where_interpolation_gives_the_level(values, level):
    x, y = np.arange(float(values.shape[1])), np.arange(float(values.shape[0]))
    lines = level_lines(x, y, values, level)
    wanted = np.array([place_on(edge, values, level) for edge in crossing_edges(values, level)]).reshape(-1, 2)
    points = np.concatenate([np.empty((0, 2)), *lines])
    for point in points:
        assert np.abs(wanted - point).sum(axis=1).min() < 1e-9
    for line in lines:
        assert len(line) > 1
        assert np.abs(np.diff(line, axis=0)).max() <= 1
    if not (values == level).any():  # no two crossings fall together: each edge is crossed once, by one line
        inside = [line[:-1] if (line[0] == line[-1]).all() else line for line in lines]
        assert sum(map(len, inside)) == len(wanted)


@given(values=fields)
def test_a_line_ends_only_at_the_border_or_beside_no_number(values):
    level = 0.25
    if (values == level).any():
        return
    x, y = np.arange(float(values.shape[1])), np.arange(float(values.shape[0]))
    loose = [place_on(edge, values, level) for edge, cells in crossing_edges(values, level).items() if cells == 1]
    for line in level_lines(x, y, values, level):
        if not (line[0] == line[-1]).all():
            for end in (line[0], line[-1]):
                assert np.abs(np.array(loose) - end).sum(axis=1).min() < 1e-9


@given(values=fields)
def test_turned_grids_have_the_same_lines(values):
    """Columns and rows exchanged: no side of a cell is preferred, at saddles neither."""
    x, y = np.arange(float(values.shape[1])), np.arange(float(values.shape[0]))
    some = {frozenset(map(tuple, line.round(9))) for line in level_lines(x, y, values, 0.5)}
    turned = {frozenset(map(tuple, line[:, ::-1].round(9))) for line in level_lines(y, x, values.T, 0.5)}
    assert some == turned
