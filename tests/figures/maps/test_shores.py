"""Where most networks do not learn, sorted by what can be said of it."""

import re

import numpy as np
from hypothesis import given

from gruviz.figures.maps.outcomes import learned_at
from gruviz.figures.maps.shores import failing, learned_all_the_same, shore_words, writes
from gruviz.maps.axis import Axis
from tests.figures.maps.sweeps import BIASES, SEEDS, counts, fields, plan_of, sweep_of, training_of, trainings

LEFT = [[0.0, 0.0, 0.0, 9.0], [-9.0, 0.0, 0.0, 9.0], [-9.0, -9.0, 0.0, 9.0]]
LEARNED = [[0, 0, 3, 0], [0, 1, 3, 3], [0, 3, 0, 0]]


def test_three_shores_and_what_was_learned_all_the_same():
    words = shore_words(training_of(counts(LEARNED)), sweep_of(LEFT))
    assert words == (
        "First symbol, then noise; 20 steps, learning rate 0.01, 30 updates and 3 networks for each setting: at 8 of "
        "12 settings no more than half of the networks learn. At 2 of these hardly a signal arrives: less than 1% of "
        "the gradient is left before training (within gain 0.5, gate bias −4 to 2). At 2 of these the gradient "
        "explodes to more than 100 times its size (within gain 4, gate bias −8 to 2). At 3 of these a signal arrives, "
        "but an update gate at rest writes less than one new state in all steps: not learned in time (within gain 0.5 "
        "to 1, gate bias −8 to −4). At 1 of these a signal arrives, but is not learned in time (within gain 2, gate "
        "bias 2). The gradient before training is not a fate: 2 settings beyond these limits are learned all the same."
    )


def test_what_a_gate_writes_is_its_share_times_the_steps():
    np.testing.assert_allclose(writes(plan_of("success"))[:, 0], 20 / (1 + np.exp(-np.array(BIASES))))
    lengths = plan_of("success", x=Axis("length", (10, 20, 40)), y=Axis("update_bias", (-4.0, 0.0)))
    np.testing.assert_allclose(writes(lengths)[1], [5, 10, 20])
    assert np.isinf(writes(plan_of("success", cell="lstm", y=Axis("forget_bias", (0.0, 1.0))))).all()


def test_divergence_is_no_lack_of_time():
    broken = np.full((3, 4, SEEDS), 99.0)
    broken[0, 0, :2] = 1
    one = learned_at(training_of(counts(LEARNED), broken), sweep_of(LEFT))
    assert failing(one).diverged.sum() == 1
    assert "but half of the networks or more diverge (within gain 0.5, gate bias −8)." in shore_words(
        one.sweep, sweep_of(LEFT)
    )


def test_all_learned_and_nothing_yet():
    whole = shore_words(training_of(counts(np.full((3, 4), 3))), sweep_of(LEFT))
    assert whole.endswith(
        "most networks learn at all of 12 settings. The gradient before training is not a fate: 6 settings beyond "
        "these limits are learned all the same."
    )
    empty = shore_words(training_of(counts(np.full((3, 4), np.nan))), sweep_of(LEFT))
    assert empty.endswith("no setting is trained yet.")


@given(sweep=trainings, left=fields)
def test_every_failing_square_is_of_one_kind_and_counted(sweep, left):
    one = learned_at(sweep, sweep_of(left))
    lost, fate = [], 0
    for (column, row), result in sweep.results.items():
        if not np.isnan(left[row, column]):
            most = result.solved[-1].sum() >= 2
            lost += [] if most else [(row, column)]
            fate += bool(most and abs(left[row, column]) > 2)
    total = np.sum(failing(one), axis=0)
    assert {(int(row), int(column)) for row, column in zip(*np.nonzero(total), strict=True)} == set(lost)
    assert total.max() <= 1
    assert learned_all_the_same(one).sum() == fate
    words = shore_words(sweep, sweep_of(left))
    assert sum(map(int, re.findall(r"At (\d+) of these", words))) == len(lost)
    assert ("not a fate" in words) == (fate > 0)
    assert words.endswith(".")
