"""Sentences about a map follow its numbers."""

from gruviz.maps.trainability_map import Map
from gruviz.ui.trainability.sentences import headline, map_words, panel_note, title_of
from tests.ui.trainability.small import PLAN, left, task_map


def test_the_headline_tells_how_many_learn_of_those_with_little_left():
    assert headline([task_map()], 30) == (
        "Of the squares with less than 1% left before training, 0 of 2 learn “First symbol, then noise” in 30 updates."
    )
    all_faint = task_map(fields={50: left(decades=(-12.0, -9.0, -3.0))})
    assert "4 of 6 learn" in headline([all_faint], 30)
    assert "2 of 6 learn" in headline([all_faint], 20), "the last column takes 30"


def test_without_a_square_of_that_kind_there_is_no_headline():
    assert headline([task_map(fields={50: left(decades=(0.0, 0.0, 0.0))})], 30) == ""
    assert headline([task_map(fields={})], 30) == ""


def test_what_is_missing_is_said():
    assert map_words(task_map(training=Map(PLAN)), 30).endswith("no square has been trained yet.")
    assert map_words(task_map(fields={}), 30).endswith("some of them at 6, none at 0."), "nothing is known of before"


def test_what_a_map_shows_names_task_rate_budget_and_networks():
    words = map_words(task_map(), 20)
    for part in ("First symbol", "50 steps", "learning rate 0.01", "20 updates", "5 networks"):
        assert part in words


def test_title_and_note_say_what_learns_and_how():
    assert title_of(PLAN.base) == "Where can a GRU learn?"
    assert panel_note(task_map()) == "50 steps, Adam at 0.01, 5 networks a square"
