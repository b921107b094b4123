"""Lines around noise: on a plane that all networks agree on, and on islands of chance."""

import numpy as np
import pytest

from gruviz.figures.maps.clear import without_noise
from gruviz.figures.maps.squares import map_lines
from gruviz.maps.axis import Axis
from gruviz.maps.plan import Plan
from gruviz.maps.trainability_map import Map
from gruviz.training.settings import Learner, TrainConfig

LEARNER = Learner("gru", scheme="orthogonal")
PLAN = Plan(
    TrainConfig("first_symbol", (LEARNER,), hidden_size=4, seeds=3),
    Axis("gain", (0.5, 1.0, 2.0, 4.0)),
    Axis("update_bias", (-2.0, -1.0, 0.0)),
    "factor",
)
RISING = np.tile([0.8, 0.9, 1.1, 1.2], (3, 1))
SPREAD = np.array([-0.05, 0.0, 0.05])


def swept(typical, spread=SPREAD):
    squares = np.ndindex(typical.shape)
    return Map(PLAN, {(column, row): typical[row, column] + spread for row, column in squares})


def test_ground_that_all_networks_agree_on_stays_as_it_is():
    found = swept(RISING)
    np.testing.assert_array_equal(without_noise(found, 1.0), RISING)
    [line] = map_lines(found, without_noise(found, 1.0), 1.0)
    assert len(line) == 3


@pytest.mark.parametrize("by_chance", [1.02, 1.04])
def test_an_island_within_the_spread_of_its_networks_makes_no_line(by_chance):
    typical = RISING.copy()
    typical[0, 0] = by_chance  # its medians are above, but not all of its networks
    assert len(map_lines(swept(typical), typical, 1.0)) == 2
    assert len(map_lines(swept(typical), without_noise(swept(typical), 1.0), 1.0)) == 1
    mirrored = 2.0 - typical
    assert len(map_lines(swept(mirrored), without_noise(swept(mirrored), 1.0), 1.0)) == 1


def test_a_factor_that_is_1_all_along_an_edge_makes_no_line():
    typical = np.full((3, 4), 0.9)
    typical[0] = 1.0
    found = swept(typical, np.zeros(3))
    assert map_lines(found, typical, 1.0)
    assert not map_lines(found, without_noise(found, 1.0), 1.0)


def test_an_island_that_all_of_its_networks_are_sure_of_keeps_its_line():
    typical = np.full((3, 4), 0.9)
    typical[1, 1] = 1.1
    found = swept(typical)
    assert len(map_lines(found, without_noise(found, 1.0), 1.0)) == 1


def test_what_has_no_number_yet_stays_without():
    found = Map(PLAN, {(0, 0): np.array([0.9, 0.9, 0.9])})
    assert np.isnan(without_noise(found, 1.0)).sum() == 11
