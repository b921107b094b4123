"""What became of networks, counted by hand and at random."""

import numpy as np
import pytest
from hypothesis import given

from gruviz.figures.maps.outcomes import (
    heading_of,
    kinds_learned,
    learned_at,
    measure_learned,
    outcome_counts,
    outcome_words,
    outcomes_table,
)
from gruviz.validation import InvalidValue
from tests.figures.maps.sweeps import SEEDS, counts, fields, labelled, sweep_of, training_of, trainings

LEARNED = [[3, 3, 2, 0], [3, 1, 0, 0], [np.nan, 0, 3, 3]]
LEFT = [[-9.0, 0.0, 0.0, 9.0], [-9.0, 0.0, 0.0, 9.0], [0.0, -9.0, 0.0, 3.0]]


def test_counts_and_kinds():
    one = learned_at(training_of(counts(LEARNED)), sweep_of(LEFT))
    np.testing.assert_array_equal(one.learned, LEARNED)
    assert one.budget == 30
    assert outcome_counts(one) == "all 3 networks learn at 5 settings, some of them at 2, none at 4"
    assert kinds_learned(one) == (
        " By what was left of the gradient before training, most networks learn at 2 of 3 with less than 1% left, "
        "3 of 5 with 1% to 100 times left and 1 of 3 with more than 100 times left."
    )
    assert heading_of(one) == "30 updates: most learn 6 of 11"


def test_a_budget_looks_back_and_never_ahead():
    sweep = training_of(np.full((3, 4, SEEDS), 2.0))
    assert learned_at(sweep, budget=19).learned.sum() == 0
    assert learned_at(sweep, budget=20).learned.sum() == 36
    assert learned_at(sweep, budget=9000).budget == 30


def test_one_network_is_no_majority():
    one = learned_at(training_of(counts([[1, 1], [0, 1]], seeds=1), **small()))
    assert outcome_counts(one) == "its network learns at 3 settings, and not at 1"


def small():
    from gruviz.maps.axis import Axis

    return {"x": Axis("gain", (1.0, 2.0)), "y": Axis("update_bias", (-2.0, 0.0))}


def test_the_hover_tells_every_outcome():
    solved, diverged = counts([[1, 3], [0, 0]]), np.full((2, 2, SEEDS), 99.0)
    diverged[0, 0, 2] = 1
    one = learned_at(training_of(solved, diverged, **small()), sweep_of([[-3.0, 0], [0, 0]], **small()))
    words = outcome_words(one)
    before = "<br>gradient left before training: "
    assert words[0][0] == f"1 of 3 networks learned, 1 not in time and 1 diverged within 30 updates{before}0.1%"
    assert words[0][1] == f"3 of 3 networks learned within 30 updates{before}100%"
    assert words[1][1] == f"0 of 3 networks learned and 3 not in time within 30 updates{before}100%"


def test_the_table_has_a_row_for_every_square_of_every_map():
    maps = {"a": training_of(counts(LEARNED)), "b": training_of(counts([[1, 2], [3, 0]]), **small())}
    table = outcomes_table(measure_learned(maps, {"a": sweep_of(LEFT)}))
    assert {len(column) for column in table.values()} == {16}
    assert table["map"] == ["a"] * 12 + ["b"] * 4
    assert table["learned"][12:] == [1, 2, 3, 0]
    np.testing.assert_array_equal(table["log10 left before training"][:12], np.ravel(LEFT))


def test_no_map_and_no_training_are_refused():
    with pytest.raises(InvalidValue, match="at least one map"):
        measure_learned({}, {})
    with pytest.raises(InvalidValue, match='a map whose measure is "success"'):
        measure_learned(labelled(sweep_of(LEFT)), {})


@given(sweep=trainings, left=fields)
def test_the_words_count_what_there_is(sweep, left):
    """By loops over the results themselves."""
    one = learned_at(sweep, sweep_of(left))
    every = some = none = 0
    faint = [0, 0]
    for (column, row), result in sweep.results.items():
        count = int(result.solved[-1].sum())
        every, some, none = every + (count == 3), some + (0 < count < 3), none + (count == 0)
        if left[row, column] < -2:
            faint = [faint[0] + (count >= 2), faint[1] + 1]
    assert f"at {every} setting" in outcome_counts(one)
    assert outcome_counts(one).endswith(f"some of them at {some}, none at {none}")
    assert (f"{faint[0]} of {faint[1]} with less than 1% left" in kinds_learned(one)) == (faint[1] > 0)
