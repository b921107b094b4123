import numpy as np
import pytest

from gruviz.engine.verdicts import REGIMES
from gruviz.maps.axis import Axis
from gruviz.maps.plan import Plan
from gruviz.maps.trainability_map import DIVERGED, LEARNED, NOT_IN_TIME, Map, Training
from gruviz.training.settings import Learner, TrainConfig
from gruviz.validation import GruvizError

BASE = TrainConfig(learners=(Learner("gru"),), seeds=3, steps=30, report_every=10)
GAIN, BIAS = Axis("gain", (0.5, 1.0, 2.0)), Axis("update_bias", (-4.0, 0.0))
SOLVED = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0], [1, 0, 1]], bool)
DIVERGING = np.array([[0, 0, 0], [0, 0, 0], [0, 1, 0], [0, 1, 0]], bool)
TRAINING = Training(np.array([0, 10, 20, 30]), SOLVED, DIVERGING)


def test_an_outcome_belongs_to_a_budget():
    assert TRAINING.outcomes(15).tolist() == [LEARNED, NOT_IN_TIME, NOT_IN_TIME]
    assert TRAINING.outcomes(20).tolist() == [NOT_IN_TIME, DIVERGED, NOT_IN_TIME]
    assert TRAINING.outcomes(1000).tolist() == [LEARNED, DIVERGED, LEARNED]


def test_networks_that_all_stop_early_stay_what_they_are():
    stopped = Training(np.array([0, 7]), np.zeros((2, 2), bool), np.array([[0, 0], [1, 1]], bool))
    assert stopped.outcomes(300).tolist() == [DIVERGED, DIVERGED]
    assert stopped.outcomes(6).tolist() == [NOT_IN_TIME, NOT_IN_TIME]


def test_a_network_that_has_learned_and_then_diverged_is_one_network():
    both = Training(
        np.array([0, 10, 20]), np.array([[0, 0], [1, 0], [1, 0]], bool), np.array([[0, 0], [0, 1], [1, 1]], bool)
    )
    assert both.each_look.tolist() == [[NOT_IN_TIME, NOT_IN_TIME], [LEARNED, DIVERGED], [LEARNED, DIVERGED]]
    assert both.outcomes(20).tolist() == [LEARNED, DIVERGED]


def test_a_map_counts_seeds_within_a_budget():
    found = Map(Plan(BASE, GAIN, BIAS, "success"), {(0, 0): TRAINING, (2, 1): TRAINING})
    nan = np.nan
    np.testing.assert_array_equal(found.learned(30), [[2, nan, nan], [nan, nan, 2]])
    np.testing.assert_array_equal(found.diverged(30), [[1, nan, nan], [nan, nan, 1]])
    np.testing.assert_array_equal(found.learned(20), [[0, nan, nan], [nan, nan, 0]])
    np.testing.assert_allclose(found.shares(20), [0, 2 / 3, 1 / 3])
    assert not found.is_complete


def test_an_empty_map_has_no_shares():
    assert np.isnan(Map(Plan(BASE, GAIN, BIAS, "success")).shares(30)).all()


@pytest.mark.parametrize("budget", [-1, 31, 10.5])
def test_a_budget_beyond_the_trainings_is_refused(budget):
    with pytest.raises(GruvizError, match="from 0 to 30"):
        Map(Plan(BASE, GAIN, BIAS, "success")).learned(budget)


def test_success_is_asked_by_budget():
    with pytest.raises(GruvizError, match="within a budget"):
        Map(Plan(BASE, GAIN, BIAS, "success")).values()


def test_values_have_rows_upwards_and_gaps():
    found = Map(Plan(BASE, GAIN, BIAS), {(2, 0): np.array([1.0, 2.0, 3.0]), (0, 1): np.array([-np.inf, 0.0, np.inf])})
    values = found.values()
    assert values.shape == (2, 3, 3)
    assert values[0, 2].tolist() == [1, 2, 3]
    assert np.isnan(values).sum() == 4 * 3
    np.testing.assert_array_equal(found.typical(), [[np.nan, np.nan, 2], [0, np.nan, np.nan]])


@pytest.mark.parametrize(
    ("numbers", "median"),
    [([-np.inf, -np.inf, 1, 2], 1), ([-np.inf, -np.inf, np.inf, np.inf], np.inf), ([1, 2, 4, 8], 3)],
)
def test_a_median_may_be_infinite(numbers, median):
    plan = Plan(TrainConfig(learners=(Learner("gru"),), seeds=4), GAIN, BIAS)
    typical = Map(plan, {(0, 0): np.array(numbers, float)}).typical()[0, 0]
    assert typical == (-np.inf if numbers[:2] == [-np.inf] * 2 and median == 1 else median)


def test_the_typical_verdict_is_the_most_frequent():
    vanishes, explodes = float(REGIMES.index("vanishes")), float(REGIMES.index("explodes"))
    found = Map(Plan(BASE, GAIN, BIAS, "verdict"), {(0, 0): np.array([explodes, vanishes, explodes])})
    assert found.typical()[0, 0] == explodes
