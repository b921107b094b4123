"""What a map of the page has so far."""

from gruviz.ui.trainability.controls import TABLE
from gruviz.ui.trainability.shown import budget_of, enough
from tests.ui.trainability.small import task_map


def test_a_map_is_looked_at_after_all_updates_unless_fewer_are_chosen_none_included():
    maps = [task_map()]
    assert budget_of(maps, TABLE.defaults["budget"]) == 30
    assert budget_of(maps, 20) == 20
    assert budget_of(maps, 0) == 0


def test_more_than_half_of_the_networks_are_most():
    assert [enough(seeds) for seeds in (5, 6, 7)] == [3, 4, 4]


def test_what_was_left_is_that_of_the_length_of_the_training():
    one = task_map()
    assert (one.length, one.before, one.ground) == (50, one.fields[50], one.fields[50])
